/** What a request asks of this domain, gathered: one statement for each kind of question and tick. */
import { scopeOf } from '../../access/index.js';
import { defineLoader, inOrderOf, remember } from '../../graphql/index.js';
import { calendarDateOf } from '../../values/index.js';
import { findBeneficiaries, type BeneficiaryRow } from '../beneficiary-store.js';
import {
  findAuthorisations,
  listEntitlements,
  listProgrammes,
  listValidAuthorisations,
  type AuthorisationRow,
  type EntitlementRow,
} from '../right-store.js';
import type { ReportRecipientsDeps } from '../report-recipients.js';
import { findUnits, listSuccessors, type UnitRow } from '../unit-store.js';
import { Programme } from './right.type.js';
import { AdministrativeUnit } from './unit.type.js';

export type SocialProtectionDeps = ReportRecipientsDeps;

export function createSocialProtectionLoaders({ db, clock }: SocialProtectionDeps) {
  const today = () => calendarDateOf(clock());
  return {
    beneficiary: defineLoader<string, BeneficiaryRow | null>(async (ids, { caller }) =>
      inOrderOf(ids, await findBeneficiaries(db, ids, scopeOf(caller), today()), (row) => row.id),
    ),
    entitlements: defineLoader<string, EntitlementRow[]>(async (ids) =>
      grouped(ids, await listEntitlements(db, ids), (row) => row.beneficiary_id),
    ),
    /** By the beneficiary's id. */
    authorisation: defineLoader<string, AuthorisationRow | null>(async (ids) =>
      inOrderOf(ids, await listValidAuthorisations(db, ids, today()), (row) => row.beneficiary_id),
    ),
    authorisationById: defineLoader<string, AuthorisationRow | null>(async (ids) =>
      inOrderOf(ids, await findAuthorisations(db, ids), (row) => row.id),
    ),
    /** Public, and the same for every caller. */
    unit: remember<AdministrativeUnit>(async (ids) =>
      (await findUnits(db, ids)).map((row) => [row.id, AdministrativeUnit.of(row)] as const),
    ),
    successors: defineLoader<string, UnitRow[]>(async (ids) =>
      grouped(ids, await listSuccessors(db, ids), (row) => row.from_id),
    ),
    /** Public, and the same for every caller. */
    programme: remember<Programme>(async (codes) =>
      (await listProgrammes(db, codes)).map((row) => [row.code, Programme.of(row)] as const),
    ),
  };
}

export type SocialProtectionLoaders = ReturnType<typeof createSocialProtectionLoaders>;

function grouped<R>(keys: readonly string[], rows: readonly R[], keyOf: (row: R) => string): R[][] {
  const groups = new Map<string, R[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return keys.map((key) => groups.get(key) ?? []);
}
