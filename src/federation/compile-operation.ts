/** One operation of one document, compiled: run it as often as you like. `@skip` and `@include` are settled at compile
 *  time, so an operation with conditions is compiled once for each combination of them that is met. */
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  OperationDefinitionNode,
  ValueNode,
} from 'graphql';
import { GraphQLError, Kind, OperationTypeNode, visit } from 'graphql';
import { BoundedCache } from './bounded-cache.js';
import type { Scope } from './collect-fields.js';
import { collectFields } from './collect-fields.js';
import type { CompilerParts } from './compile-selection.js';
import { SelectionCompiler } from './compile-selection.js';
import type { Fill } from './object-code.js';
import type { LoneItems } from './read-variables.js';
import { VariableReader } from './variables.js';

/** The root of an operation under one combination of conditions. */
export interface RootPlan {
  readonly container: () => Record<string, unknown>;
  /** For a mutation, one for each field; they run in series. */
  readonly fills: readonly Fill[];
}

/** How many combinations of conditions are kept of one operation. */
const VARIANTS_MAX = 32;

export class CompiledOperation {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Record<string, FragmentDefinitionNode> = Object.create(null) as never;
  readonly variables: VariableReader;
  readonly rootType: GraphQLObjectType;
  private readonly conditionNames: readonly string[];
  private readonly variants = new BoundedCache<string, RootPlan>(VARIANTS_MAX);

  constructor(
    readonly parts: CompilerParts,
    document: DocumentNode,
    operationName: string | null | undefined,
    loneItems?: LoneItems,
  ) {
    this.operation = findOperation(document, operationName);
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments[definition.name.value] = definition;
    }
    const { schemas } = parts;
    const rootType = schemas.full.getRootType(this.operation.operation);
    if (!rootType) {
      throw new GraphQLError(`Schema is not configured to execute ${this.operation.operation} operation.`, {
        nodes: this.operation,
      });
    }
    this.rootType = rootType;
    const subgraph = (name: string) => schemas.subgraph(name);
    const { publicSchema, graphs } = schemas;
    this.variables = new VariableReader(publicSchema, this.operation, graphs, subgraph, loneItems);
    this.conditionNames = findConditions(document);
  }

  /** The field nodes of the root under given conditions. */
  rootFields(variables: Record<string, unknown>): ReturnType<typeof collectFields> {
    return collectFields(this.scope(variables), this.rootType.name, [this.operation.selectionSet]);
  }

  plan(variables: Record<string, unknown>): RootPlan {
    const variant = this.conditionNames.map((name) => (variables[name] === true ? '1' : '0')).join('');
    const known = this.variants.get(variant);
    if (known !== undefined) return known;
    const plan = this.compile(this.scope(variables));
    this.variants.set(variant, plan);
    return plan;
  }

  private scope(conditions: Record<string, unknown>): Scope {
    return { schema: this.parts.schemas.full, fragments: this.fragments, conditions };
  }

  private compile(scope: Scope): RootPlan {
    const compiler = new SelectionCompiler(this.parts, scope, 'operation');
    const root = { typeName: this.rootType.name, graph: undefined, provided: [], banned: new Set<string>() };
    if (this.operation.operation !== OperationTypeNode.MUTATION)
      return compiler.compileFields(root, [this.operation.selectionSet]);
    const all = collectFields(scope, root.typeName, [this.operation.selectionSet]);
    const fields = [...all.values()].map((nodes) =>
      compiler.compileFields(root, [{ kind: Kind.SELECTION_SET, selections: nodes }]),
    );
    return {
      container: () =>
        Object.assign({}, ...fields.map((field) => field.container())) as Record<string, unknown>,
      fills: fields.flatMap((field) => field.fills),
    };
  }
}

function findOperation(document: DocumentNode, name: string | null | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (name === null || name === undefined) {
    if (operations.length > 1) {
      throw new GraphQLError('Must provide operation name if query contains multiple operations.');
    }
    if (operations[0] === undefined) throw new GraphQLError('Must provide an operation.');
    return operations[0];
  }
  const named = operations.find((operation) => operation.name?.value === name);
  if (named === undefined) throw new GraphQLError(`Unknown operation named "${name}".`);
  return named;
}

function findConditions(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(node) {
      if (node.name.value !== 'skip' && node.name.value !== 'include') return;
      for (const argument of node.arguments ?? []) {
        const value: ValueNode = argument.value;
        if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      }
    },
  });
  return [...names].sort();
}
