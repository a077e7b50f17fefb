/** Ties together what plans are made from: schemas, routes and hops of one supergraph. */
import type { DocumentNode, GraphQLSchema, SelectionSetNode } from 'graphql';
import { defaultFieldResolver, getNullableType, isLeafType, isSpecifiedScalarType, Kind } from 'graphql';
import { BoundedCache } from './bounded-cache.js';
import type { Scope } from './collect-fields.js';
import type { CompilerParts } from './compile-selection.js';
import { SelectionCompiler } from './compile-selection.js';
import { plainTest } from './complete-value.js';
import { CompositionError } from './compose-supergraph.js';
import { joinSelections } from './field-set.js';
import type { HopSources } from './hop.js';
import { Hops } from './hop.js';
import { Ownership } from './ownership.js';
import type { ReadReference, ReferencePart } from './reference.js';
import { compileReference } from './reference.js';
import type { Route, Standpoint } from './route.js';
import { Router, withBan } from './route.js';
import { Schemas } from './schemas.js';
import { findReferenceResolver } from './subgraph.js';
import type { Key } from './supergraph.js';
import { readSupergraph } from './supergraph.js';
import { originalOf } from './transplant.js';

export interface PlanningInput {
  readonly document: DocumentNode;
  readonly full: GraphQLSchema;
  readonly publicSchema: GraphQLSchema;
  readonly subgraphs: ReadonlyMap<string, GraphQLSchema>;
  readonly externalFields: ReadonlySet<string>;
}

/** How many combinations of override labels keep their plans. */
const LABEL_SETS_MAX = 32;

/** One planning for each combination of the override labels that occurs. */
export class Plannings {
  private readonly known = new BoundedCache<string, CompilerParts>(LABEL_SETS_MAX);

  constructor(private readonly input: PlanningInput) {
    this.get(new Set());
  }

  get(labels: ReadonlySet<string>): CompilerParts {
    const name = [...labels].join(' ');
    const parts = this.known.get(name) ?? createPlanning(this.input, labels);
    this.known.set(name, parts);
    return parts;
  }
}

function createPlanning(input: PlanningInput, labels: ReadonlySet<string>): CompilerParts {
  const { document, full, publicSchema, subgraphs } = input;
  const supergraph = readSupergraph(document, labels);
  const schemas = new Schemas(full, publicSchema, subgraphs);
  for (const name of supergraph.graphs.values()) schemas.subgraph(name);
  const hasType = (graph: string, typeName: string) => schemas.ownNamed(graph, typeName) !== undefined;
  const hasField = (graph: string, typeName: string, fieldName: string) =>
    schemas.own(graph, typeName)?.getFields()[fieldName] !== undefined;
  const ownership = new Ownership(supergraph, full, hasType, hasField, input.externalFields);
  const missing = ownership.findMissing();
  if (missing.length > 0) throw new CompositionError(missing);
  const router = new Router(ownership, full);
  const scope: Scope = { schema: full, fragments: {}, conditions: {} };

  const sources: HopSources = {
    readers(from, route) {
      const keys = router.keys(scope, from, route.graph, route.entityType);
      const [first] = keys;
      return {
        keys: keys.map((key) => ({ text: key.text, read: readerOf(from, route, key) })),
        property: keys.length === 1 && first && !route.requires ? plainProperty(from, first) : undefined,
      };
    },
    resolver(graph, typeName) {
      const schema = schemas.subgraph(graph);
      return findReferenceResolver(schema, schema.getType(typeName));
    },
    facts(graph, typeName) {
      const schema = schemas.subgraph(graph);
      const returnType = schemas.own(graph, typeName);
      const parentType = schema.getQueryType() ?? full.getQueryType();
      if (returnType === undefined || !parentType)
        throw new Error(`Subgraph "${graph}" has no type ${typeName}.`);
      return {
        schema: originalOf(schema),
        returnType: originalOf(returnType),
        parentType: originalOf(parentType),
      };
    },
  };
  const parts: CompilerParts = {
    schemas,
    router,
    hops: new Hops(sources),
    compileReader(from, selection) {
      const key = new SelectionCompiler(parts, scope, 'key').compileFields(from, [selection]);
      return compileReference(from.typeName, selection, { key, requires: undefined });
    },
  };

  function readerOf(from: Standpoint, route: Route, key: Key): ReadReference {
    const part = (selection: SelectionSetNode, requires: string | undefined): ReferencePart => {
      const banned = withBan(from, route.graph, requires);
      return new SelectionCompiler(parts, scope, 'key').compileFields({ ...from, banned }, [selection]);
    };
    const required = route.requires;
    return compileReference(route.entityType, key.selection, {
      key: part(key.selection, undefined),
      requires: required && part(withSharedFields(required.selection, key.selection), required.text),
    });
  }

  /** The key's one field when it is a text in a property without a resolver: such a reference needs no execution. */
  function plainProperty(from: Standpoint, key: Key): string | undefined {
    const [node, ...others] = key.selection.selections;
    if (node?.kind !== Kind.FIELD || node.selectionSet !== undefined || others.length > 0) return undefined;
    const type = from.graph === undefined ? undefined : schemas.own(from.graph, from.typeName);
    const field = type?.getFields()[node.name.value];
    if (field === undefined || (field.resolve !== undefined && field.resolve !== defaultFieldResolver))
      return undefined;
    const scalar = getNullableType(schemas.fieldType(from.typeName, node.name.value));
    const isText = isLeafType(scalar) && plainTest(scalar, isSpecifiedScalarType(scalar)) === 'string';
    return isText ? node.name.value : undefined;
  }

  return parts;
}

/** What `@requires` names, together with the parts of the key that lie in the same fields: they fill one object. */
function withSharedFields(requires: SelectionSetNode, key: SelectionSetNode): SelectionSetNode {
  const names = new Set(requires.selections.map((node) => (node.kind === Kind.FIELD ? node.name.value : '')));
  const shared = key.selections.filter((node) => node.kind === Kind.FIELD && names.has(node.name.value));
  return joinSelections([requires, { kind: Kind.SELECTION_SET, selections: shared }]);
}
