/** How many elements a field is asked for: its `first` or `limit`, or the length of the list of ids that it is given. */
import {
  isListType,
  getNullableType,
  Kind,
  type FieldNode,
  type GraphQLField,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import { HubError } from '../values/index.js';

/** Nodes a page may have. */
export const PAGE_SIZE_MAX = 500;

/** Tasks that a claim may take. */
const CLAIM_MAX = 1_000;

/** The page size, or undefined for a field that has none.
 *  @throws HubError BAD_USER_INPUT for a page size that is negative or above 500 */
export function pageSizeOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number | undefined {
  const limit = field.args.find((arg) => arg.name === 'limit');
  if (limit !== undefined) {
    // What may be claimed at once its own use case says.
    const asked = argumentOf(node, 'limit', operation, variables) ?? limit.defaultValue;
    return typeof asked === 'number' && asked >= 0 ? Math.min(asked, CLAIM_MAX) : CLAIM_MAX;
  }
  const first = field.args.find((arg) => arg.name === 'first');
  if (first !== undefined) {
    const asked = argumentOf(node, 'first', operation, variables) ?? first.defaultValue;
    return typeof asked === 'number' ? checkedPageSize(asked) : PAGE_SIZE_MAX;
  }
  if (!isListType(getNullableType(field.type))) return undefined;
  const list = field.args.find((arg) => isListType(getNullableType(arg.type)));
  const given = list === undefined ? undefined : argumentOf(node, list.name, operation, variables);
  return Array.isArray(given) ? given.length : undefined;
}

function checkedPageSize(asked: number): number {
  if (asked >= 0 && asked <= PAGE_SIZE_MAX) return asked;
  throw new HubError('BAD_USER_INPUT', `Invalid value for first: a page has 0 to ${PAGE_SIZE_MAX} nodes.`);
}

function argumentOf(
  node: FieldNode,
  name: string,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): unknown {
  const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
  return value === undefined ? undefined : valueOf(value, operation, variables);
}

function valueOf(
  value: ValueNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): unknown {
  if (value.kind === Kind.INT) return Number(value.value);
  if (value.kind === Kind.LIST) return value.values;
  if (value.kind !== Kind.VARIABLE) return undefined;
  const name = value.name.value;
  if (Object.hasOwn(variables, name)) return variables[name] ?? undefined;
  const fallback = operation.variableDefinitions?.find(
    (definition) => definition.variable.name.value === name,
  )?.defaultValue;
  return fallback === undefined ? undefined : valueOf(fallback, operation, variables);
}
