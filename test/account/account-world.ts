/** What the tests of the account registry stand on: a database with people, the domain's dependencies, and callers. */
import { callerFromToken, type AccessEntry, type Caller } from '../../src/access/index.js';
import {
  claimAccountChecks,
  DEFAULT_ACCOUNT_POLICY,
  registerAccount,
  reportAccountChecks,
  requestAccountChecks,
  type AccountCheckReport,
  type AccountDeps,
  type ClaimedAccountCheck,
  type RegisterAccountInput,
  type RegisterAccountResult,
  type RequestAccountChecksInput,
} from '../../src/account/index.js';
import { createTransact, type CheckReceipt, type WorkItem } from '../../src/work/index.js';
import { COMMUNE, PROVINCE, seedReferenceData } from '../setup/payable-people.js';
import type { TestDatabase } from '../setup/test-database.js';
import { openLookUps } from '../setup/look-ups.js';

export const officer = callerFromToken({
  sub: 'officer',
  roles: ['officer'],
  area: PROVINCE,
  purposes: ['PAYMENT_PREPARATION'],
});
export const maskedOfficer = callerFromToken({ sub: 'officer', roles: ['officer'], area: PROVINCE });
export const communeOfficer = callerFromToken({
  ...{ sub: 'commune', roles: ['officer'], area: COMMUNE },
  purposes: ['PAYMENT_PREPARATION'],
});
export const strangeOfficer = callerFromToken({
  ...{ sub: 'elsewhere', roles: ['officer'], area: '40' },
  purposes: ['PAYMENT_PREPARATION'],
});
export const monitor = callerFromToken({ sub: 'monitor', roles: ['monitor'], purposes: ['MONITORING'] });
export const treasurer = callerFromToken({ sub: 'treasurer', roles: ['treasurer'], area: PROVINCE });
export const bidv = adapterOf('BIDV');
export const viettel = adapterOf('VIETTEL_MONEY');
export const napas = adapterOf('NAPAS');

export interface World {
  readonly deps: AccountDeps;
  readonly woken: WorkItem[];
  readonly seen: string[];
  /** What look-ups have logged. */
  readonly lookedUp: readonly AccessEntry[];
  readonly register: (
    input: Pick<RegisterAccountInput, 'beneficiaryId'> & Partial<RegisterAccountInput>,
    caller?: Caller,
  ) => Promise<RegisterAccountResult>;
  readonly request: (
    input: Partial<RequestAccountChecksInput>,
    caller?: Caller,
  ) => ReturnType<typeof requestAccountChecks>;
  readonly claim: (
    caller?: Caller,
    options?: { worker?: string; newSession?: boolean; limit?: number },
  ) => Promise<readonly ClaimedAccountCheck[]>;
  readonly report: (
    reports: readonly AccountCheckReport[],
    caller?: Caller,
  ) => Promise<readonly CheckReceipt[]>;
  /** The same answer for every question: open, with the seeded people's name, unless it says otherwise. */
  readonly answer: (
    claimed: readonly ClaimedAccountCheck[],
    answer?: Partial<AccountCheckReport>,
    caller?: Caller,
  ) => Promise<readonly CheckReceipt[]>;
}

let answers = 0;

/** Empties what a test writes, and seeds areas, programmes and institutions anew. */
export async function openWorld({ pool }: TestDatabase): Promise<World> {
  await pool.query(`TRUNCATE work.task, event.inbox, account.account_check, account.name_decision, account.account,
    account.institution, account.institution_capability, population.citizen_verdict, social_protection.person,
    social_protection.imported_list, social_protection.administrative_unit, social_protection.programme CASCADE`);
  await seedReferenceData(pool);
  const woken: WorkItem[] = [];
  const seen: string[] = [];
  const lookUps = openLookUps();
  const deps: AccountDeps = {
    db: pool,
    transact: createTransact(pool, (items) => woken.push(...items)),
    policy: DEFAULT_ACCOUNT_POLICY,
    clock: () => new Date(),
    noteSeen: (institution) => seen.push(institution),
    lookUps: lookUps.lookUps,
  };
  const report: World['report'] = (reports, caller = bidv) => reportAccountChecks(deps, caller, reports);
  return {
    deps,
    woken,
    seen,
    lookedUp: lookUps.entries,
    report,
    register: (input, caller = officer) =>
      registerAccount(deps, caller, {
        institution: 'BIDV',
        number: '48310001234567',
        holderName: 'NGUYEN VAN THU',
        forAuthorisedReceiver: false,
        preferred: true,
        ...input,
      }),
    request: (input, caller = officer) => requestAccountChecks(deps, caller, { onlyStale: true, ...input }),
    claim: (caller = bidv, options = {}) =>
      claimAccountChecks(deps, caller, { limit: 100, leaseSeconds: 60, newSession: false, ...options }),
    answer: (claimed, answer = {}, caller = bidv) =>
      report(
        claimed.map(({ task: { id: taskId } }) => ({
          reportId: `answer-${String(++answers)}`,
          taskId,
          accountState: 'OPEN',
          returnedName: 'NGUYEN VAN THU',
          checkedAt: new Date(),
          ...answer,
        })),
        caller,
      ),
  };
}

/** A receiver for a beneficiary, who is no beneficiary. Returns the receiver's citizen id. */
export async function seedReceiver(
  { pool }: TestDatabase,
  beneficiaryId: string,
  { validTo = null }: { readonly validTo?: string | null } = {},
): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `WITH receiver AS (
       INSERT INTO social_protection.person (citizen_id, personal_id, full_name, name_folded, year_of_birth, gender)
       SELECT hub.uuid_v7(), '035190' || lpad((count(*) + 1)::text, 6, '0'), 'Trần Thị Nhận', 'TRAN THI NHAN', 1990, 'FEMALE'
       FROM social_protection.person RETURNING citizen_id
     )
     INSERT INTO social_protection.authorisation (beneficiary_id, receiver_citizen_id, relationship, document_ref,
       valid_from, valid_to)
     SELECT $1, citizen_id, 'con', 'UQ-1', '2025-07-01', $2 FROM receiver RETURNING receiver_citizen_id AS id`,
    [beneficiaryId, validTo],
  );
  return rows[0]?.id ?? '';
}

export async function column<T = unknown>(
  { pool }: TestDatabase,
  query: string,
  values: unknown[] = [],
): Promise<T[]> {
  return (await pool.query<{ value: T }>(query, values)).rows.map((row) => row.value);
}

function adapterOf(institution: string): Caller {
  return callerFromToken({ sub: `adapter-${institution}`, roles: ['adapter'], institution });
}
