/** The shared mechanism, over a table of the test's own that work writes into. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openPool } from '../../src/database/index.js';
import { answerOnce } from '../../src/idempotency/index.js';
import { HubError } from '../../src/values/index.js';
import { createTransact, type Db, type WorkItem } from '../../src/work/index.js';
import { countStatements } from '../setup/count-statements.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { untilSomebodyWaits } from '../setup/until-somebody-waits.js';

let database: TestDatabase;
let woken: WorkItem[] = [];
const AN_OFFICER = { clientId: 'front-end', subject: 'an' };

interface Row {
  readonly id: string;
  readonly note: string;
}
interface Deps {
  readonly db: Db;
  readonly transact: ReturnType<typeof createTransact>;
}
type Result =
  | { readonly kind: 'WRITTEN'; readonly row: Row; readonly amount: bigint; readonly reason?: string | null }
  | { readonly kind: 'NOTHING'; readonly left: number };

const depsOf = (pool: TestDatabase['pool']): Deps => ({
  db: pool,
  transact: createTransact(pool, (items) => woken.push(...items)),
});

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query('CREATE TABLE note (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), note text)');
});
beforeEach(async () => {
  woken = [];
  await database.pool.query('TRUNCATE note, idempotency.answer');
});
afterAll(() => database.drop());

interface Doing {
  readonly key?: string | null;
  readonly note?: string;
  readonly caller?: typeof AN_OFFICER;
  readonly operation?: string;
  readonly deps?: Deps;
  readonly work?: (deps: Deps) => Promise<Result>;
  /** What the caller may see now. */
  readonly isSeen?: boolean;
}

/** Writes one note, or does what the test says. */
function write({ key, note = 'một', caller = AN_OFFICER, operation = 'write', ...other }: Doing) {
  const { deps = depsOf(database.pool), work = writing(note), isSeen = true } = other;
  const read = async (db: Db, id: string) =>
    isSeen ? (await db.query<Row>('SELECT id, note FROM note WHERE id = $1', [id])).rows[0] : undefined;
  return answerOnce(deps, { operation, caller, key, input: { note }, rows: { row: read } }, work);
}

const writing =
  (note: string) =>
  ({ transact }: Deps): Promise<Result> =>
    transact(async (db, waking) => {
      const { rows } = await db.query<Row>('INSERT INTO note (note) VALUES ($1) RETURNING id, note', [note]);
      waking.items.push({ kind: 'PAYMENT', institutionCode: 'BIDV' });
      return { kind: 'WRITTEN', row: rows[0]!, amount: 9_007_199_254_740_993n, reason: null };
    });

const notes = async (): Promise<string[]> =>
  (await database.pool.query<Row>('SELECT note FROM note ORDER BY note')).rows.map(({ note }) => note);
const keptAnswers = async (): Promise<number> =>
  (await database.pool.query('SELECT 1 FROM idempotency.answer')).rowCount ?? 0;

describe('a repeat under the same key', () => {
  it('does nothing and gets the same answer, amounts and all', async () => {
    const key = randomUUID();

    const first = await write({ key });
    const again = await write({ key: key.toUpperCase() });

    expect(again).toEqual(first);
    expect(await notes()).toEqual(['một']);
    expect(woken).toHaveLength(1);
  });

  it('shows what was made as it is by then', async () => {
    const key = randomUUID();
    await write({ key });
    await database.pool.query(`UPDATE note SET note = 'khác'`);

    expect(await write({ key })).toMatchObject({ kind: 'WRITTEN', row: { note: 'khác' } });
  });

  it('is refused where the caller may not see by now what was made', async () => {
    const key = randomUUID();
    await write({ key });

    await expect(write({ key, isSeen: false })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('gets the same answer also where the first one did nothing', async () => {
    class NothingToDo extends Error {}
    const key = randomUUID();
    // As use cases do: what was begun is undone, and the failure is an answer.
    const nothing = async ({ transact }: Deps): Promise<Result> => {
      try {
        return await transact(async (db, waking) => {
          await writing('nửa')({ db, transact: (work) => work(db, waking) });
          throw new NothingToDo();
        });
      } catch (error) {
        if (error instanceof NothingToDo) return { kind: 'NOTHING', left: 3 };
        throw error;
      }
    };

    const first = await write({ key, work: nothing });
    const again = await write({ key });

    expect([first, again]).toEqual([
      { kind: 'NOTHING', left: 3 },
      { kind: 'NOTHING', left: 3 },
    ]);
    expect(await notes()).toEqual([]);
    expect(woken).toEqual([]);
  });

  it.each([
    ['refused', () => new HubError('FORBIDDEN', 'no')],
    ['lost', () => new Error('connection terminated')],
  ])('is a first where the first one was %s by an error', async (_what, error) => {
    const key = randomUUID();
    const failing = async (deps: Deps): Promise<Result> => {
      await writing('hỏng')(deps);
      throw error();
    };

    await expect(write({ key, work: failing })).rejects.toThrow();
    const kept = await keptAnswers();
    const again = await write({ key });

    expect(kept).toBe(0);
    expect(again).toMatchObject({ kind: 'WRITTEN' });
    expect(await notes()).toEqual(['một']);
  });

  it('tries the whole again where PostgreSQL undid it because of another transaction', async () => {
    let tries = 0;
    const conflicting = async (deps: Deps): Promise<Result> => {
      const result = await writing('một')(deps);
      if (++tries === 1) throw Object.assign(new Error('deadlock'), { code: '40P01' });
      return result;
    };

    await write({ key: randomUUID(), work: conflicting });

    expect(tries).toBe(2);
    expect(await notes()).toEqual(['một']);
  });
});

describe('repeats at once', () => {
  it('do the work once, and all get its answer', async () => {
    const key = randomUUID();

    const answers = await Promise.all(Array.from({ length: 20 }, () => write({ key })));

    expect(await notes()).toEqual(['một']);
    expect(answers).toEqual(answers.map(() => answers[0]));
  });

  it('wait for each other with one connection, so that others have theirs', async () => {
    const pool = openPool({ url: database.url, connectionsMax: 2 });
    const deps = depsOf(pool);
    const key = randomUUID();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow = async (within: Deps): Promise<Result> => {
      await held;
      return writing('một')(within);
    };

    const repeats = Array.from({ length: 20 }, () => write({ key, deps, work: slow }));
    const { rows } = await pool.query('SELECT 1 AS one');
    release();
    const answers = await Promise.all(repeats);
    await pool.end();

    expect(rows).toEqual([{ one: 1 }]);
    expect(answers.every(({ kind }) => kind === 'WRITTEN')).toBe(true);
    expect(await notes()).toEqual(['một']);
  });

  it.each([
    ['that commits: its answer is the answer', 'COMMIT', { kind: 'NOTHING', left: 7 }, []],
    ['that ends without: the repeat is a first', 'ROLLBACK', { kind: 'WRITTEN' }, ['một']],
  ])('wait for another hub %s', async (_what, end, expected, written) => {
    const key = randomUUID();
    const other = await database.pool.connect();
    await write({ key, work: () => Promise.resolve({ kind: 'NOTHING', left: 7 }) });
    const taken = await database.pool.query('DELETE FROM idempotency.answer RETURNING *');
    const { client_id, subject, operation, input_digest, answer } = taken.rows[0] as Record<string, unknown>;
    await other.query('BEGIN');
    await other.query(
      `INSERT INTO idempotency.answer (client_id, subject, operation, key, input_digest, answer)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [client_id, subject, operation, key, input_digest, answer],
    );

    const repeat = write({ key });
    await untilSomebodyWaits(database.pool, 'idempotency.answer');
    await other.query(end);
    other.release();

    expect(await repeat).toMatchObject(expected);
    expect(await notes()).toEqual(written);
  });
});

describe('a key', () => {
  it('with another input is refused, and nothing is done', async () => {
    const key = randomUUID();
    await write({ key });

    expect(await write({ key, note: 'hai' })).toMatchObject({ kind: 'KEY_REFUSED' });
    expect(await notes()).toEqual(['một']);
  });

  it.each([
    ['another person', { caller: { ...AN_OFFICER, subject: 'bình' } }],
    ['another client of the same person', { caller: { ...AN_OFFICER, clientId: 'other' } }],
    ['another mutation', { operation: 'other' }],
  ])('is another key for %s', async (_who, other) => {
    const key = randomUUID();
    await write({ key });

    expect(await write({ key, note: 'hai', ...other })).toMatchObject({ kind: 'WRITTEN' });
    expect(await notes()).toEqual(['hai', 'một']);
  });

  it.each([
    ['', 'empty'],
    ['đợt tháng 11', 'a word'],
    ['0190b8f0-0000-7000-8000-00000000000', 'too short'],
    ['0190b8f0-0000-7000-8000-000000000001 ', 'with a blank'],
    ['{0190b8f0-0000-7000-8000-000000000001}', 'in braces'],
    ['0190b8f000007000800000000000000\u0000', 'with a NUL'],
  ])('that is no UUID is refused: %j', async (key) => {
    expect(await write({ key })).toMatchObject({ kind: 'KEY_REFUSED' });
    expect(await notes()).toEqual([]);
  });

  it('leaves no input behind, whatever it was', async () => {
    await write({ key: randomUUID(), note: '037050001234' });

    const { rows } = await database.pool.query<{ text: string }>(
      'SELECT a::text AS text FROM idempotency.answer a',
    );
    expect(rows[0]?.text).not.toContain('037050001234');
  });
});

describe('no key', () => {
  it.each([undefined, null])('costs no statement and no transaction: %s', async (key) => {
    const withoutMechanism = await countStatements(() => writing('một')(depsOf(database.pool)));

    const statements = await countStatements(() => write({ key }));

    expect(statements).toEqual(withoutMechanism);
    expect(await keptAnswers()).toBe(0);
  });
});
