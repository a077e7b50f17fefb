/** Reads variables as graphql-js does, but for the items of a list that stand for themselves: what cannot be read of one fails nobody
 *  else. Nothing of this runs for variables that are right. */
import type { GraphQLInputType, GraphQLSchema, VariableDefinitionNode } from 'graphql';
import {
  coerceInputValue,
  getNullableType,
  getVariableValues,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  typeFromAST,
} from 'graphql';

type Values = Record<string, unknown>;
type Path = readonly (string | number)[];
type Item = Readonly<Values>;

/** Which items stand for themselves, and what stands in for one that cannot be read. */
export interface LoneItems {
  /** By the name of an item's type, the field that names it. An item whose name cannot be read fails the request. */
  readonly nameFields: ReadonlyMap<string, string>;
  /** @param item what could be read of it   @param at the place within it, `account.number` */
  readonly standIn: (item: Item, at: string, error: Error) => unknown;
}

export function readVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  raw: Values,
  loneItems: LoneItems | undefined,
): ReturnType<typeof getVariableValues> {
  const read = getVariableValues(schema, definitions, raw, { maxErrors: 50 });
  if (read.errors === undefined || loneItems === undefined) return read;
  const mended: Values = {};
  const others = definitions.filter((definition) => {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type as never);
    if (!Object.hasOwn(raw, name) || !isInputType(type)) return true;
    const value = readAlone(type, raw[name], loneItems);
    if (value === undefined) return true;
    mended[name] = value;
    return false;
  });
  const rest = getVariableValues(schema, others, raw, { maxErrors: 50 });
  return rest.errors === undefined ? { coerced: { ...rest.coerced, ...mended } } : rest;
}

/** The value with its unreadable items replaced; undefined where anything else in it is wrong too, or nothing is. */
function readAlone(type: GraphQLInputType, raw: unknown, loneItems: LoneItems): unknown {
  const faults: { readonly path: Path; readonly error: Error }[] = [];
  const value: unknown = coerceInputValue(raw, type, (path, _value, error) => faults.push({ path, error }));
  if (faults.length === 0) return undefined;
  for (const { path, error } of faults) {
    const found = findItem(type, path, loneItems);
    if (found === undefined) return undefined;
    const { list, index, nameField } = found;
    const items = list.reduce<unknown>((at, key) => (at as Values | undefined)?.[key], value);
    if (!Array.isArray(items)) return undefined;
    const item: unknown = items[index];
    // The first thing that is wrong is what is told.
    if (isStandIn(item)) continue;
    if (typeof item !== 'object' || item === null || (item as Values)[nameField] === undefined)
      return undefined;
    const inside = path.slice(list.length + 1);
    const standIn = loneItems.standIn(item as Item, inside.join('.'), error);
    standIns.add(standIn as object);
    items[index] = standIn;
  }
  return value;
}

const standIns = new WeakSet<object>();

function isStandIn(item: unknown): boolean {
  return typeof item === 'object' && item !== null && standIns.has(item);
}

interface FoundItem {
  /** Where the list is. */
  readonly list: Path;
  readonly index: number;
  readonly nameField: string;
}

/** The item that a place in a value lies in, if it stands for itself. */
function findItem(type: GraphQLInputType, path: Path, { nameFields }: LoneItems): FoundItem | undefined {
  let at: GraphQLInputType = type;
  for (const [depth, key] of path.entries()) {
    const bare = getNullableType(at);
    if (isListType(bare)) {
      at = bare.ofType;
      const item = isNonNullType(at) ? at.ofType : at;
      const nameField = isInputObjectType(item) ? nameFields.get(item.name) : undefined;
      if (nameField !== undefined && typeof key === 'number')
        return { list: path.slice(0, depth), index: key, nameField };
    } else if (isInputObjectType(bare)) {
      const field = bare.getFields()[String(key)];
      if (field === undefined) return undefined;
      at = field.type;
    } else return undefined;
  }
  return undefined;
}
