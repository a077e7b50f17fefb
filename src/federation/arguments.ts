/** A field's arguments, as the subgraph's own types read them. What can be known at compile time is. */
import type { FieldNode, GraphQLField } from 'graphql';
import { getArgumentValues, Kind, visit } from 'graphql';
import type { Execution, FieldFacts } from './execution.js';

export type ReadArguments = (x: Execution) => Record<string, unknown>;

/** @param slot a number of its own for this field in its operation, under which one request keeps what it computed;
 *  undefined where fields of many plans meet in one request */
export function compileArguments(
  field: GraphQLField<unknown, unknown>,
  { fieldNodes, subgraph }: Pick<FieldFacts, 'fieldNodes' | 'subgraph'>,
  slot: number | undefined,
): ReadArguments {
  const [node] = fieldNodes;
  if (node === undefined || field.args.length === 0) return () => ({});
  if (!hasVariables(node) && isFlat(field, node)) {
    const constant = getArgumentValues(field, node, {});
    return () => ({ ...constant });
  }
  if (slot === undefined) return (x) => getArgumentValues(field, node, x.request.variables(subgraph));
  return (x) => {
    const cache = x.request.argumentCache;
    const values = (cache[slot] ??= getArgumentValues(field, node, x.request.variables(subgraph)));
    return { ...values };
  };
}

function hasVariables(node: FieldNode): boolean {
  let found = false;
  visit({ kind: Kind.FIELD, name: node.name, arguments: node.arguments } as FieldNode, {
    Variable() {
      found = true;
    },
  });
  return found;
}

/** Lists and input objects are made anew for each request: a resolver may change what it was given. */
function isFlat(field: GraphQLField<unknown, unknown>, node: FieldNode): boolean {
  const isNested = (kind: Kind) => kind === Kind.LIST || kind === Kind.OBJECT;
  return (
    !(node.arguments ?? []).some((argument) => isNested(argument.value.kind)) &&
    field.args.every(
      (argument) => typeof argument.defaultValue !== 'object' || argument.defaultValue === null,
    ) &&
    isConstantValid(field, node)
  );
}

/** An invalid constant must fail its field when it runs, not the whole operation when it is compiled. */
function isConstantValid(field: GraphQLField<unknown, unknown>, node: FieldNode): boolean {
  try {
    getArgumentValues(field, node, {});
    return true;
  } catch {
    return false;
  }
}
