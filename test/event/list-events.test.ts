import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';

import { withTransaction } from '../../src/database/index.js';
import { type Events, openEvents } from '../../src/event/index.js';
import { listEvents } from '../../src/event/list-events.js';
import { LAST_POSITION } from '../../src/event/sequence-inbox.js';
import { cursorAt } from '../setup/cursor-at.js';
import type { TestDatabase } from '../setup/test-database.js';
import { createEventDatabase } from './event-database.js';

const size = 30_000;
const beneficiaryId = randomUUID();
const batchId = randomUUID();
const areaId = randomUUID();

let database: TestDatabase;
let events: Events;
beforeAll(async () => {
  database = await createEventDatabase();
  // Every tenth event is a verification; three are of one beneficiary; only position 29,000 is RETURNED.
  await database.pool.query(
    `INSERT INTO event.log (position, seq, id, kind, subject_id, beneficiary_id, batch_id, area_id, status_to, occurred_at, recorded_at)
     SELECT n, n, hub.uuid_v7(), CASE WHEN n % 10 = 0 THEN 'verification' ELSE 'payment' END, hub.uuid_v7(),
            CASE WHEN n IN (5, 15000, 29999) THEN $1::uuid ELSE hub.uuid_v7() END,
            CASE WHEN n % 10000 = 0 THEN $2::uuid END, CASE WHEN n > 100 THEN $3::uuid END,
            CASE WHEN n = 29000 THEN 'RETURNED' ELSE 'SETTLED' END, now(), now()
       FROM generate_series(1, ${size}) AS n`,
    [beneficiaryId, batchId, areaId],
  );
  await database.pool.query('ANALYZE event.log');
  events = await openEvents({ pool: database.pool });
});
afterAll(async () => {
  await events.stop();
  await database.drop();
});

describe('a page of events', () => {
  it('holds the first matching events and says where it ends', async () => {
    const page = await events.listEvents({ filter: { kinds: ['verification'] }, first: 3 });

    expect(page.events.map(({ position }) => position)).toEqual([10n, 20n, 30n]);
    expect(page).toMatchObject({ endCursor: await cursorAt(database.pool, events, 30n), hasNextPage: true });
  });

  it('leads to every matching event when followed by its cursors', async () => {
    const found: bigint[] = [];
    let after: string | undefined;
    for (let hasNextPage = true; hasNextPage;) {
      const page = await events.listEvents({ filter: { beneficiaryId }, first: 1, ...(after && { after }) });
      found.push(...page.events.map(({ position }) => position));
      ({ endCursor: after, hasNextPage } = page);
    }

    expect(found).toEqual([5n, 15_000n, 29_999n]);
  });

  it('says that there is no next page when it holds the last matching event, though the log goes on', async () => {
    const page = await events.listEvents({ filter: { beneficiaryId }, first: 3 });

    expect(page).toMatchObject({
      hasNextPage: false,
      endCursor: await cursorAt(database.pool, events, BigInt(size)),
    });
    expect(page.events).toHaveLength(3);
  });

  it('says up to where it read also when nothing matches, and a stream goes on from there', async () => {
    const page = await events.listEvents({ filter: { statusTo: ['HELD'] }, first: 10 });

    expect(page).toEqual({
      events: [],
      hasNextPage: false,
      endCursor: await cursorAt(database.pool, events, BigInt(size)),
    });
    await (await events.subscribe({ after: page.endCursor })).return();
  });

  it('stops at its budget of rows, and the next page reads on', async () => {
    const options = { filter: { statusTo: ['RETURNED'] }, first: 5, scanBudget: 20_000n };

    const first = await listEvents(database.pool, { ...options, after: 0n });
    const second = await listEvents(database.pool, {
      ...options,
      after: await events.positionOf(first.endCursor),
    });

    expect(first).toEqual({
      events: [],
      hasNextPage: true,
      endCursor: await cursorAt(database.pool, events, 20_000n),
    });
    expect(second).toMatchObject({ events: [{ position: 29_000n }], hasNextPage: false });
  });

  it.each([-1, 501, 1.5])('of %s events is refused', async (first) => {
    await expect(events.listEvents({ first })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('of none says where it stands', async () => {
    const page = await events.listEvents({ first: 0, after: await cursorAt(database.pool, events, 7n) });

    expect(page).toEqual({
      events: [],
      hasNextPage: true,
      endCursor: await cursorAt(database.pool, events, 7n),
    });
  });
});

describe('the plan of a page', () => {
  it.each([
    ['of a beneficiary', `beneficiary_id = '${beneficiaryId}'`, 'log_beneficiary'],
    ['of a batch', `batch_id = '${batchId}'`, 'log_batch'],
    ['of a subject', `subject_id = '${beneficiaryId}'`, 'log_subject_id_position_idx'],
    ['of an area, within a window', `area_id = ANY ('{${areaId}}')`, 'log_pkey'],
    ['of any event', 'true', 'log_pkey'],
  ])('%s goes by an index', async (_, condition, index) => {
    const upTo = index === 'log_pkey' ? 2_000 : size;

    const { rows } = await database.pool.query<Record<string, string>>(
      `EXPLAIN SELECT * FROM event.log WHERE position > 0 AND position <= ${upTo} AND ${condition} ORDER BY position LIMIT 100`,
    );

    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain(index);
    expect(plan).not.toContain('Seq Scan');
  });

  it('of the end of the log is one step down its index', async () => {
    const plan = await planOf(`SELECT ${LAST_POSITION}`);

    expect(plan).toMatch(/Index Only Scan Backward using log_pkey/);
    expect(plan).not.toContain('Seq Scan on log');
  });

  it('of the sequencer goes by the index of the inbox, however it has grown', async () => {
    await database.pool.query(
      `INSERT INTO event.inbox (kind, subject_id, occurred_at)
       SELECT 'payment', hub.uuid_v7(), now() FROM generate_series(1, 20000)`,
    );

    const plan = await planOf('SELECT ctid FROM event.inbox ORDER BY seq LIMIT 5000');

    expect(plan).toMatch(/Index Scan using inbox_pkey/);
  });
});

/** As the sequencer asks: it never scans sequentially. */
async function planOf(statement: string): Promise<string> {
  return withTransaction(database.pool, async (client) => {
    await client.query('SET LOCAL enable_seqscan = off');
    const { rows } = await client.query<Record<string, string>>(`EXPLAIN ${statement}`);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
}
