/** A value that its subgraph knows only as "some implementation of this interface" (`@interfaceObject`). Where the selection
 *  depends on which one it is, a subgraph that knows the interface is asked; the fields at hand are still read in place. */
import type { GraphQLInterfaceType, SelectionSetNode } from 'graphql';
import { isAbstractType, Kind } from 'graphql';
import { completeAbstract } from './abstract-type.js';
import type { Scope } from './collect-fields.js';
import { collectFields } from './collect-fields.js';
import { completeHidden } from './complete-value.js';
import type { CompilerParts, SelectionCompiler } from './compile-selection.js';
import type { Complete, Execution, FieldFacts } from './execution.js';
import { EntitySlot } from './entity-slot.js';
import type { Frame } from './frame.js';
import type { Standpoint } from './route.js';
import { originalOf } from './transplant.js';

/** The object at hand and the same entity in the subgraph that knows its type. */
interface Known {
  readonly object: unknown;
  readonly entity: unknown;
}

export interface InterfaceObjectPlace {
  readonly parts: CompilerParts;
  readonly compiler: SelectionCompiler;
  readonly scope: Scope;
  readonly field: FieldFacts;
}

export function completeInterfaceObject(
  place: InterfaceObjectPlace,
  from: Standpoint,
  sets: readonly SelectionSetNode[],
): Complete {
  const { parts, field } = place;
  const { schemas, router } = parts;
  const [home] = router.ownership.interfaceHomes(from.typeName);
  const own = home === undefined ? undefined : schemas.ownNamed(home, from.typeName);
  if (home === undefined || !isAbstractType(own)) {
    throw new Error(
      `No subgraph that knows the implementations of ${from.typeName} can be entered by a key.`,
    );
  }
  const entry = { graph: home, entityType: from.typeName, requires: undefined, provides: undefined };
  const hop = parts.hops.get(from, { ...entry, isLocal: false, cost: 0 });
  const schema = schemas.subgraph(home);
  const there: FieldFacts = { ...field, schema: originalOf(schema), subgraph: home };
  const visible = schemas.publicSchema;
  const types = { own: own as GraphQLInterfaceType, schema, visible, heldValue: entityOf };
  const complete = completeAbstract(there, types, (typeName) =>
    completeKnown(place, from, { typeName, home, sets }),
  );

  // Which implementation it is nobody may know; then nothing can be said of it.
  const withEntity = (x: Execution, object: unknown, entity: unknown, frame: Frame): unknown =>
    entity === null || entity === undefined
      ? completeHidden(x, frame, field)
      : complete(x, { object, entity }, frame);

  return (x, object, frame) => {
    const reached = hop.reach(x, object, frame, x.isPatientAt(frame));
    if (reached === null) return completeHidden(x, frame, field);
    if (reached instanceof EntitySlot) {
      if (reached.state === 'known') return withEntity(x, object, reached.value, frame);
      if (reached.state === 'failed') return x.fail(reached.value, frame, there);
    }
    const entity =
      reached instanceof EntitySlot ? reached.whenKnown() : reached.then((slot) => slot?.whenKnown());
    return x.settle(entity, frame, there, (later, found) => withEntity(later, object, found, frame));
  };
}

/** Fields that the object at hand has are read from it, all others from the entity whose type is known. */
function completeKnown(
  { compiler, scope, parts }: InterfaceObjectPlace,
  from: Standpoint,
  target: { typeName: string; home: string; sets: readonly SelectionSetNode[] },
): Complete {
  const all = collectFields(scope, target.typeName, target.sets);
  const isAtHand = (name: string) =>
    !name.startsWith('__') && parts.router.routes(scope, from, name).some((route) => route.isLocal);
  const pick = (atHand: boolean): SelectionSetNode => ({
    kind: Kind.SELECTION_SET,
    selections: [...all.values()].filter(([node]) => isAtHand(node?.name.value ?? '') === atHand).flat(),
  });
  const near = compiler.compileFields(from, [pick(true)]);
  const far = compiler.compileFields(
    { ...from, typeName: target.typeName, graph: target.home, provided: [] },
    [pick(false)],
  );
  const shape = Object.fromEntries([...all.keys()].map((key) => [key, null]));
  return (x, value, frame) => {
    const { object, entity } = value as Known;
    const into: Record<string, unknown> = { ...shape, ...near.container(), ...far.container() };
    const isFilled =
      near.fills.every((fill) => fill(x, object, frame, into)) &&
      far.fills.every((fill) => fill(x, entity, frame, into));
    return isFilled ? into : undefined;
  };
}

function entityOf(value: unknown): unknown {
  return (value as Known).entity;
}

/** True when a selection names the type or depends on it. */
export function needsConcreteType(
  scope: Scope,
  interfaceName: string,
  sets: readonly SelectionSetNode[],
): boolean {
  return sets.some((set) =>
    set.selections.some((node) => {
      if (node.kind === Kind.FIELD) return node.name.value === '__typename';
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : scope.fragments[node.name.value];
      if (fragment === undefined) return false;
      const condition = fragment.typeCondition?.name.value;
      if (condition !== undefined && condition !== interfaceName) return true;
      return needsConcreteType(scope, interfaceName, [fragment.selectionSet]);
    }),
  );
}
