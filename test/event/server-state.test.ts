/** What PostgreSQL says of where it stands, and what follows from it. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { openPool } from '../../src/database/index.js';
import { openEvents } from '../../src/event/index.js';
import { hasLost, readServer } from '../../src/event/identity/server-state.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { appendThings, takeEvents } from './event-database.js';

const role = `plain_${randomBytes(6).toString('hex')}`;

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'plain'`);
  for (const schema of ['event', 'hub'])
    await database.pool.query(`
      GRANT USAGE ON SCHEMA ${schema} TO ${role};
      GRANT ALL ON ALL TABLES IN SCHEMA ${schema} TO ${role};
      GRANT ALL ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role}`);
  const url = new URL(database.url);
  url.username = role;
  url.password = 'plain';
  pool = openPool({ url: url.href });
});
afterAll(async () => {
  await pool.end();
  await database.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  await database.drop();
});

describe('a server', () => {
  it('tells any role which cluster it is, on which timeline, and how far its log is durable', async () => {
    expect(await readServer(pool)).toEqual({
      systemId: expect.stringMatching(/^\d+$/),
      timeline: 1,
      flushed: expect.any(BigInt),
      written: expect.any(BigInt),
      replayed: null,
    });
  });

  it('that tells a role nothing leaves the hub with the log alone', async () => {
    await database.pool.query('REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC');

    const server = await readServer(pool);
    const events = await openEvents({ pool });
    const stream = await events.subscribe();
    await appendThings(pool, 2);
    events.wake();
    const taken = await takeEvents(stream.one(), 2);
    await events.stop();

    expect(server).toBeUndefined();
    expect(taken.map(({ position }) => position)).toEqual([1n, 2n]);
  });
});

describe('a server that stood at 100 on timeline 2', () => {
  const known = { systemId: '7', timeline: 2, flushed: 100n };

  // prettier-ignore
  it.each([
    // system, timeline, written, replayed, lost
    ['goes on',                                                '7', 2, 100n, null, false],
    ['recovers from a crash with everything',                  '7', 2, 150n, 120n, false],
    ['recovered once, long before, and went on',               '7', 2, 150n,  50n, false],
    ['is an older copy of itself',                             '7', 2,  99n, null, true],
    ['is a copy of before it was promoted',                    '7', 1, 500n, null, true],
    ['gave way to a standby that had everything',              '7', 3, 160n, 100n, false],
    ['gave way to a standby that had not, and has grown past', '7', 3, 160n,  99n, true],
    ['gave way to one that was restarted since, further on',   '7', 3, 160n, null, false],
    ['gave way to one that was restarted since, behind',       '7', 3,  90n, null, true],
    ['is another cluster, of which it tells nothing',          '8', 1,  10n, null, false],
  ] as const)('%s', (_what, systemId, timeline, written, replayed, isLost) => {
    expect(hasLost(known, { systemId, timeline, flushed: written, written, replayed })).toBe(isLost);
  });

  it('is not judged where either says nothing', () => {
    expect(hasLost(known, undefined)).toBe(false);
    expect(hasLost(null, { ...known, written: 1n, replayed: null })).toBe(false);
  });
});
