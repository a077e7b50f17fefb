/** Divides a selection that no single subgraph can serve into what can be served from here and what is left for others:
 *  shareable roots and value types may be declared by several subgraphs with different fields. */
import type { FieldNode, GraphQLObjectType, SelectionNode, SelectionSetNode } from 'graphql';
import { isAbstractType, isNonNullType, isObjectType, Kind } from 'graphql';
import { collectFields } from './collect-fields.js';
import type { Scope } from './collect-fields.js';
import { laterNode, laterOf } from './later.js';
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
  const types = scope.schema.getPossibleTypes(type);
  const uneven = findUneven(router, scope, from, { types, sets });
  for (const { name } of types) {
    const divided = divideObject(router, scope, { ...from, typeName: name }, sets, uneven);
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
  uneven: ReadonlySet<string> = new Set(),
): Division {
  const here: SelectionNode[] = [];
  const rest: SelectionNode[] = [];
  for (const nodes of collectFields(scope, from.typeName, sets).values()) {
    if (uneven.has(nodes[0]?.name.value ?? '')) {
      rest.push(...nodes);
      here.push(...placeOf(scope, from, nodes));
      continue;
    }
    if (router.fieldCost(scope, from, nodes) < Infinity) {
      here.push(...nodes);
      continue;
    }
    const divided = divideField(router, scope, from, nodes);
    here.push(...(divided.here.length > 0 ? divided.here : placeOf(scope, from, nodes)));
    rest.push(...divided.rest);
  }
  const hasOwn = here.some((node) => node.kind === Kind.FIELD && laterOf(node.name.value) === undefined);
  return { here: selectionSet(hasOwn ? here : []), rest: selectionSet(rest) };
}

/** Keeps the place of a field that is left for others. */
function placeOf(scope: Scope, from: Standpoint, [node]: readonly FieldNode[]): FieldNode[] {
  const type = scope.schema.getType(from.typeName);
  const field = isObjectType(type) ? type.getFields()[node?.name.value ?? ''] : undefined;
  return node === undefined || field === undefined ? [] : [laterNode(node, !isNonNullType(field.type))];
}

/** Plain fields of an interface that a subgraph serves for some of its types only: two answers about different types must
 *  not be mixed into one. */
function findUneven(
  router: Router,
  scope: Scope,
  from: Standpoint,
  { types, sets }: { types: readonly GraphQLObjectType[]; sets: readonly SelectionSetNode[] },
): ReadonlySet<string> {
  const uneven = new Set<string>();
  for (const nodes of collectFields(scope, from.typeName, sets).values()) {
    const name = nodes[0]?.name.value ?? '';
    if (name.startsWith('__') || nodes[0]?.selectionSet !== undefined) continue;
    const isServed = types.map(
      (type) => router.fieldCost(scope, { ...from, typeName: type.name }, nodes) < Infinity,
    );
    if (isServed.includes(true) && isServed.includes(false)) uneven.add(name);
  }
  return uneven;
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
