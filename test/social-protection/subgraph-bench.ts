/** The subgraph over three imported people, and the callers who ask it. */
import { execute, parse, validate } from 'graphql';
import { expect } from '@jest/globals';
import { callerFromToken, type AccessEntry, type Caller } from '../../src/access/index.js';
import type { Subgraph } from '../../src/graphql/index.js';
import {
  createSocialProtectionSubgraph,
  importList,
  loadReferenceData,
  transactionsOf,
} from '../../src/social-protection/index.js';
import { findId } from '../../src/values/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { csvFile, DATA_DIR, soundCells } from './list-file.js';
import { openLookUps } from '../setup/look-ups.js';

const clock = () => new Date('2026-11-22T03:00:00Z');
const PURPOSES = ['PAYMENT_PREPARATION', 'MONITORING'];

export const officer = callerFromToken(
  { sub: 'o', roles: ['officer'], area: '37', purposes: PURPOSES },
  'PAYMENT_PREPARATION',
);
export const masked = callerFromToken({ sub: 'o', roles: ['officer'], area: '37', purposes: PURPOSES });
export const communeOfficer = callerFromToken(
  { sub: 'c', roles: ['officer'], area: '13285', purposes: PURPOSES },
  'PAYMENT_PREPARATION',
);
export const elsewhere = callerFromToken(
  { sub: 'e', roles: ['officer'], area: '79', purposes: PURPOSES },
  'PAYMENT_PREPARATION',
);
export const monitor = callerFromToken({ sub: 'm', roles: ['monitor'], purposes: ['MONITORING'] });
export const adapter = callerFromToken({
  sub: 'a',
  roles: ['adapter'],
  institution: 'BIDV',
  purposes: ['VERIFICATION'],
});

export interface Answer {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are read by path in every test
  data: any;
  errors?: readonly { message: string; extensions: { code?: string } }[];
}

export interface SubgraphBench {
  readonly database: TestDatabase;
  readonly subgraph: Subgraph;
  /** What look-ups have logged. */
  readonly lookedUp: readonly AccessEntry[];
  ask(caller: Caller, source: string, variables?: Record<string, unknown>): Promise<Answer>;
}

/** Two people of Ninh Bình, one of them with an authorised receiver, and one of Hồ Chí Minh City. */
export async function openSubgraphBench(): Promise<SubgraphBench> {
  const database = await createTestDatabase();
  const transact = transactionsOf(database.pool);
  await loadReferenceData(transact, DATA_DIR);
  const path = await csvFile([
    soundCells(),
    soundCells({
      fullName: 'Trần Văn Mẫu',
      personalId: '037060000011',
      birth: '1960',
      gender: 'Nam',
      commune: '13291',
      programme: 'KT-NANG',
      amount: '810.000',
      receiverName: 'Trần Thị Con',
      receiverPersonalId: '037190000012',
      relationship: 'Con',
      mandate: 'GUQ 7',
      mandateUntil: '31/12/2026',
    }),
    soundCells({
      fullName: 'Lê Thị Xa',
      personalId: '079145000013',
      commune: '26734',
      method: 'Tiền mặt',
      noAccountReason: 'Không có điện thoại',
    }),
  ]);
  await importList({ db: database.pool, transact, clock, dataDir: DATA_DIR }, { path, importedBy: 'test' });
  const { lookUps, entries: lookedUp } = openLookUps();
  const deps = {
    ...{ db: database.pool, transact, clock, lookUps, dataDir: DATA_DIR },
    noteSeen: () => undefined,
    onListed: () => Promise.resolve(),
  };
  // Other domains show everybody what there is.
  const subgraph = createSocialProtectionSubgraph(deps, async (type, { id, code }) => {
    if (type === 'Institution') return { code };
    const uuid = type === 'Citizen' ? findId('cit', String(id)) : undefined;
    const { rows } = await database.pool.query(
      'SELECT 1 FROM social_protection.person WHERE citizen_id = $1',
      [uuid],
    );
    return rows[0];
  });
  return {
    database,
    subgraph,
    lookedUp,
    ask: (caller, source, variables) => askSubgraph(subgraph, caller, source, variables),
  };
}

async function askSubgraph(
  subgraph: Subgraph,
  caller: Caller,
  source: string,
  variableValues: Record<string, unknown> = {},
): Promise<Answer> {
  const document = parse(source);
  expect(validate(subgraph.schema, document)).toEqual([]);
  const contextValue = { caller, requestId: 'test' };
  return JSON.parse(
    JSON.stringify(await execute({ schema: subgraph.schema, document, contextValue, variableValues })),
  ) as Answer;
}
