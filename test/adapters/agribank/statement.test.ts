/** Statement files that an operator hands over, against the same messages as the bank's own pushes. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readStatementFile } from '../../../adapters/agribank/statement.js';

const vector = (name: string): string => readFileSync(new URL(`vectors/${name}`, import.meta.url), 'utf8');
const statedAt = new Date('2026-11-24T00:00:00Z');

describe('a statement file of Agribank', () => {
  it('says with the word of a statement what went out, to which account, and what came back', () => {
    const notices = readStatementFile(vector('camt.053-day.xml'), statedAt);

    expect(notices).toMatchObject([
      { evidence: 'STATEMENT', status: 'ACCEPTED', amount: 540_000n, account: '1500205000011' },
      { evidence: 'STATEMENT', status: 'ACCEPTED', amount: 1_080_000n, account: '1500205000022' },
      { evidence: 'STATEMENT', status: 'RETURNED', amount: 1_080_000n, account: undefined },
    ]);
  });

  it('may be a file of notifications, which then counts as a statement', () => {
    expect(readStatementFile(vector('camt.054-return.xml'), statedAt)).toMatchObject([
      { evidence: 'STATEMENT', status: 'RETURNED' },
    ]);
  });

  it('of another kind is not used at all', () => {
    expect(() => readStatementFile(vector('pain.002-credited.xml'), statedAt)).toThrow(/no camt/);
    expect(() => readStatementFile('1|2|3', statedAt)).toThrow(/no camt/);
  });
});
