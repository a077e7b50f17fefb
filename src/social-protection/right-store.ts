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
}

const entitlements = sql<EntitlementRow>(
  'social-protection.list-entitlements',
  `SELECT id, beneficiary_id, programme_code, monthly_amount, trim_scale(coefficient)::text AS coefficient, valid_from,
          valid_to, legal_basis
   FROM social_protection.entitlement WHERE beneficiary_id = ANY($1::uuid[]) ORDER BY valid_from, id`,
);

/** All versions, the oldest first. */
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
);

export function findAuthorisations(db: Db, ids: readonly string[]): Promise<AuthorisationRow[]> {
  return authorisationsById.all(db, [ids]);
}
