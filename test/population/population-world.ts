/** What the tests of the population domain stand on: a database with people, the domain's dependencies, and callers. */
import { callerFromToken, type Caller } from '../../src/access/index.js';
import {
  claimCitizenChecks,
  DEFAULT_POPULATION_POLICY,
  reportCitizenChecks,
  requestCitizenChecks,
  type CitizenCheckReport,
  type ClaimedCitizenCheck,
  type PopulationDeps,
  type RequestCitizenChecksInput,
} from '../../src/population/index.js';
import { createTransact, type CheckReceipt, type WorkItem } from '../../src/work/index.js';
import {
  COMMUNE,
  PROVINCE,
  seedPeople,
  seedReferenceData,
  type PersonOptions,
} from '../setup/payable-people.js';
import type { TestDatabase } from '../setup/test-database.js';

export const officer = callerFromToken(
  { sub: 'officer', roles: ['officer'], area: PROVINCE, purposes: ['PAYMENT_PREPARATION', 'VERIFICATION'] },
  'PAYMENT_PREPARATION',
);
export const verifier = callerFromToken(
  { sub: 'officer', roles: ['officer'], area: PROVINCE, purposes: ['PAYMENT_PREPARATION', 'VERIFICATION'] },
  'VERIFICATION',
);
export const communeOfficer = callerFromToken({ sub: 'commune', roles: ['officer'], area: COMMUNE });
export const strangeOfficer = callerFromToken({ sub: 'elsewhere', roles: ['officer'], area: '40' });
export const monitor = callerFromToken({ sub: 'monitor', roles: ['monitor'], purposes: ['MONITORING'] });
export const register = adapterOf('CSDLDC');
export const bidv = adapterOf('BIDV');

export interface World {
  readonly deps: PopulationDeps;
  readonly woken: WorkItem[];
  readonly seen: string[];
  /** People whom the register was never asked about. */
  readonly unchecked: (options?: PersonOptions) => Promise<readonly string[]>;
  readonly request: (
    input: Partial<RequestCitizenChecksInput>,
    caller?: Caller,
  ) => ReturnType<typeof requestCitizenChecks>;
  readonly claim: (
    caller?: Caller,
    options?: { worker?: string; newSession?: boolean; limit?: number },
  ) => Promise<readonly ClaimedCitizenCheck[]>;
  readonly report: (reports: readonly CitizenCheckReport[]) => Promise<readonly CheckReceipt[]>;
  /** The same answer for every question. */
  readonly answer: (
    claimed: readonly ClaimedCitizenCheck[],
    verdict: CitizenCheckReport['verdict'],
    rest?: Partial<CitizenCheckReport>,
  ) => Promise<readonly CheckReceipt[]>;
}

let answers = 0;

/** Empties what a test writes, and seeds areas, programmes and institutions anew. */
export async function openWorld({ pool }: TestDatabase): Promise<World> {
  await pool.query(`TRUNCATE work.task, event.inbox, population.citizen_check, population.citizen_verdict,
    social_protection.person, social_protection.administrative_unit, social_protection.programme, account.account,
    account.institution CASCADE`);
  await seedReferenceData(pool);
  const woken: WorkItem[] = [];
  const seen: string[] = [];
  const deps: PopulationDeps = {
    db: pool,
    transact: createTransact(pool, (items) => woken.push(...items)),
    policy: DEFAULT_POPULATION_POLICY,
    clock: () => new Date(),
    noteSeen: (institution) => seen.push(institution),
  };
  const report: World['report'] = (reports) => reportCitizenChecks(deps, register, reports);
  return {
    deps,
    woken,
    seen,
    report,
    unchecked: (options = {}) => seedPeople(pool, { ...options, verdict: null }),
    request: (input, caller = officer) => requestCitizenChecks(deps, caller, { onlyStale: true, ...input }),
    claim: (caller = register, options = {}) =>
      claimCitizenChecks(deps, caller, { limit: 100, leaseSeconds: 60, newSession: false, ...options }),
    answer: (claimed, verdict, rest = {}) =>
      report(
        claimed.map(({ task: { id: taskId } }) => ({
          reportId: `answer-${String(++answers)}`,
          taskId,
          verdict,
          checkedAt: new Date(),
          ...rest,
        })),
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
