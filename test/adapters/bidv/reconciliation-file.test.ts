/** The reader against a file written by hand from the published list of fields. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readReconciliationFile } from '../../../adapters/bidv/reconciliation-file.js';

const file = readFileSync(new URL('vectors/reconciliation.txt', import.meta.url), 'utf8');

describe('BIDV’s reconciliation file', () => {
  it('says of every line which payment, how much, to which account, when and by whose reference', () => {
    const notices = readReconciliationFile(file);

    expect(notices).toHaveLength(3);
    expect(notices[0]).toEqual({
      reference: '0193A1B2C3D47E5F8091A2B3C4D5E6F7',
      externalReference: 'FT2632700001',
      status: 'SETTLED',
      evidence: 'STATEMENT',
      amount: 540_000n,
      account: '31410000000011',
      occurredAt: new Date('2026-11-23T01:15:00Z'),
      reasonText: 'reconciliation result 000',
    });
  });

  it('calls a result that it does not know UNKNOWN, and names such a line by BIDV’s reference', () => {
    const [, , last] = readReconciliationFile(file);

    expect(last).toMatchObject({ status: 'UNKNOWN', externalReference: 'FT2632700003' });
    expect(last).not.toHaveProperty('reference');
  });

  it('says the same again, so that a line is known as a repeat', () => {
    expect(readReconciliationFile(file)).toEqual(readReconciliationFile(file));
  });

  it.each([
    ['is cut off', file.slice(0, file.lastIndexOf('3|')), /footer/],
    ['misses a line', file.split('\r\n').slice(1).join('\r\n'), /counts other rows/],
    ['has another amount than its footer', file.replace('|540000|', '|540001|'), /another total/],
    ['has a field too few', file.replace('IBANK|', ''), /Line 1: 22 fields/],
    ['has another currency', file.replace('|VND|', '|USD|'), /Line 1: whole đồng/],
    ['has a fraction', file.replace('|540000|', '|540000.5|'), /Line 1: whole đồng/],
    ['has a day that is none', file.replaceAll('20261123', '20261345'), /Line 1: a pay date/],
    ['is empty', '', /footer/],
  ])('that %s is not used at all', (_what, text, words) => {
    expect(() => readReconciliationFile(text)).toThrow(words);
  });
});
