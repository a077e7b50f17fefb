/** `hub check` reads the books of simulators as they lie on disk, whatever has happened to them. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openPaymentBench, type PaymentBench } from '../payment/payment-bench.js';
import { type CommandResult, runCommand } from '../setup/run-command.js';

interface Check {
  readonly violations: number;
  readonly hasBooks: boolean;
  readonly checks: readonly { name: string; violations: number; examples: readonly string[] }[];
}

let bench: PaymentBench;
let dataDir: string;
beforeAll(async () => {
  bench = await openPaymentBench();
});
afterAll(() => bench.database.drop());
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'check-'));
  await bench.reset();
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

function writeBook(name: string, ...lines: readonly string[]): string {
  const folder = join(dataDir, 'simulators', name);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'ledger.jsonl');
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

function booking(reference: string): string {
  return JSON.stringify({ reference, account: '1', amount: 1_000, externalReference: 'X' });
}

function check(...flags: readonly string[]): Promise<CommandResult> {
  return runCommand(['check', ...flags], { DATABASE_URL: bench.database.url, HUB_DATA_DIR: dataDir });
}

async function checked(): Promise<{ code: number | null; result: Check; violated: Map<string, unknown> }> {
  const { code, stdout } = await check('--json');
  const result = JSON.parse(stdout) as Check;
  const violated = result.checks.filter(({ violations }) => violations > 0);
  return { code, result, violated: new Map(violated.map(({ name, examples }) => [name, examples])) };
}

describe('the check of the books', () => {
  it('names a damaged line by its file and number, and checks every other line and book', async () => {
    const bidv = writeBook('bidv', booking('B1'), '{"reference":"B2","acc', booking('B3'));
    const momo = writeBook('momo', '{"reference":"M1"}', booking('M2'), booking('M3').replace('1000', '1.5'));
    const treasury = writeBook('treasury', 'null');

    const { code, result, violated } = await checked();

    expect(code).toBe(1);
    expect(violated.get('BOOKS_READABLE')).toEqual([`${bidv}:2`, `${momo}:1`, `${momo}:3`, `${treasury}:1`]);
    expect(violated.get('BOOKING_EXPLAINED')).toEqual(['B1', 'B3', 'M2']);
    expect(result.violations).toBe(7);
  });

  it('says the same in words', async () => {
    const bidv = writeBook('bidv', 'not JSON');

    const { code, stdout } = await check();

    expect(code).toBe(1);
    expect(stdout).toContain(`VIOLATED BOOKS_READABLE (1): every line of a book can be read`);
    expect(stdout).toContain(`${bidv}:1`);
    expect(stdout).toContain('1 violations.');
  });

  it('names a book that cannot be opened', async () => {
    const path = writeBook('bidv');
    rmSync(path);
    mkdirSync(path);

    const { code, violated } = await checked();

    expect(code).toBe(1);
    expect([...violated]).toEqual([['BOOKS_READABLE', [path]]]);
  });

  it('takes the line that is just being written for one that is not there yet', async () => {
    const path = writeBook('bidv');
    writeFileSync(path, '{"reference":"B1","acc');

    expect(await checked()).toMatchObject({ code: 0, result: { violations: 0, hasBooks: true } });
  });

  it('checks the hub’s own tables where there are no books', async () => {
    const { code, result } = await checked();

    expect(code).toBe(0);
    expect(result).toMatchObject({ violations: 0, hasBooks: false });
    expect(result.checks.length).toBeGreaterThan(10);
    expect(result.checks.map(({ name }) => name)).not.toContain('BOOKS_READABLE');
  });
});
