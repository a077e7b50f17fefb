/** Which events a reader wants. Its own filter and the scope of its caller are the same kind of thing, narrowed together. */
import { createHash } from 'node:crypto';

import type { EventKind, HubEvent } from './event.js';

/** Every field that is present must hold. An empty list or set matches nothing. */
export interface EventFilter {
  readonly kinds?: readonly EventKind[];
  readonly subjectId?: string;
  readonly beneficiaryId?: string;
  readonly batchId?: string;
  /** `NAPAS` stands for every `NAPAS:<bin>` too. */
  readonly institutionCode?: string;
  /** The area and all below it, already resolved to ids. Hand over the same set object again where you can: its key is kept. */
  readonly areaIds?: ReadonlySet<string>;
  readonly statusTo?: readonly string[];
}

export function matchesFilter(filter: EventFilter, event: HubEvent): boolean {
  const { kinds, subjectId, beneficiaryId, batchId, institutionCode, areaIds, statusTo } = filter;
  return (
    (kinds === undefined || kinds.includes(event.kind)) &&
    (subjectId === undefined || event.subjectId === subjectId) &&
    (beneficiaryId === undefined || event.beneficiaryId === beneficiaryId) &&
    (batchId === undefined || event.batchId === batchId) &&
    (institutionCode === undefined || coversInstitution(institutionCode, event.institutionCode)) &&
    (areaIds === undefined || (event.areaId !== null && areaIds.has(event.areaId))) &&
    (statusTo === undefined || (event.statusTo !== null && statusTo.includes(event.statusTo)))
  );
}

/** The filter that holds where both hold; undefined where nothing can match both. */
export function narrowFilter(one: EventFilter, other: EventFilter): EventFilter | undefined {
  const narrowed = {
    kinds: intersection(one.kinds, other.kinds),
    subjectId: one.subjectId ?? other.subjectId,
    beneficiaryId: one.beneficiaryId ?? other.beneficiaryId,
    batchId: one.batchId ?? other.batchId,
    institutionCode: narrowerInstitution(one.institutionCode, other.institutionCode),
    areaIds: commonAreas(one.areaIds, other.areaIds),
    statusTo: intersection(one.statusTo, other.statusTo),
  };
  const contradicts =
    differ(one.subjectId, other.subjectId) ||
    differ(one.beneficiaryId, other.beneficiaryId) ||
    differ(one.batchId, other.batchId) ||
    narrowed.institutionCode === null;
  const isEmpty =
    narrowed.kinds?.length === 0 || narrowed.statusTo?.length === 0 || narrowed.areaIds?.size === 0;
  return contradicts || isEmpty ? undefined : (narrowed as EventFilter);
}

/** A text that is equal for two filters exactly when they ask for the same events. */
export function filterKey(filter: EventFilter): string {
  return JSON.stringify([
    filter.kinds && [...new Set(filter.kinds)].sort(),
    filter.subjectId,
    filter.beneficiaryId,
    filter.batchId,
    filter.institutionCode,
    filter.areaIds && areasKey(filter.areaIds),
    filter.statusTo && [...new Set(filter.statusTo)].sort(),
  ]);
}

function coversInstitution(wanted: string, code: string | null): boolean {
  return code !== null && (code === wanted || code.startsWith(`${wanted}:`));
}

function narrowerInstitution(one: string | undefined, other: string | undefined): string | null | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if (coversInstitution(one, other)) return other;
  return coversInstitution(other, one) ? one : null;
}

function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

function intersection<Value>(
  one: readonly Value[] | undefined,
  other: readonly Value[] | undefined,
): readonly Value[] | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.filter((value) => other.includes(value));
}

function commonAreas(
  one: ReadonlySet<string> | undefined,
  other: ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  if (one === undefined || other === undefined || one === other) return one ?? other;
  return new Set([...one].filter((id) => other.has(id)));
}

/** A province has thousands of units, and thousands of subscribers may name it: each set is hashed once. */
const areaKeys = new WeakMap<ReadonlySet<string>, string>();

function areasKey(areaIds: ReadonlySet<string>): string {
  let key = areaKeys.get(areaIds);
  if (key === undefined) {
    key = createHash('sha256')
      .update([...areaIds].sort().join())
      .digest('base64url');
    areaKeys.set(areaIds, key);
  }
  return key;
}
