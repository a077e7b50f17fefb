import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { ConfigError } from '../../src/app/config.js';
import { keepReferenceKeys } from '../../src/app/keep-reference-keys.js';
import { isOwnReference } from '../../src/payment/index.js';
import { parsePeriod } from '../../src/values/index.js';
import { openPaymentBench, type PaymentBench } from '../payment/payment-bench.js';

const logger = pino({ level: 'silent' });
const secret = () => randomBytes(32).toString('hex');

let bench: PaymentBench;
let path: string;
beforeAll(async () => {
  bench = await openPaymentBench();
});
afterAll(() => bench.database.drop());
beforeEach(async () => {
  await bench.reset();
  await drawNewKey();
  path = join(mkdtempSync(join(tmpdir(), 'reference-keys-')), 'kept', 'reference-keys');
});

/** As the migration leaves a database that is new, or older than keys. */
async function drawNewKey(): Promise<void> {
  await bench.database.pool.query('DELETE FROM payment.reference_key');
  await bench.database.pool.query(
    `INSERT INTO payment.reference_key (number, valid_from, secret) VALUES (1, '2000-01', decode($1, 'hex'))`,
    [secret()],
  );
}

const keep = () => keepReferenceKeys(path, bench.deps.transact, logger);
const inFile = () =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => /^\d/.test(line));
const inDatabase = () =>
  bench.column<string>(
    `SELECT concat_ws(' ', number, valid_from, encode(secret, 'hex')) AS value FROM payment.reference_key ORDER BY number`,
  );
const references = () => bench.column<string>('SELECT reference AS value FROM payment.attempt ORDER BY id');

describe('the keys that references are made with', () => {
  it('are kept in a file that its owner alone reads', async () => {
    await keep();

    expect(inFile()).toEqual(await inDatabase());
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('make the same references in a database that is new, or older than they are', async () => {
    await keep();
    await bench.releasedBatch(3);
    const before = await references();
    await bench.reset();
    await drawNewKey();

    await keep();
    await bench.releasedBatch(3);

    expect(await references()).toEqual(before);
  });

  it('are not changed under references that are out', async () => {
    await keep();
    const kept = inFile();
    await drawNewKey();
    const drawn = await inDatabase();
    await bench.releasedBatch(1);

    await expect(keep()).rejects.toThrow(ConfigError);

    expect([inFile(), await inDatabase()]).toEqual([kept, drawn]);
  });

  it('follow one another by period: earlier months keep theirs, and what it made is known by it', async () => {
    await keep();
    const [first = ''] = inFile();
    const second = `2 2026-12 ${secret()}`;
    writeFileSync(path, `${second}\n# a remark\n${first}\n`);

    await keep();
    await bench.releasedBatch(1);
    await bench.released({ period: parsePeriod('2026-12') });

    const made = await references();
    expect(made).toEqual([expect.stringMatching(/^G2611/), expect.stringMatching(/^H2612/)]);
    expect(await Promise.all(made.map((one) => isOwnReference(bench.database.pool, one)))).toEqual([
      true,
      true,
    ]);
    expect(await inDatabase()).toEqual([first, second]);
  });

  it.each([
    ['begins with a month that is paid already', '2 2026-11', 'nothing was paid for yet'],
    ['leaves out a number', '3 2027-01', 'must follow key 1'],
    ['begins before the one before it', '2 1999-12', 'must follow key 1'],
    ['begins with no month', '2 2027-13', 'begins with a period'],
  ])('take no other that %s', async (_what, head, problem) => {
    await keep();
    await bench.releasedBatch(1);
    writeFileSync(path, `${inFile().join('\n')}\n${head} ${secret()}\n`);

    await expect(keep()).rejects.toThrow(problem);

    expect(await inDatabase()).toHaveLength(1);
  });

  it('are the database’s alone where no file can be written', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'reference-keys-')), 'gone');
    symlinkSync(join(folder, '../away/and/gone'), folder);
    path = join(folder, 'reference-keys');

    await expect(keep()).resolves.toBeUndefined();
  });
});
