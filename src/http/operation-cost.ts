/** Refuses operations that would cost too much before anything runs: too deep, too many aliases, or pages within pages that
 *  ask for too many nodes. The estimate is made of the document and its variables alone; how far the answer may go beyond it,
 *  `valuesAllowed` says. */
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
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
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

/** Lists without pages are taken to have few elements, and may have more: the answer may hold so many times what was estimated, */
const ALLOWED_FACTOR = 20;
/** and in any case so many values. */
const ALLOWED_MIN = 10_000;

/** How many values the answer may hold of an operation with this estimate. */
export function valuesAllowed(cost: number, { costMax }: CostLimits = COST_LIMITS): number {
  return Math.min(costMax, Math.max(ALLOWED_MIN, ALLOWED_FACTOR * cost));
}

/** How many elements a list without a page size is taken to have. */
const LIST_SIZE_ASSUMED = 5;
/** Selections looked at, fragments unfolded: bounds the work of this check itself. */
const SELECTIONS_MAX = 10_000;

/** The schema's own description is deep by nature; lists within its lists are bounded by a validation rule of graphql-js. */
const SCHEMA_DEPTH_MAX = 25;

/** What is asked of the schema itself counts like all else.
 *  @returns the estimated number of field values in the answer, and the weight of what is dear to find
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
    const depthMax = parentName.startsWith('__') ? SCHEMA_DEPTH_MAX : limits.depthMax;
    if (depth > depthMax) refuse(`nested deeper than ${depthMax} fields`);
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
    if (node.alias !== undefined && (aliases += 1) > limits.aliasesMax) {
      refuse(`using more than ${limits.aliasesMax} aliases`);
    }
    const field = fieldOf(schema, parentName, node.name.value);
    const own = weightOf(field);
    if (node.selectionSet === undefined || field === undefined) return own;
    const pageSize = pageSizeOf(field, node, operation, variables);
    const length = pageSize ?? schemaListSize(schema, parentName, field) ?? listSizeOf(field.type, inPage);
    const inside = costOfSet(
      node.selectionSet,
      getNamedType(field.type).name,
      depth + 1,
      pageSize !== undefined,
    );
    const cost = own + length * inside;
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
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
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

/** What the field says that it costs by itself; a value otherwise. */
function weightOf(field: GraphQLField<unknown, unknown> | undefined): number {
  const weight = field?.extensions['weight'];
  return typeof weight === 'number' ? weight : 1;
}

/** The one list of the schema's description whose length is far from what lists usually have. */
function schemaListSize(
  schema: GraphQLSchema,
  parentName: string,
  { name }: GraphQLField<unknown, unknown>,
): number | undefined {
  return parentName === '__Schema' && name === 'types' ? Object.keys(schema.getTypeMap()).length : undefined;
}
