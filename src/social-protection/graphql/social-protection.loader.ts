/** What a request asks of this domain, gathered: one statement for each kind of question and tick. */
import type { InScope, LookUps } from '../../access/index.js';
import { defineLoader, groupedBy, inOrderOf, remember } from '../../graphql/index.js';
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

export type SocialProtectionDeps = ReportRecipientsDeps & { readonly lookUps: LookUps };

export function createSocialProtectionLoaders({ db, clock }: SocialProtectionDeps) {
  const today = () => calendarDateOf(clock());
  return {
    beneficiary: defineLoader<string, InScope<BeneficiaryRow> | null>(async (ids, scope) =>
      inOrderOf(ids, await findBeneficiaries(db, ids, scope, today()), (row) => row.id),
    ),
    entitlements: defineLoader<string, InScope<EntitlementRow>[]>(async (ids, scope) =>
      groupedBy(ids, await listEntitlements(db, ids, scope), (row) => row.beneficiary_id),
    ),
    /** By the beneficiary's id. */
    authorisation: defineLoader<string, InScope<AuthorisationRow> | null>(async (ids, scope) =>
      inOrderOf(ids, await listValidAuthorisations(db, ids, today(), scope), (row) => row.beneficiary_id),
    ),
    authorisationById: defineLoader<string, InScope<AuthorisationRow> | null>(async (ids, scope) =>
      inOrderOf(ids, await findAuthorisations(db, ids, scope), (row) => row.id),
    ),
    /** Public, and the same for every caller. */
    unit: remember<AdministrativeUnit>(async (ids) =>
      (await findUnits(db, ids)).map((row) => [row.id, AdministrativeUnit.of(row)] as const),
    ),
    successors: defineLoader<string, InScope<UnitRow & { readonly from_id: string }>[]>(async (ids) =>
      groupedBy(ids, await listSuccessors(db, ids), (row) => row.from_id),
    ),
    /** Public, and the same for every caller. */
    programme: remember<Programme>(async (codes) =>
      (await listProgrammes(db, codes)).map((row) => [row.code, Programme.of(row)] as const),
    ),
  };
}

export type SocialProtectionLoaders = ReturnType<typeof createSocialProtectionLoaders>;
