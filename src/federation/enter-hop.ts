/** Enters another subgraph for some fields of an object: builds the reference, asks for the entity once, fills the fields. */
import type { Execution, FieldFacts } from './execution.js';
import { asPromise, isThenable } from './execution.js';
import { nonNullMessage } from './complete-value.js';
import { Frame } from './frame.js';
import type { Hop } from './hop.js';
import type { FieldCode, Fill } from './object-code.js';

/** One field that is read on the other side. */
export interface HopField {
  readonly key: string;
  readonly typeName: string;
  readonly isNullable: boolean;
  readonly facts: FieldFacts;
  readonly code: FieldCode;
}

export function enterHop(hop: Hop, fields: readonly HopField[], fill: Fill): Fill {
  const withReference = (x: Execution, reference: object | null, frame: Frame, into: object): boolean => {
    if (reference === null) return leaveAbsent(x, fields, frame, into);
    const slot = hop.ask(x, reference, frame);
    if (slot.state === 'known') return withEntity(x, slot.value, frame, into);
    if (slot.state === 'failed') return leaveFailed(x, slot.value, fields, frame, into);
    x.pending++;
    slot.whenSettled(() => {
      resume(x, frame, () =>
        slot.state === 'known'
          ? withEntity(x, slot.value, frame, into)
          : leaveFailed(x, slot.value, fields, frame, into),
      );
    });
    return true;
  };

  const withEntity = (x: Execution, entity: unknown, frame: Frame, into: object): boolean =>
    entity === null || entity === undefined
      ? leaveAbsent(x, fields, frame, into)
      : fill(x, entity, frame, into);

  return (x, source, frame, into) => {
    const reference = hop.refer(x, source, frame);
    if (!isThenable(reference)) return withReference(x, reference, frame, into);
    x.pending++;
    asPromise(reference).then(
      (found) => resume(x, frame, () => withReference(x, found as object | null, frame, into)),
      (error: unknown) => resume(x, frame, () => leaveFailed(x, error, fields, frame, into)),
    );
    return true;
  };
}

function resume(x: Execution, frame: Frame, step: () => boolean): void {
  try {
    if (!step()) x.nullify(frame);
  } catch (error) {
    x.failure = error;
  }
  x.release();
}

/** The other side does not know the entity: its fields are null. */
function leaveAbsent(x: Execution, fields: readonly HopField[], frame: Frame, into: object): boolean {
  for (const field of fields) {
    if (field.isNullable) continue;
    if (!x.isReadingKey) {
      x.addError(new Error(nonNullMessage(field.facts)), place(field, frame, into), field.facts.fieldNodes);
    }
    return false;
  }
  return true;
}

/** The other side failed: each of its fields says so at its own path. */
function leaveFailed(
  x: Execution,
  error: unknown,
  fields: readonly HopField[],
  frame: Frame,
  into: object,
): boolean {
  let stands = true;
  for (const field of fields) {
    if (!stands && !field.isNullable) continue;
    if (x.fail(error, place(field, frame, into), field.facts) === undefined) stands = false;
  }
  return stands;
}

function place(field: HopField, frame: Frame, into: object): Frame {
  return new Frame(frame, field.key, field.typeName, into as Record<string, unknown>, field.isNullable);
}
