/** Entitlements, programmes and mandates, read for many beneficiaries at once. */
import { sql } from '../database/index.js';
import type { ProgrammeGroup } from './reference/programme.js';
import type { Db } from './transaction-store.js';

export interface EntitlementRow {
  readonly id: string;
  readonly beneficiary_id: string;
  readonly programme_code: string;
  readonly monthly_amount: bigint;
  readonly coefficient: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly legal_basis: string;
  /** When the register's latest list named the right, and whose list that was; null where no register has. */
  readonly confirmed_at: Date | null;
  readonly confirmed_by: string | null;
}

const entitlements = sql<EntitlementRow>(
  'social-protection.list-entitlements',
  `SELECT e.id, e.beneficiary_id, e.programme_code, e.monthly_amount, trim_scale(e.coefficient)::text AS coefficient,
          e.valid_from, e.valid_to, e.legal_basis, e.confirmed_at, l.institution_code AS confirmed_by
   FROM social_protection.entitlement e LEFT JOIN social_protection.reported_list l ON l.list_id = e.confirmed_list_id
   WHERE e.beneficiary_id = ANY($1::uuid[]) AND e.valid_to IS DISTINCT FROM e.valid_from - 1 ORDER BY e.valid_from, e.id`,
  { plan: 'ONCE' },
);

/** All versions that ever held, the oldest first. */
export function listEntitlements(db: Db, beneficiaryIds: readonly string[]): Promise<EntitlementRow[]> {
  return entitlements.all(db, [beneficiaryIds]);
}

export interface ProgrammeRow {
  readonly code: string;
  readonly name: string;
  readonly group: ProgrammeGroup;
  readonly managing_agency: string;
}

const programmes = sql<ProgrammeRow>(
  'social-protection.list-programmes',
  `SELECT code, name, "group", managing_agency FROM social_protection.programme
   WHERE $1::text[] IS NULL OR code = ANY($1::text[]) ORDER BY code`,
);

/** @param codes null: all of them */
export function listProgrammes(db: Db, codes: readonly string[] | null): Promise<ProgrammeRow[]> {
  return programmes.all(db, [codes]);
}

export interface AuthorisationRow {
  readonly id: string;
  readonly beneficiary_id: string;
  readonly receiver_citizen_id: string;
  readonly relationship: string;
  readonly document_ref: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
}

const AUTHORISATION =
  'id, beneficiary_id, receiver_citizen_id, relationship, document_ref, valid_from, valid_to';

const validAuthorisations = sql<AuthorisationRow>(
  'social-protection.list-valid-authorisations',
  `SELECT DISTINCT ON (beneficiary_id) ${AUTHORISATION} FROM social_protection.authorisation
   WHERE beneficiary_id = ANY($1::uuid[]) AND $2::date BETWEEN valid_from AND coalesce(valid_to, 'infinity')
   ORDER BY beneficiary_id, valid_from DESC, id DESC`,
  { plan: 'ONCE' },
);

/** The mandate of each that is valid on the day, the latest where two are. */
export function listValidAuthorisations(
  db: Db,
  beneficiaryIds: readonly string[],
  day: string,
): Promise<AuthorisationRow[]> {
  return validAuthorisations.all(db, [beneficiaryIds, day]);
}

const authorisationsById = sql<AuthorisationRow>(
  'social-protection.find-authorisations',
  `SELECT ${AUTHORISATION} FROM social_protection.authorisation WHERE id = ANY($1::uuid[])`,
  { plan: 'ONCE' },
);

export function findAuthorisations(db: Db, ids: readonly string[]): Promise<AuthorisationRow[]> {
  return authorisationsById.all(db, [ids]);
}
