/** Enters another subgraph for some fields of an object: builds the reference, asks for the entity once, fills the fields. */
import type { Execution, FieldFacts } from './execution.js';
import { EntitySlot } from './entity-slot.js';
import { asPromise } from './execution.js';
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
  const withSettled = (x: Execution, slot: EntitySlot, frame: Frame, into: object): boolean => {
    if (slot.state === 'failed') return leaveFailed(x, slot.value, fields, frame, into);
    return slot.value === null || slot.value === undefined
      ? leaveAbsent(x, fields, frame, into)
      : fill(x, slot.value, frame, into);
  };

  const withSlot = (x: Execution, slot: EntitySlot | null, frame: Frame, into: object): boolean => {
    if (slot === null) return leaveAbsent(x, fields, frame, into);
    if (slot.state !== 'pending') return withSettled(x, slot, frame, into);
    x.pending++;
    slot.whenSettled(() => {
      resume(x, frame, () => withSettled(x, slot, frame, into));
    });
    return true;
  };

  const isRequired = fields.some((field) => !field.isNullable);
  return (x, source, frame, into) => {
    const reached = hop.reach(x, source, frame, isRequired && x.isPatientAt(frame));
    if (reached === null || reached instanceof EntitySlot) return withSlot(x, reached, frame, into);
    x.pending++;
    asPromise(reached).then(
      (slot) => {
        resume(x, frame, () => withSlot(x, slot, frame, into));
      },
      (error: unknown) => {
        resume(x, frame, () => leaveFailed(x, error, fields, frame, into));
      },
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
    if (field.code.kind === 'effect') field.code.leave(x, frame, into);
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
    if (field.code.kind === 'effect') field.code.leave(x, frame, into);
    if (!stands && !field.isNullable) continue;
    if (x.fail(error, place(field, frame, into), field.facts) === undefined) stands = false;
  }
  return stands;
}

function place(field: HopField, frame: Frame, into: object): Frame {
  return new Frame(frame, field.key, field.typeName, into as Record<string, unknown>, field.isNullable);
}
