/** Refuses operations that would cost too much before anything runs: too deep, too many aliases, or pages within pages that
 *  ask for too many nodes. The estimate is an upper bound made of the document and its variables alone. */
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { HubError } from '../values/index.js';
import { pageSizeOf } from './page-size.js';

export interface CostLimits {
  /** Fields inside fields; default 15. */
  readonly depthMax: number;
  /** Aliased fields in one operation; default 100. */
  readonly aliasesMax: number;
  /** Estimated field values in the answer; default 500 000. */
  readonly costMax: number;
}

export const COST_LIMITS: CostLimits = { depthMax: 15, aliasesMax: 100, costMax: 500_000 };

/** How many elements a list without a page size is taken to have. */
const LIST_SIZE_ASSUMED = 5;
/** Selections looked at, fragments unfolded: bounds the work of this check itself. */
const SELECTIONS_MAX = 10_000;

/** Introspection is free: the schema is public, and its depth is bounded by a validation rule of graphql-js.
 *  @returns the estimated number of field values in the answer
 *  @throws HubError QUERY_TOO_COSTLY past a limit; BAD_USER_INPUT for a page of more than 500 or less than 0 nodes */
export function assertAffordable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  limits: CostLimits = COST_LIMITS,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  let selections = 0;
  let aliases = 0;

  function costOfSet(set: SelectionSetNode, parentName: string, depth: number, inPage: boolean): number {
    if (depth > limits.depthMax) refuse(`nested deeper than ${limits.depthMax} fields`);
    let cost = 0;
    for (const selection of set.selections) {
      selections += 1;
      if (selections > SELECTIONS_MAX) refuse(`longer than ${SELECTIONS_MAX} selections`);
      if (selection.kind === Kind.FIELD) {
        cost += costOfField(selection, parentName, depth, inPage);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        cost += costOfSet(
          selection.selectionSet,
          selection.typeCondition?.name.value ?? parentName,
          depth,
          inPage,
        );
      } else {
        const fragment = fragments.get(selection.name.value);
        if (fragment)
          cost += costOfSet(fragment.selectionSet, fragment.typeCondition.name.value, depth, inPage);
      }
    }
    return cost;
  }

  function costOfField(node: FieldNode, parentName: string, depth: number, inPage: boolean): number {
    if (node.name.value.startsWith('__')) return 0;
    if (node.alias !== undefined && (aliases += 1) > limits.aliasesMax) {
      refuse(`using more than ${limits.aliasesMax} aliases`);
    }
    const field = fieldOf(schema, parentName, node.name.value);
    if (node.selectionSet === undefined || field === undefined) return 1;
    const pageSize = pageSizeOf(field, node, operation, variables);
    const inside = costOfSet(
      node.selectionSet,
      getNamedType(field.type).name,
      depth + 1,
      pageSize !== undefined,
    );
    const cost = 1 + (pageSize ?? listSizeOf(field.type, inPage)) * inside;
    if (cost > limits.costMax) refuse(`asking for more than ${limits.costMax} values, as estimated`);
    return cost;
  }

  const root = schema.getRootType(operation.operation);
  const cost = root ? costOfSet(operation.selectionSet, root.name, 1, false) : 0;
  if (cost > limits.costMax) refuse(`asking for more than ${limits.costMax} values, as estimated`);
  return cost;
}

function refuse(what: string): never {
  throw new HubError('QUERY_TOO_COSTLY', `The document is ${what}. Ask for less at once.`);
}

function fieldOf(
  schema: GraphQLSchema,
  parentName: string,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  const parent = schema.getType(parentName);
  return parent !== undefined && 'getFields' in parent
    ? (parent.getFields()[name] as GraphQLField<unknown, unknown> | undefined)
    : undefined;
}

/** `nodes` and `edges` of a connection are as many as its page size, which was counted already. */
function listSizeOf(type: GraphQLOutputType, inPage: boolean): number {
  const isList = isListType(getNullableType(type)) && isCompositeType(getNamedType(type));
  return isList && !inPage ? LIST_SIZE_ASSUMED : 1;
}
