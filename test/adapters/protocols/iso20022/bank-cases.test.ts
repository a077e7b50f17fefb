/** Every kind of bank file says what happened: entry by entry, at the level of the file. */
import { describe, expect, it } from '@jest/globals';
import { StatementError } from '../../../../adapters/kit/index.js';
import {
  readAccountReport,
  readStatementFile,
  statementOfReport,
} from '../../../../adapters/protocols/iso20022/index.js';
import { bankCases, incompleteFiles } from './bank-cases.js';
import { DAY, entry, notification, statement, type PaidTransfer } from './bank-files.js';

const paid: PaidTransfer = {
  ...{ reference: '0193A1B2C3D47E5F8091A2B3C4D5E6F7', bankReference: 'FT26334000000001' },
  ...{ amount: 540_000, account: '1500205000011' },
};
const other: PaidTransfer = {
  ...{ reference: '0193A1B2C3D47E5F8091A2B3C4D5E6F8', bankReference: 'FT26334000000002' },
  ...{ amount: 1_080_000, account: '1500205000022' },
};
const statedAt = new Date('2020-01-01T00:00:00Z');
const read = (content: string | Uint8Array) => readStatementFile(content, statedAt);
const idsIn = (content: string | Uint8Array) => read(content).notices.map(({ reportId }) => reportId);

describe('a bank’s statement', () => {
  it.each(bankCases.map(({ kind, ...rest }) => [kind, rest] as const))(
    'with %s says so, and accounts for every entry',
    (_kind, { write, says, becomes }) => {
      const { notices, entries, notOurs, unreadable } = read(write(paid, other));

      expect(notices.map(({ status }) => status)).toEqual(says);
      expect(notOurs).toHaveLength(becomes.notOurs ?? 0);
      expect(unreadable).toHaveLength(becomes.refused ?? 0);
      expect(entries).toBe(Object.values<number>({ ...becomes }).reduce((sum, count) => sum + count, 0));
      expect(new Set(notices.map(({ reportId }) => reportId)).size).toBe(notices.length);
    },
  );

  it.each(incompleteFiles.map(({ kind, write }) => [kind, write] as const))(
    'that is %s is refused as incomplete, and nothing of it is used',
    (_kind, write) => {
      expect(() => read(write(paid))).toThrow(StatementError);
    },
  );

  it('names an entry that cannot be read by its place, and never repeats what stands there', () => {
    const { unreadable } = read(statement([entry(paid), entry(paid, { amount: 'NGUYEN VAN A' })]));

    expect(unreadable).toEqual([{ place: 'Stmt 1, Ntry 2', why: 'Amt is not a whole amount' }]);
  });

  it('says the same bookings under the same ids, whoever sends it again, in whatever order, letters and encoding', () => {
    const entries = [entry(paid), entry(other), entry(paid, { direction: 'CRDT', more: '<RtrInf/>' })];
    const again = statement([...entries].reverse(), { messageId: 'STM2' });

    expect(idsIn(again).reverse()).toEqual(idsIn(statement(entries)));
    expect(idsIn(statement([entry(paid, { reference: paid.reference.toLowerCase(), number: '7' })]))).toEqual(
      idsIn(statement([entry(paid)])),
    );
  });

  it.each([
    ['another bank reference', { bankReference: 'FT2' }],
    ['another amount', { amount: 540_001 }],
    ['another account, without the bank’s reference', { account: '1500205000099', bankReference: '' }],
    ['another day', { date: '<Dt>2026-11-29</Dt>' }],
    ['the other direction', { direction: 'CRDT', more: '<RtrInf/>' }],
  ])('gives a booking of %s another id', (_what, form) => {
    expect(idsIn(statement([entry(paid, form)]))).not.toEqual(idsIn(statement([entry(paid)])));
  });

  it('knows a booking again that is told with less, or in another form', () => {
    const [id] = idsIn(statement([entry(paid)]));
    const inner = `<AcctSvcrRef>${paid.bankReference}</AcctSvcrRef><AddtlNtryInf>${paid.reference}</AddtlNtryInf>`;

    expect(idsIn(statement([entry(paid, { inner })]))).toEqual([id]);
    expect(idsIn(statement([entry(paid, { date: `<DtTm>${DAY}T09:30:00+07:00</DtTm>` })]))).toEqual([id]);
    expect(idsIn(notification([[entry(paid)]]))).toEqual([id]);
  });

  it('tells two unexplained debits of one amount apart by what they say, and knows each again', () => {
    const unexplained = (words: string) =>
      entry({ amount: 7_777_000 }, { inner: `<AddtlNtryInf>${words}</AddtlNtryInf>` });
    const one = idsIn(statement([unexplained('mot')]));

    expect(idsIn(statement([unexplained('hai')]))).not.toEqual(one);
    expect(idsIn(statement([unexplained('mot')], { messageId: 'STM9' }))).toEqual(one);
    expect(new Set(idsIn(statement([unexplained('mot'), unexplained('mot')]))).size).toBe(2);
  });

  it('takes the time of an entry as it is written, and Hà Nội where no zone is', () => {
    const at = (date: string) =>
      read(statement([entry(paid, { date })])).notices[0]?.occurredAt.toISOString();

    expect(at('<Dt>2026-11-30</Dt>')).toBe('2026-11-29T17:00:00.000Z');
    expect(at('<Dt>2026-11-30Z</Dt>')).toBe('2026-11-30T00:00:00.000Z');
    expect(at('<DtTm>2026-11-30T08:00:00</DtTm>')).toBe('2026-11-30T01:00:00.000Z');
    expect(at('<DtTm>2026-11-30T08:00:00Z</DtTm>')).toBe('2026-11-30T08:00:00.000Z');
    expect(at('<DtTm>2026-11-30T08:00:00-0500</DtTm>')).toBe('2026-11-30T13:00:00.000Z');
  });

  it('of notifications is told as one, and refused where it is one page of several', () => {
    const page = '<MsgPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></MsgPgntn>';

    expect(() => read(notification([[entry(paid)]], { header: page }))).toThrow(/incomplete/);
  });
});

describe('a notification that a bank sends unasked', () => {
  const unasked = (content: string) => statementOfReport(readAccountReport(content), statedAt);
  const credit = (form = {}) => entry(paid, { direction: 'CRDT', ...form });
  const onReceiver = { account: paid.account };

  it.each([
    ['equal', {}],
    ['under another bank reference', { bankReference: 'FT2' }],
  ])('tells a credit once, and a second one, %s, to a person', (_how, form) => {
    const { notices } = unasked(notification([[credit()], [credit(form)]], onReceiver));

    expect(notices).toMatchObject([
      { status: 'SETTLED', evidence: 'NOTIFICATION' },
      { status: 'UNKNOWN', evidence: 'STATEMENT', reference: paid.reference, amount: 540_000n },
    ]);
  });

  it('says the same news under the same id, and never under the id of the booking on a statement', () => {
    const file = notification([[entry(paid)]]);

    expect(unasked(file).notices).toEqual(unasked(file.replace('STM1', 'STM2')).notices);
    expect(unasked(file).notices[0]?.reportId).not.toBe(idsIn(file)[0]);
  });

  it('is true for each page alone, and not where it says to hold more than it does', () => {
    const page = { header: '<MsgPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></MsgPgntn>' };
    const short = { summary: '<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry>' };

    expect(unasked(notification([[entry(paid)]], page)).notices).toHaveLength(1);
    expect(() => unasked(notification([[entry(paid)]], short))).toThrow(/incomplete/);
    expect(() => unasked(statement([entry(paid)], page))).toThrow(/incomplete/);
  });
});
