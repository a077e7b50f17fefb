/** What an event is: one change of one thing, as its writer hands it over and as the log gives it back. */

export const EVENT_KINDS = [
  'payment',
  'batch',
  'verification',
  'beneficiary',
  'entitlement',
  'authorisation',
  'survey',
  'account',
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** An event as its writer records it. `subjectId` is what changed; the other ids are what readers filter by. */
export interface NewEvent {
  readonly kind: EventKind;
  readonly subjectId: string;
  readonly beneficiaryId?: string | null;
  readonly citizenId?: string | null;
  readonly accountId?: string | null;
  readonly batchId?: string | null;
  readonly institutionCode?: string | null;
  /** The version of the administrative unit where the subject lives; filters name the unit and all below it. */
  readonly areaId?: string | null;
  readonly statusFrom?: string | null;
  readonly statusTo?: string | null;
  readonly reason?: string | null;
  /** When it happened in the world, by whoever's word; never what orders the log. */
  readonly occurredAt: Date;
  readonly data?: Readonly<Record<string, unknown>> | null;
}

/** An event in the log. Positions start at 1, have no gaps and never change. */
export interface HubEvent {
  readonly position: bigint;
  readonly id: string;
  readonly kind: EventKind;
  readonly subjectId: string;
  readonly beneficiaryId: string | null;
  readonly citizenId: string | null;
  readonly accountId: string | null;
  readonly batchId: string | null;
  readonly institutionCode: string | null;
  readonly areaId: string | null;
  readonly statusFrom: string | null;
  readonly statusTo: string | null;
  readonly reason: string | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly data: Readonly<Record<string, unknown>> | null;
}
