/** What the use cases of the account registry are given by the composition root, and the rules an operator may set. */
import type { LookUps } from '../access/index.js';
import type { Db, Transact } from '../work/index.js';

export interface AccountPolicy {
  /** How old a check may be before it is stale, in days. Default 30. */
  readonly freshnessDays: number;
}

export const DEFAULT_ACCOUNT_POLICY: AccountPolicy = { freshnessDays: 30 };

export interface AccountDeps {
  /** For reading outside a transaction. */
  readonly db: Db;
  readonly transact: Transact;
  readonly policy: AccountPolicy;
  readonly clock: () => Date;
  readonly lookUps: LookUps;
  /** Notes that an institution's adapter is alive; cheap, called with every claim and report. See `createInstitutionWatch`. */
  readonly noteSeen: (institution: string) => void;
}

/** What a check is for whose caller named no purpose. */
export const PURPOSE_DEFAULT = 'PAYMENT_PREPARATION';
