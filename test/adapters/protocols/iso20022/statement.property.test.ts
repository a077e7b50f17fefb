/** Statements of any entries, in any order, repeated, cut and damaged: every entry is accounted for, and every booking keeps its id. */
import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { StatementError, type Statement } from '../../../../adapters/kit/index.js';
import { readStatementFile } from '../../../../adapters/protocols/iso20022/index.js';
import { entry, inEnvelope, inUtf16, statement, transfer, type EntryForm } from './bank-files.js';

const statedAt = new Date('2026-11-30T00:00:00Z');
const read = (content: string | Uint8Array): Statement => readStatementFile(content, statedAt);

const text = fc.oneof(
  fc.constantFrom('', 'NOTPROVIDED', '0193A1B2C3D47E5F8091A2B3C4D5E6F7', '0193a1b2c3d47e5f8091a2b3c4d5e6f8'),
  fc.string({ maxLength: 40 }).map((any) => any.replace(/[<>&]/g, '')),
  fc.constantFrom('FT&#0;X', 'FT\u0001X', 'FT\ufffdX', 'X'.repeat(200)),
);
const amount = fc.oneof(
  fc.integer({ min: 0, max: 3 }).map((count) => count * 540_000),
  fc.constantFrom('', 'x', '-5', '0.5', ' 000540000.00', '99999999999999999999'),
);
const form: fc.Arbitrary<EntryForm> = fc.record(
  {
    amount,
    reference: text,
    bankReference: text,
    account: fc.constantFrom('', '1500205000011', '9527.1.0000001', '9527 1 0000001'),
    currency: fc.constantFrom('VND', 'VND', 'VND', 'USD', ''),
    direction: fc.constantFrom('DBIT', 'CRDT', 'BOTH'),
    reversal: fc.constantFrom('', '<RvslInd>true</RvslInd>', '<RvslInd>1</RvslInd>', '<RvslInd>no</RvslInd>'),
    status: fc.constantFrom(
      'BOOK',
      '<Cd>BOOK</Cd>',
      '<Cd>PDNG</Cd>',
      '<Cd>INFO</Cd>',
      '<Prtry>?</Prtry>',
      '',
    ),
    date: fc.constantFrom(
      '',
      '<Dt>2026-11-30</Dt>',
      '<Dt>2026-11-30Z</Dt>',
      '<Dt>2026-02-30</Dt>',
      '<DtTm>x</DtTm>',
    ),
    more: fc.constantFrom(
      '',
      '<RtrInf/>',
      '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>',
      '<AddtlTxInf>CHI</AddtlTxInf>',
    ),
  },
  { requiredKeys: [] },
);
const anyEntry = fc.oneof(
  form.map((one) => entry({}, one)),
  // A sum of several, of none, and with a rest.
  fc.tuple(form, fc.array(form, { maxLength: 3 })).map(([sum, details]) => {
    const inner = `<NtryDtls><Btch><NbOfTxs>${details.length}</NbOfTxs></Btch>${details.map((one) => transfer({}, one)).join('')}</NtryDtls>`;
    return entry({}, { ...sum, inner });
  }),
  form.map((one) =>
    entry({}, { ...one, inner: '<AddtlNtryInf>0193A1B2C3D47E5F8091A2B3C4D5E6F7</AddtlNtryInf>' }),
  ),
);
const entries = fc.array(anyEntry, { maxLength: 6 });
const idsOf = ({ notices }: Statement) => notices.map(({ reportId }) => reportId).sort();
/** Of one document each booking has an id of its own; that something is expected may be said twice. */
const bookingsOf = ({ notices }: Statement) =>
  notices
    .filter(({ evidence, reasonText }) => evidence === 'STATEMENT' && !reasonText?.startsWith('PDNG'))
    .map(({ reportId }) => reportId);

function expectAccounted(said: Statement): void {
  expect(said.notices.length + said.notOurs.length + said.unreadable.length).toBe(said.entries);
  for (const notice of said.notices) {
    expect(notice.reference ?? notice.externalReference ?? notice.amount).toBeDefined();
    expect(`${notice.reference}${notice.externalReference}${notice.account}${notice.reasonText}`).not.toMatch(
      /[\p{Cc}\ufffd]/u,
    );
  }
}

describe('a statement of any entries', () => {
  it('accounts for every entry: it is told, explains itself, or is named as unreadable', () => {
    fc.assert(
      fc.property(entries, (of) => {
        const said = read(statement(of));

        expectAccounted(said);
        expect(said.entries).toBeGreaterThanOrEqual(of.length);
      }),
      { numRuns: 300 },
    );
  });

  it('says the same in another order, under another message id, in an envelope and in another encoding', () => {
    fc.assert(
      fc.property(
        entries.chain((of) => fc.tuple(fc.constant(of), fc.shuffledSubarray(of, { minLength: of.length }))),
        ([of, shuffled]) => {
          const ids = idsOf(read(statement(of)));

          expect(idsOf(read(statement(shuffled, { messageId: 'STM2' })))).toEqual(ids);
          expect(idsOf(read(inEnvelope(statement(of))))).toEqual(ids);
          expect(idsOf(read(inUtf16(statement(of))))).toEqual(ids);
        },
      ),
    );
  });

  it('keeps the id of each booking when another one comes, and never gives one id to two bookings', () => {
    fc.assert(
      fc.property(entries, fc.nat(5), anyEntry, (of, at, more) => {
        const repeated = of.at(at % Math.max(1, of.length));
        const before = read(statement(of));
        const after = read(statement([...of, ...(repeated === undefined ? [] : [repeated]), more]));

        expect(bookingsOf(after)).toEqual(expect.arrayContaining(bookingsOf(before)));
        expect(new Set(bookingsOf(after)).size).toBe(bookingsOf(after).length);
      }),
    );
  });

  it('that is cut off anywhere is refused whole', () => {
    fc.assert(
      fc.property(entries, fc.double({ min: 0, max: 0.999, noNaN: true }), (of, share) => {
        const whole = statement(of);

        expect(() => read(whole.slice(0, Math.floor(whole.length * share)))).toThrow(StatementError);
      }),
    );
  });

  it('that is damaged anywhere is refused whole, or still accounts for every entry', () => {
    fc.assert(
      fc.property(entries, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }), (of, damages) => {
        const bytes = Buffer.from(statement(of));
        for (const [at, byte] of damages) bytes[at % bytes.length] = byte;

        try {
          expectAccounted(read(bytes));
        } catch (error) {
          if (!(error instanceof StatementError)) throw error;
        }
      }),
      { numRuns: 300 },
    );
  });
});
