/** The reader against a file written by hand from the published list of fields. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readReconciliationFile } from '../../../adapters/bidv/reconciliation-file.js';

const file = readFileSync(new URL('vectors/reconciliation.txt', import.meta.url), 'utf8');

describe('BIDV’s reconciliation file', () => {
  it('says of every line which payment, how much, to which account, when and by whose reference', () => {
    const { notices } = readReconciliationFile(file);

    expect(notices).toHaveLength(3);
    expect(notices[0]).toEqual({
      place: 'Line 1',
      reportId: expect.stringMatching(/^rep_0193A1B2C3D4_/),
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
    const [, , last] = readReconciliationFile(file).notices;

    expect(last).toMatchObject({ status: 'UNKNOWN', externalReference: 'FT2632700003' });
    expect(last?.reference).toBeUndefined();
  });

  it('says the same again, so that a line is known as a repeat', () => {
    expect(readReconciliationFile(file)).toEqual(readReconciliationFile(file));
  });

  it.each([
    ['is cut off', file.slice(0, file.lastIndexOf('3|')), /footer/],
    ['misses a line', file.split('\r\n').slice(1).join('\r\n'), /counts other rows/],
    ['has another amount than its footer', file.replace('|540000|', '|540001|'), /another total/],
    ['is empty', '', /footer/],
  ])('that %s is not used at all', (_what, text, words) => {
    expect(() => readReconciliationFile(text)).toThrow(words);
  });

  // prettier-ignore
  it.each([
    ['a field too few',            file.replace('IBANK|', ''),                        /22 fields/],
    ['a fraction',                 file.replace('|540000|', '|540000.5|'),            /whole đồng/],
    ['no currency',                file.replace('|VND|', '||'),                       /whole đồng/],
    ['a day that is none',         file.replace('20261123|1200', '20261345|1200').replace('|081500|20261123', '|081500|20261345'), /pay date/],
    ['a NUL in a bank reference',  file.replace('FT2632700001', 'FT\u0000ABC'),        /control characters/],
    ['bytes that are no text in a bank reference', file.replace('FT2632700001', 'FT\ufffdABC'), /control characters/],
  ])('with %s in a line loses that line only', (_what, text, words) => {
    const statement = readReconciliationFile(Buffer.from(text));

    expect(statement).toMatchObject({
      entries: 3,
      unreadable: [{ place: 'Line 1', why: expect.stringMatching(words) }],
    });
    expect(statement.notices.map(({ place }) => place)).toEqual(['Line 2', 'Line 3']);
  });

  it('with another currency in a line counts that line, and says that it is not ours', () => {
    expect(readReconciliationFile(file.replace('|VND|', '|USD|'))).toMatchObject({
      entries: 3,
      notOurs: [{ place: 'Line 1', why: 'in another currency' }],
    });
  });

  it('may be written with padded amounts, small letters, a byte order mark or in UTF-16: it says the same', () => {
    const padded = file
      .replace('|540000|', '|   00000000000000540000.00|')
      .replace('0193A1B2C3D47E5F8091A2B3C4D5E6F7', '0193a1b2c3d47e5f8091a2b3c4d5e6f7');
    const written = [
      Buffer.from(padded),
      Buffer.from(`\uFEFF${file}`),
      Buffer.from(`\uFEFF${file}`, 'utf16le'),
      Buffer.from(file, 'utf16le'),
    ];

    for (const content of written)
      expect(readReconciliationFile(content)).toEqual(readReconciliationFile(file));
  });

  it('whose line names no payment at all is money that a person must explain', () => {
    const [, , last] = readReconciliationFile(file.replace('FT2632700003', '')).notices;

    expect(last).toMatchObject({ status: 'UNKNOWN', amount: 77_000n, account: '31410000000099' });
    expect(last).not.toMatchObject({ externalReference: expect.anything() });
  });
});
