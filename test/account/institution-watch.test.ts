import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createInstitutionWatch, loadInstitutions, type InstitutionWatch } from '../../src/account/index.js';
import { isReachable } from '../../src/work/index.js';
import { countStatements } from '../setup/count-statements.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { column, openWorld } from './account-world.js';

let database: TestDatabase;
let watch: InstitutionWatch;
let now: Date;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await openWorld(database);
  now = new Date('2026-11-22T03:00:00Z');
  watch = createInstitutionWatch({ db: database.pool, clock: () => now });
});

describe('the watch over institutions', () => {
  it('notes when an adapter was seen; a bank behind NAPAS is seen with NAPAS', async () => {
    watch.noteSeen('NAPAS');
    await watch.settle();

    expect(
      await column(database, 'SELECT code AS value FROM account.institution WHERE last_seen_at IS NOT NULL'),
    ).toEqual(['NAPAS:970436']);
    expect(await railOf('NAPAS:970436')).toBeNull();
  });

  it('gives an institution its rail at the first claim of payments, once', async () => {
    watch.noteRail('NAPAS');
    await watch.settle();
    now = new Date('2026-11-22T04:00:00Z');
    watch.noteRail('NAPAS');
    await watch.settle();

    expect(await railOf('NAPAS:970436')).toEqual(new Date('2026-11-22T03:00:00Z'));
  });

  it('writes once in ten seconds, however often an adapter claims', async () => {
    const note = async (): Promise<void> => {
      for (let at = 0; at < 50; at++) watch.noteSeen('BIDV');
      await watch.settle();
    };

    expect(await countStatements(note)).toHaveLength(1);
    expect(await countStatements(note)).toHaveLength(0);
    now = new Date('2026-11-22T03:00:10Z');
    expect(await countStatements(note)).toHaveLength(1);
  });

  it('tries again after a write that failed, and troubles nobody', async () => {
    const errors: unknown[] = [];
    let isDown = true;
    const query = (statement: pg.QueryConfig) =>
      isDown ? Promise.reject(new Error('down')) : database.pool.query(statement);
    const db = { query } as unknown as pg.Pool;
    watch = createInstitutionWatch({ db, clock: () => now, onError: (error) => errors.push(error) });
    watch.noteSeen('BIDV');
    await watch.settle();
    isDown = false;
    watch.noteSeen('BIDV');
    await watch.settle();

    expect(errors).toHaveLength(1);
    expect(
      await column(database, `SELECT last_seen_at AS value FROM account.institution WHERE code = 'BIDV'`),
    ).toEqual([now]);
  });

  it.each([
    [null, false],
    [0, true],
    [120, true],
    [121, false],
  ])('an institution seen %s seconds ago is reachable: %s', (seconds, reachable) => {
    const seen = seconds === null ? null : new Date(now.getTime() - seconds * 1000);

    expect(isReachable(seen, now)).toBe(reachable);
  });
});

describe('the shipped institutions', () => {
  it('are loaded as often as one likes, and keep what adapters have shown', async () => {
    const rows = [
      { code: 'BIDV', name: 'Ngân hàng BIDV', kind: 'BANK', bin: '970418', servedBy: 'BIDV' },
      { code: 'MOMO', name: 'MoMo', kind: 'WALLET', bin: '971025', servedBy: 'MOMO' },
    ];
    watch.noteRail('BIDV');
    await watch.settle();
    const before = await railOf('BIDV');

    expect(await loadInstitutions(database.pool, rows)).toBe(2);
    expect(await loadInstitutions(database.pool, rows)).toBe(0);
    expect(before).not.toBeNull();
    expect(await railOf('BIDV')).toEqual(before);
  });
});

const railOf = async (code: string) =>
  (
    await column<Date | null>(
      database,
      'SELECT rail_since AS value FROM account.institution WHERE code = $1',
      [code],
    )
  )[0];
