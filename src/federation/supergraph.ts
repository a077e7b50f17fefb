/** The supergraph as the planner reads it: who owns which field, by which keys each subgraph can be entered.
 *  Parsed once at start from the join directives (join spec 0.3) of a composed supergraph. */
import type {
  ConstDirectiveNode,
  DocumentNode,
  EnumTypeDefinitionNode,
  FieldDefinitionNode,
  SelectionSetNode,
  TypeDefinitionNode,
} from 'graphql';
import { Kind, valueFromASTUntyped } from 'graphql';
import { parseFieldSet } from './field-set.js';

export interface Supergraph {
  readonly types: ReadonlyMap<string, SupergraphType>;
  /** Subgraph names by the enum value that the join directives use. */
  readonly graphs: ReadonlyMap<string, string>;
}

export interface SupergraphType {
  readonly name: string;
  /** By subgraph name: every subgraph that declares the type. */
  readonly graphs: ReadonlyMap<string, TypeInGraph>;
  readonly fields: ReadonlyMap<string, SupergraphField>;
  /** The contexts that an object of the type sets for all below it. */
  readonly contexts: ReadonlySet<string>;
}

export interface TypeInGraph {
  readonly keys: readonly Key[];
  readonly isInterfaceObject: boolean;
  /** True of a type that the subgraph extends (Federation 1, `@extends`). */
  readonly isExtension: boolean;
}

export interface Key {
  readonly text: string;
  readonly selection: SelectionSetNode;
  readonly resolvable: boolean;
}

export interface SupergraphField {
  readonly name: string;
  /** Undefined when every subgraph of the type resolves the field. */
  readonly graphs: ReadonlyMap<string, FieldInGraph> | undefined;
  /** True when no subgraph of the type resolves it: an `@interfaceObject` elsewhere does. */
  readonly isFromInterface: boolean;
}

export interface FieldInGraph {
  readonly external: boolean;
  readonly overridden: boolean;
  readonly requires?: { readonly text: string; readonly selection: SelectionSetNode };
  readonly provides?: SelectionSetNode;
  readonly contextArguments?: readonly ContextArgument[];
}

/** An argument whose value comes from the nearest object above that sets a context. */
export interface ContextArgument {
  readonly name: string;
  readonly context: string;
  readonly selection: SelectionSetNode;
}

type Arguments = Record<string, unknown>;

/** Reads a composed supergraph.
 *  @param labels the labels of progressive `@override` that are on */
export function readSupergraph(document: DocumentNode, labels: ReadonlySet<string>): Supergraph {
  const graphs = readGraphNames(document);
  const types = new Map<string, SupergraphType>();
  for (const definition of document.definitions) {
    if ('fields' in definition || 'types' in definition || 'values' in definition) {
      const node = definition as TypeDefinitionNode;
      if (!node.name.value.startsWith('join__') && !node.name.value.startsWith('link__')) {
        types.set(node.name.value, readType(node, graphs, labels));
      }
    }
  }
  return { types, graphs };
}

function readGraphNames(document: DocumentNode): Map<string, string> {
  const node = document.definitions.find(
    (definition): definition is EnumTypeDefinitionNode =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  if (node === undefined)
    throw new Error('The supergraph has no join__Graph: it is not a composed supergraph.');
  return new Map(
    (node.values ?? []).map((value) => {
      const graph = argumentsOf(value.directives, 'join__graph')[0];
      return [value.name.value, typeof graph?.['name'] === 'string' ? graph['name'] : value.name.value];
    }),
  );
}

function readType(
  node: TypeDefinitionNode,
  graphs: ReadonlyMap<string, string>,
  labels: ReadonlySet<string>,
): SupergraphType {
  const inGraphs = new Map<string, { keys: Key[]; isInterfaceObject: boolean; isExtension: boolean }>();
  for (const join of argumentsOf(node.directives, 'join__type')) {
    const graph = graphName(join, graphs) ?? '';
    const known = inGraphs.get(graph) ?? { keys: [], isInterfaceObject: false, isExtension: false };
    if (join['isInterfaceObject'] === true) known.isInterfaceObject = true;
    if (join['extension'] === true) known.isExtension = true;
    if (typeof join['key'] === 'string') {
      const resolvable = join['resolvable'] !== false;
      known.keys.push({ text: join['key'], selection: parseFieldSet(join['key']), resolvable });
    }
    inGraphs.set(graph, known);
  }
  const fields = new Map<string, SupergraphField>();
  if ('fields' in node) {
    for (const field of (node.fields ?? []) as readonly FieldDefinitionNode[]) {
      fields.set(field.name.value, readField(field, graphs, labels));
    }
  }
  const contexts = argumentsOf(node.directives, 'context').map(({ name }) => String(name));
  return { name: node.name.value, graphs: inGraphs, fields, contexts: new Set(contexts) };
}

function readField(
  node: FieldDefinitionNode,
  graphs: ReadonlyMap<string, string>,
  labels: ReadonlySet<string>,
): SupergraphField {
  const joins = argumentsOf(node.directives, 'join__field');
  if (joins.length === 0) return { name: node.name.value, graphs: undefined, isFromInterface: false };
  const inGraphs = new Map<string, FieldInGraph>();
  for (const join of joins) {
    const graph = graphName(join, graphs);
    if (graph === undefined) continue;
    const requires = typeof join['requires'] === 'string' ? join['requires'] : undefined;
    inGraphs.set(graph, {
      external: join['external'] === true,
      overridden: isOverridden(join, labels),
      ...(requires !== undefined && { requires: { text: requires, selection: parseFieldSet(requires) } }),
      ...(typeof join['provides'] === 'string' && { provides: parseFieldSet(join['provides']) }),
      ...(Array.isArray(join['contextArguments']) && {
        contextArguments: join['contextArguments'].map(readContextArgument),
      }),
    });
  }
  return { name: node.name.value, graphs: inGraphs, isFromInterface: inGraphs.size === 0 };
}

/** With a label, the field is where it comes from until the label is on, and where it goes to from then on. */
function isOverridden(join: Arguments, labels: ReadonlySet<string>): boolean {
  const label = join['overrideLabel'];
  if (typeof label !== 'string') return join['usedOverridden'] === true;
  return typeof join['override'] === 'string' ? !labels.has(label) : labels.has(label);
}

function readContextArgument(value: Arguments): ContextArgument {
  const selection = parseFieldSet(String(value['selection']));
  return { name: String(value['name']), context: String(value['context']), selection };
}

function graphName(join: Arguments, graphs: ReadonlyMap<string, string>): string | undefined {
  return typeof join['graph'] === 'string' ? graphs.get(join['graph']) : undefined;
}

/** The arguments of every use of one directive. */
export function argumentsOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
): Arguments[] {
  return (directives ?? [])
    .filter((directive) => directive.name.value === name)
    .map((directive) =>
      Object.fromEntries(
        (directive.arguments ?? []).map((argument) => [
          argument.name.value,
          valueFromASTUntyped(argument.value),
        ]),
      ),
    );
}
