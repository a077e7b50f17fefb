/** Where somebody stands in the log. Events are places themselves, and so is what is made of them. */
import { checkOf, formatCursor } from '../values/index.js';

export interface LogPlace {
  readonly position: bigint;
  /** Of the event there, by which cursors are checked; left out where no event is, or it is not at hand. */
  readonly id?: string | null | undefined;
}

/** A place together with the log that it is in: what a checked cursor stands for. */
export interface PlaceInLog extends LogPlace {
  readonly logId: string;
}

/** The place of an item, without holding on to the item. */
export function placeOf({ position, id }: LogPlace): LogPlace {
  return { position, id };
}

/** A place as a client carries it. */
export function cursorOf({ logId, position, id }: PlaceInLog): string {
  return formatCursor({ logId, position, check: id ? checkOf(id) : undefined });
}
