/** The domains with what each is given. Domains do not know each other; what one must tell another passes through here. */
import {
  createInstitutionWatch,
  DEFAULT_ACCOUNT_POLICY,
  takeUpListedAccounts,
  type AccountDeps,
} from '../account/index.js';
import type { Logger } from 'pino';
import type { LookUps } from '../access/index.js';
import type { Database, Lane } from '../database/index.js';
import type { Events } from '../event/index.js';
import { createRecoveryWatch, DEFAULT_PAYMENT_POLICY, type PaymentDeps } from '../payment/index.js';
import { DEFAULT_POPULATION_POLICY, type PopulationDeps } from '../population/index.js';
import type { ReportDeps } from '../report/index.js';
import type { ImportDeps, SocialProtectionDeps } from '../social-protection/index.js';
import type { Transact, WorkSignal } from '../work/index.js';
import { SHIPPED_DATA, type HubConfig } from './config.js';

export interface DomainParts {
  readonly database: Database;
  readonly transact: Transact;
  readonly events: Events;
  readonly signal: WorkSignal;
  readonly lookUps: LookUps;
  readonly config: HubConfig;
  readonly clock: () => Date;
  readonly logger: Logger;
}

export interface Domains {
  readonly socialProtection: SocialProtectionDeps & ImportDeps;
  readonly population: PopulationDeps;
  readonly account: AccountDeps;
  readonly payment: PaymentDeps;
  readonly report: ReportDeps;
  readonly events: Events;
  readonly signal: WorkSignal;
  /** Resolves when what domains write beside their transactions is written. */
  readonly settle: () => Promise<void>;
}

/** The same domains over other connections. */
export function domainsOver(domains: Domains, { pool: db, prisma }: Lane, transact: Transact): Domains {
  const lane = { db, transact };
  return {
    ...domains,
    socialProtection: { ...domains.socialProtection, ...lane },
    population: { ...domains.population, ...lane },
    account: { ...domains.account, ...lane },
    payment: { ...domains.payment, ...lane, prisma },
    report: { ...domains.report, ...lane },
  };
}

export function createDomains({
  database,
  transact,
  events,
  signal,
  lookUps,
  config,
  clock,
  logger,
}: DomainParts): Domains {
  const { pool: db } = database;
  const { freshnessDays, accountQuarantineDays, periodsAheadMax, sourceAccount } = config.policy;
  const fresh = freshnessDays === undefined ? {} : { freshnessDays };
  const watch = createInstitutionWatch({
    ...{ db: database.work.pool, clock },
    onError: (error) => logger.warn({ err: error }, 'an institution could not be noted as alive'),
  });
  return {
    socialProtection: {
      ...{ db, clock, transact, lookUps, dataDir: SHIPPED_DATA },
      noteSeen: watch.noteSeen,
      onListed: async (listId, registeredBy) => {
        await takeUpListedAccounts({ transact }, { listId, registeredBy });
      },
    },
    population: {
      db,
      transact,
      clock,
      policy: { ...DEFAULT_POPULATION_POLICY, ...fresh },
      noteSeen: watch.noteSeen,
    },
    account: {
      ...{ db, transact, clock, lookUps },
      policy: { ...DEFAULT_ACCOUNT_POLICY, ...fresh },
      noteSeen: watch.noteSeen,
    },
    payment: {
      ...{ db, transact, clock, prisma: database.prisma },
      recovery: createRecoveryWatch(database.work.pool),
      policy: {
        ...DEFAULT_PAYMENT_POLICY,
        ...fresh,
        ...(accountQuarantineDays === undefined ? {} : { accountQuarantineDays }),
        ...(periodsAheadMax === undefined ? {} : { periodsAheadMax }),
        ...(sourceAccount === undefined ? {} : { sourceAccount }),
      },
      noteRail: watch.noteRail,
      noteSeen: watch.noteSeen,
    },
    report: {
      ...{ db, transact, clock, events },
      onError: (error) => logger.warn({ err: error }, 'the figures do not follow the log; tried again'),
    },
    events,
    signal,
    settle: watch.settle,
  };
}
