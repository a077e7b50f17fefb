/** Statement files that an operator hands over or the bank gives, against the same messages as the bank's own pushes. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readStatementFile } from '../../../adapters/protocols/iso20022/index.js';
import { closeAll, start, task } from './bench.js';

afterEach(closeAll);

const vector = (name: string): string => readFileSync(new URL(`vectors/${name}`, import.meta.url), 'utf8');
const statedAt = new Date('2026-11-24T00:00:00Z');

describe('a statement file of Agribank', () => {
  it('says with the word of a statement what went out, to which account, and what came back', () => {
    const { notices } = readStatementFile(vector('camt.053-day.xml'), statedAt);

    expect(notices).toMatchObject([
      { evidence: 'STATEMENT', status: 'ACCEPTED', amount: 540_000n, account: '1500205000011' },
      { evidence: 'STATEMENT', status: 'ACCEPTED', amount: 1_080_000n, account: '1500205000022' },
      { evidence: 'STATEMENT', status: 'RETURNED', amount: 1_080_000n },
    ]);
  });

  it('may be a file of notifications, which then counts as a statement', () => {
    expect(readStatementFile(vector('camt.054-return.xml'), statedAt).notices).toMatchObject([
      { evidence: 'STATEMENT', status: 'RETURNED' },
    ]);
  });

  it('of another kind is not used at all', () => {
    expect(() => readStatementFile(vector('pain.002-credited.xml'), statedAt)).toThrow(/no camt/);
    expect(() => readStatementFile('1|2|3', statedAt)).toThrow(/no camt/);
  });
});

describe('the statement that Agribank gives for a day', () => {
  const day = (back = 0) => new Date(Date.now() + (7 - 24 * back) * 3_600_000).toISOString().slice(0, 10);

  it('is not there while nothing is booked', async () => {
    const { session } = await start();

    expect(await session.statements?.read(day())).toBeUndefined();
  });

  it('tells what left the payer, and a return whose notification was lost', async () => {
    const { session, rail, simulator } = await start({ loseNotification: 1 });
    await rail.submit(task());
    const body = JSON.stringify({ reference: task().reference, reason: 'AC04' });
    await fetch(`${simulator.url}/__bank/returns`, { method: 'POST', body });

    const lines = await session.statements?.read(day());

    expect(lines?.notices).toMatchObject([
      { status: 'ACCEPTED', evidence: 'STATEMENT', amount: 540_000n, account: '1500205000011' },
      { status: 'RETURNED', evidence: 'STATEMENT', amount: 540_000n, reason: 'ACCOUNT_CLOSED' },
    ]);
    expect(await session.statements?.read(day())).toEqual(lines);
    expect(await session.statements?.read(day(1))).toBeUndefined();
  });
});
