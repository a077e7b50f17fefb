/** Entitlements, programmes and mandates, read for many beneficiaries at once. */
import { areaRowVisible, sqlInScope, type InScope, type Scope } from '../access/index.js';
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

const entitlements = sqlInScope<EntitlementRow>(
  'social-protection.list-entitlements',
  `SELECT e.id, e.beneficiary_id, e.programme_code, e.monthly_amount, trim_scale(e.coefficient)::text AS coefficient,
          e.valid_from, e.valid_to, e.legal_basis, e.confirmed_at, l.institution_code AS confirmed_by
   FROM social_protection.beneficiary b JOIN social_protection.entitlement e ON e.beneficiary_id = b.id
   LEFT JOIN social_protection.reported_list l ON l.list_id = e.confirmed_list_id
   WHERE b.id = ANY($3::uuid[]) AND ${areaRowVisible('b', 1)} AND e.valid_to IS DISTINCT FROM e.valid_from - 1 ORDER BY e.valid_from, e.id`,
  { plan: 'ONCE' },
);

/** All versions that ever held, the oldest first. */
export function listEntitlements(
  db: Db,
  beneficiaryIds: readonly string[],
  scope: Scope,
): Promise<readonly InScope<EntitlementRow>[]> {
  return entitlements.all(db, scope, [beneficiaryIds]);
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

/** Of the mandate `m` of the beneficiary `b`. */
const AUTHORISATION = `m.id, m.beneficiary_id, m.receiver_citizen_id, m.relationship, m.document_ref, m.valid_from, m.valid_to`;
const MANDATES = `social_protection.beneficiary b JOIN social_protection.authorisation m ON m.beneficiary_id = b.id`;

const validAuthorisations = sqlInScope<AuthorisationRow>(
  'social-protection.list-valid-authorisations',
  `SELECT DISTINCT ON (m.beneficiary_id) ${AUTHORISATION} FROM ${MANDATES}
   WHERE b.id = ANY($3::uuid[]) AND $4::date BETWEEN m.valid_from AND coalesce(m.valid_to, 'infinity')
     AND ${areaRowVisible('b', 1)}
   ORDER BY m.beneficiary_id, m.valid_from DESC, m.id DESC`,
  { plan: 'ONCE' },
);

/** The mandate of each that is valid on the day, the latest where two are. */
export function listValidAuthorisations(
  db: Db,
  beneficiaryIds: readonly string[],
  day: string,
  scope: Scope,
): Promise<readonly InScope<AuthorisationRow>[]> {
  return validAuthorisations.all(db, scope, [beneficiaryIds, day]);
}

const authorisationsById = sqlInScope<AuthorisationRow>(
  'social-protection.find-authorisations',
  `SELECT ${AUTHORISATION} FROM ${MANDATES} WHERE m.id = ANY($3::uuid[]) AND ${areaRowVisible('b', 1)}`,
  { plan: 'ONCE' },
);

export function findAuthorisations(
  db: Db,
  ids: readonly string[],
  scope: Scope,
): Promise<readonly InScope<AuthorisationRow>[]> {
  return authorisationsById.all(db, scope, [ids]);
}
