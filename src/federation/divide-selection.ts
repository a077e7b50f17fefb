/** Divides a selection that no single subgraph can serve into what can be served from here and what is left for others:
 *  shareable roots and value types may be declared by several subgraphs with different fields. */
import type { FieldNode, SelectionNode, SelectionSetNode } from 'graphql';
import { isAbstractType, Kind } from 'graphql';
import { collectFields } from './collect-fields.js';
import type { Scope } from './collect-fields.js';
import type { Router, Standpoint } from './route.js';
import { childSets } from './route.js';

export interface Division {
  readonly here: SelectionSetNode | undefined;
  readonly rest: SelectionSetNode | undefined;
}

export function divideSelection(
  router: Router,
  scope: Scope,
  from: Standpoint,
  sets: readonly SelectionSetNode[],
): Division {
  const type = scope.schema.getType(from.typeName);
  if (!isAbstractType(type)) return divideObject(router, scope, from, sets);
  const here: SelectionNode[] = [];
  const rest: SelectionNode[] = [];
  for (const { name } of scope.schema.getPossibleTypes(type)) {
    const divided = divideObject(router, scope, { ...from, typeName: name }, sets);
    if (divided.here) here.push(onType(name, divided.here));
    if (divided.rest) rest.push(onType(name, divided.rest));
  }
  return { here: selectionSet(here), rest: selectionSet(rest) };
}

function divideObject(
  router: Router,
  scope: Scope,
  from: Standpoint,
  sets: readonly SelectionSetNode[],
): Division {
  const here: SelectionNode[] = [];
  const rest: SelectionNode[] = [];
  for (const nodes of collectFields(scope, from.typeName, sets).values()) {
    if (router.fieldCost(scope, from, nodes) < Infinity) {
      here.push(...nodes);
      continue;
    }
    const divided = divideField(router, scope, from, nodes);
    here.push(...divided.here);
    rest.push(...divided.rest);
  }
  return { here: selectionSet(here), rest: selectionSet(rest) };
}

function divideField(
  router: Router,
  scope: Scope,
  from: Standpoint,
  nodes: readonly FieldNode[],
): { here: FieldNode[]; rest: FieldNode[] } {
  const node = nodes[0];
  if (node === undefined) return { here: [], rest: [] };
  const typeName = router.ownership.compositeType(from.typeName, node.name.value);
  const [route] = router.routes(scope, from, node.name.value);
  if (typeName === undefined || route === undefined) return { here: [], rest: [...nodes] };
  const below = router.below(scope, from, route, node.name.value, typeName);
  const divided = divideSelection(router, scope, below, childSets(nodes));
  return {
    here: divided.here ? [{ ...node, selectionSet: divided.here }] : [],
    rest: divided.rest ? [{ ...node, selectionSet: divided.rest }] : [],
  };
}

function onType(typeName: string, set: SelectionSetNode): SelectionNode {
  const name = { kind: Kind.NAME, value: typeName } as const;
  return { kind: Kind.INLINE_FRAGMENT, typeCondition: { kind: Kind.NAMED_TYPE, name }, selectionSet: set };
}

function selectionSet(selections: readonly SelectionNode[]): SelectionSetNode | undefined {
  return selections.length === 0 ? undefined : { kind: Kind.SELECTION_SET, selections };
}
