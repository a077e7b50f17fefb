import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ClaimedCitizenCheck } from '../../src/population/index.js';
import { countStatements } from '../setup/count-statements.js';
import { COMMUNE, PROVINCE, seedPeople } from '../setup/payable-people.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { column, openWorld, register, seedReceiver, type World } from './population-world.js';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  world = await openWorld(database);
});

describe('an answer of the register', () => {
  it('becomes the verdict, with its event, and ends the task', async () => {
    await world.unchecked();
    await world.request({ area: PROVINCE });

    const receipts = await world.answer(await world.claim(), 'MISMATCH', {
      mismatches: ['FULL_NAME', 'FULL_NAME'],
    });

    expect(receipts.map((receipt) => receipt.outcome)).toEqual(['APPLIED']);
    expect(await verdicts()).toEqual(['MISMATCH FULL_NAME CSDLDC']);
    expect(await events()).toEqual(['UNCHECKED>MISMATCH MISMATCH CSDLDC']);
    expect(await column(database, 'SELECT count(*)::int AS value FROM work.task')).toEqual([0]);
  });

  it('about a receiver who is no beneficiary is an event of the beneficiary whose mandate it is', async () => {
    const [beneficiaryId = ''] = await seedPeople(database.pool, { verdict: 'MATCH' });
    const receiverId = await seedReceiver(database, beneficiaryId);
    await world.request({ area: PROVINCE });

    await world.answer(await world.claim(), 'MATCH');

    expect(
      await column(
        database,
        `SELECT jsonb_build_array(beneficiary_id, citizen_id, u.code) AS value FROM event.inbox i
         JOIN social_protection.area u USING (area_id)`,
      ),
    ).toEqual([[beneficiaryId, receiverId, COMMUNE]]);
  });

  it('said again changes nothing; with other content it is an exception; another one is stale', async () => {
    await world.unchecked();
    await world.request({ area: PROVINCE });
    const [claimed] = await world.claim();
    const taskId = claimed?.task.id;
    const first = { reportId: 'r1', taskId, verdict: 'MATCH' as const, checkedAt: new Date() };

    const receipts = [
      ...(await world.report([first, first])),
      ...(await world.report([{ ...first, checkedAt: new Date(0) }])),
      ...(await world.report([{ ...first, verdict: 'DECEASED' }])),
      ...(await world.report([{ ...first, reportId: 'r2', verdict: 'DECEASED' }])),
    ];

    expect(receipts.map((receipt) => receipt.outcome)).toEqual([
      'APPLIED',
      'DUPLICATE',
      'DUPLICATE',
      'EXCEPTION',
      'STALE',
    ]);
    expect(await verdicts()).toEqual(['MATCH  CSDLDC']);
    expect(await events()).toHaveLength(1);
  });

  it('with the id of a report about somebody else is an exception', async () => {
    await world.unchecked({ count: 2 });
    await world.request({ area: PROVINCE });
    const [one, two] = await world.claim();
    const sent = { reportId: 'r1', verdict: 'MATCH' as const, checkedAt: new Date() };
    await world.report([{ ...sent, taskId: one?.task.id }]);

    const [receipt] = await world.report([{ ...sent, taskId: two?.task.id }]);

    expect(receipt?.outcome).toBe('EXCEPTION');
    expect(await verdicts()).toHaveLength(1);
  });

  it('is refused for a task that nobody knows, an empty id, and UNCHECKED', async () => {
    await world.unchecked();
    await world.request({ area: PROVINCE });
    const [claimed] = await world.claim();
    const sent = { verdict: 'MATCH' as const, checkedAt: new Date() };

    const receipts = await world.report([
      { ...sent, reportId: 'r1', taskId: undefined },
      { ...sent, reportId: 'r2', taskId: '00000000-0000-7000-8000-000000000000' },
      { ...sent, reportId: '', taskId: claimed?.task.id },
      { ...sent, reportId: 'r3', taskId: claimed?.task.id, verdict: 'UNCHECKED' },
    ]);

    expect(receipts.map((receipt) => receipt.outcome)).toEqual(['REFUSED', 'REFUSED', 'REFUSED', 'REFUSED']);
    expect(await verdicts()).toEqual([]);
  });

  it('counts after its lease ended, once', async () => {
    await world.unchecked();
    await world.request({ area: PROVINCE });
    const late = await world.claim();
    await database.pool.query(`UPDATE work.task SET leased_until = now() - interval '1 second'`);
    const again = await world.claim(register, { worker: 'other' });

    const [first] = await world.answer(late, 'MATCH');
    const [second] = await world.answer(again, 'DECEASED');

    expect([first?.outcome, second?.outcome]).toEqual(['APPLIED', 'STALE']);
    expect(await verdicts()).toEqual(['MATCH  CSDLDC']);
  });

  it.each(['MATCH', 'MISMATCH', 'NOT_FOUND', 'DECEASED'])(
    'UNAVAILABLE takes an earlier %s not back',
    async (before) => {
      await seedPeople(database.pool, { verdict: before, checkedDaysAgo: 40 });
      await world.request({ area: PROVINCE });

      await world.answer(await world.claim(), 'UNAVAILABLE');

      expect(await verdicts()).toEqual([`${before}  CSDLDC`]);
      expect(await events()).toEqual([`${before}>${before} ${before} CSDLDC`]);
      expect(await world.request({ area: PROVINCE })).toEqual({ queued: 1, skipped: 0 });
    },
  );

  it('of a clock that runs ahead counts as of now', async () => {
    await world.unchecked();
    await world.request({ area: PROVINCE });
    const [claimed] = await world.claim();

    await world.report([
      { reportId: 'r', taskId: claimed?.task.id, verdict: 'MATCH', checkedAt: new Date('2999-01-01') },
    ]);

    expect(
      await column(database, 'SELECT checked_at <= now() AS value FROM population.citizen_verdict'),
    ).toEqual([true]);
  });

  it('is taken once however many adapters report it at the same moment', async () => {
    await world.unchecked({ count: 40 });
    await world.request({ area: PROVINCE });
    const claimed = await world.claim();

    const all = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((n) =>
        world.report(
          claimed.map(({ task }) => ({
            reportId: `${String(n)}-${task.id}`,
            taskId: task.id,
            verdict: 'MATCH',
            checkedAt: new Date(),
          })),
        ),
      ),
    );

    expect(all.flat().filter((receipt) => receipt.outcome === 'APPLIED')).toHaveLength(40);
    expect(await events()).toHaveLength(40);
  });

  it('costs as many statements as a thousand', async () => {
    await world.unchecked();
    await world.request({ area: PROVINCE });
    const one = await world.claim();
    const few = await countStatements(() => world.answer(one, 'MATCH'));
    await world.unchecked({ from: 2, count: 1000 });
    await world.request({ area: PROVINCE });
    let many: readonly ClaimedCitizenCheck[] = [];
    const claims = await countStatements(async () => (many = await world.claim(register, { limit: 1000 })));
    const reports = await countStatements(() => world.answer(many, 'MATCH'));

    expect(many).toHaveLength(1000);
    expect(claims.length).toBeLessThanOrEqual(3);
    expect(reports).toHaveLength(few.length);
    await expect(world.answer([...many, ...one], 'MATCH')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

const verdicts = () =>
  column<string>(
    database,
    `SELECT verdict || ' ' || coalesce(array_to_string(mismatches, ','), '') || ' ' || source AS value
     FROM population.citizen_verdict ORDER BY citizen_id`,
  );

const events = () =>
  column<string>(
    database,
    `SELECT status_from || '>' || status_to || ' ' || (data->>'citizenVerdict') || ' ' || institution_code AS value
     FROM event.inbox WHERE kind = 'verification' ORDER BY seq`,
  );
