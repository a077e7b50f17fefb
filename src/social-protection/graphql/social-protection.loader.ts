/** What a request asks of this domain, gathered: one statement for each kind of question and tick. */
import { scopeOf } from '../../access/index.js';
import { defineLoader, inOrderOf } from '../../graphql/index.js';
import { calendarDateOf } from '../../values/index.js';
import { findBeneficiaries, type BeneficiaryRow } from '../beneficiary-store.js';
import {
  findAuthorisations,
  listEntitlements,
  listProgrammes,
  listValidAuthorisations,
  type AuthorisationRow,
  type EntitlementRow,
  type ProgrammeRow,
} from '../right-store.js';
import type { ReportRecipientsDeps } from '../report-recipients.js';
import { findUnits, listSuccessors, type UnitRow } from '../unit-store.js';

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
    unit: defineLoader<string, UnitRow | null>(async (ids) =>
      inOrderOf(ids, await findUnits(db, ids), (row) => row.id),
    ),
    successors: defineLoader<string, UnitRow[]>(async (ids) =>
      grouped(ids, await listSuccessors(db, ids), (row) => row.from_id),
    ),
    programme: defineLoader<string, ProgrammeRow | null>(async (codes) =>
      inOrderOf(codes, await listProgrammes(db, codes), (row) => row.code),
    ),
  };
}

export type SocialProtectionLoaders = ReturnType<typeof createSocialProtectionLoaders>;

function grouped<R>(keys: readonly string[], rows: readonly R[], keyOf: (row: R) => string): R[][] {
  const groups = new Map<string, R[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return keys.map((key) => groups.get(key) ?? []);
}
