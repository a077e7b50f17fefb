/** One version of an administrative unit. Codes are given again after a merger, so a unit is a code and its first day;
 *  its id is derived from both and is the same in every database. */
import { createHash } from 'node:crypto';
import type { UnitId } from '../../values/index.js';

export type AreaLevel = 'COUNTRY' | 'PROVINCE' | 'DISTRICT' | 'COMMUNE';

export interface UnitVersion {
  readonly id: UnitId;
  readonly code: string;
  readonly name: string;
  readonly level: AreaLevel;
  /** The unit above it at the end of its life, or today. */
  readonly parentId?: UnitId;
  /** Every unit above it at some time of its life, with the number of steps. */
  readonly ancestors: readonly { readonly id: UnitId; readonly depth: number }[];
  readonly validFrom: string;
  /** The last day; absent while it lasts. */
  readonly validTo?: string;
  /** Codes of the units that took over; more than one where it was divided. */
  readonly successorCodes: readonly string[];
  /** The district of a former commune, for people who read a refusal. */
  readonly district?: string;
}

/** The id of a version: a name-based UUID (RFC 9562, version 8) over code and first day. */
export function unitIdOf(code: string, validFrom: string): UnitId {
  const hash = createHash('sha256').update(`administrative-unit|${code}|${validFrom}`).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.subarray(0, 16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as UnitId;
}
