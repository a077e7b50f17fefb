import { describe, expect, it } from '@jest/globals';
import { answerOfVerification, outcomeFor } from '../../../adapters/agribank/translate.js';
import {
  FAILURE_REASON,
  noticesOfStatusReport,
  readAccountReport,
  readPaymentStatusReport,
  readVerificationReport,
  statementOfReport,
  statusOfTransaction,
} from '../../../adapters/protocols/iso20022/index.js';
import { message, vectorTasks } from './vectors.js';

const now = new Date('2026-11-22T04:00:00Z');
const said = { evidence: 'REPLY', occurredAt: now } as const;
const [first = '', second = ''] = vectorTasks.map(({ reference }) => reference);

describe('an ISO 20022 transaction status in the hub’s words', () => {
  // prettier-ignore
  it.each([
    ['RCVD', 'SUBMITTED'], ['ACTC', 'ACCEPTED'], ['ACCP', 'ACCEPTED'], ['ACFC', 'ACCEPTED'], ['ACFW', 'HELD'],
    ['ACWC', 'ACCEPTED'],  ['ACWP', 'ACCEPTED'], ['ACSP', 'ACCEPTED'], ['ACPD', 'ACCEPTED'],
    ['ACSC', 'ACCEPTED'],  ['ACCC', 'SETTLED'],  ['PDNG', 'HELD'],     ['PATC', 'HELD'],     ['BLCK', 'HELD'],
    ['RJCT', 'REJECTED'],  ['CANC', 'CANCELLED'],
    ['PART', 'UNKNOWN'],   ['PRES', 'UNKNOWN'],  ['ZZZZ', 'UNKNOWN'],  ['accc', 'UNKNOWN'],  [undefined, 'UNKNOWN'],
  ] as const)('%s is %s', (word, status) => {
    expect(statusOfTransaction(word)).toBe(status);
  });

  // prettier-ignore
  it.each([
    ['AC01', 'ACCOUNT_INVALID'], ['BE06', 'ACCOUNT_NOT_FOUND'], ['AC04', 'ACCOUNT_CLOSED'], ['AC06', 'ACCOUNT_BLOCKED'],
    ['AC02', 'SOURCE_ACCOUNT'],  ['BE01', 'NAME_MISMATCH'],     ['BE17', 'ID_MISMATCH'],    ['RR04', 'KYC_INCOMPLETE'],
    ['AM14', 'LIMIT_EXCEEDED'],  ['AM04', 'FUNDS'],             ['DU04', 'DUPLICATE'],      ['AM05', 'DUPLICATE'],
    ['AM10', 'AMOUNT'],          ['MD07', 'DECEASED'],          ['TM01', 'CUTOFF'],         ['MS03', 'REFUSED'],
    ['AB08', 'TECHNICAL'],
  ] as const)('reason %s is %s', (code, reason) => {
    expect(FAILURE_REASON.get(code)).toBe(reason);
  });
});

describe('a status report of the bank', () => {
  // prettier-ignore
  it.each([
    ['pain.002-part',                 first,  'ACCEPTED',  undefined,        'ACSC',           'booked at the payer’s side only'],
    ['pain.002-part',                 second, 'REJECTED',  'ACCOUNT_CLOSED', 'RJCT AC04',      'refused, without the bank’s free words'],
    ['pain.002-credited',             first,  'SETTLED',   undefined,        'ACCC',           'credited'],
    ['pain.002-whole-file-received',  first,  'ACCEPTED',  undefined,        'ACTC',           'shares the fate of its file'],
    ['pain.002-whole-file-refused',   first,  'REJECTED',  'AMOUNT',         'RJCT AM10',      'shares the fate of its file'],
    ['pain.002-file-seen-before',     first,  'UNKNOWN',   'DUPLICATE',      'RJCT DU01',      'a repeat is a doubt, not a refusal'],
    ['pain.002-unknown-word',         first,  'UNKNOWN',   undefined,        'ZZZZ',           'no documented word'],
    ['pain.002-never-received',       first,  'UNKNOWN',   'NOT_RECEIVED',   'NOT-RECEIVED',   'the bank has never seen it'],
    ['pain.002-part',           'OTHER',      'UNKNOWN',   undefined,        'PART',           'a part of the file says nothing of this one'],
  ] as const)('%s says of %s: %s %s (%s): %s', (name, reference, status, reason, reasonText, _meaning) => {
    const outcome = outcomeFor(reference, readPaymentStatusReport(message(name)), {
      ...said,
      evidence: 'INQUIRY',
    });

    expect({ ...outcome, reason: outcome.reason }).toMatchObject({ status, reason, reasonText });
  });

  it('names the account that was credited, which may not be the one that is paid now', () => {
    const report = readPaymentStatusReport(message('pain.002-credited-to-another'));

    expect(outcomeFor(first, report, { ...said, evidence: 'INQUIRY' })).toMatchObject({
      status: 'SETTLED',
      amount: 540_000n,
      account: '1500205000099',
    });
  });

  it('carries the bank’s own reference, amount and time on', () => {
    const [notice] = noticesOfStatusReport(readPaymentStatusReport(message('pain.002-credited')), now);

    expect(notice).toEqual({
      reference: first,
      status: 'SETTLED',
      evidence: 'NOTIFICATION',
      reasonText: 'ACCC',
      externalReference: 'FT1',
      amount: 540_000n,
      occurredAt: new Date('2026-11-22T10:00:01+07:00'),
    });
  });
});

describe('an account report of the bank', () => {
  const noticesIn = (name: string) => statementOfReport(readAccountReport(message(name)), now).notices;

  // prettier-ignore
  it.each([
    ['camt.054-credit',                'SETTLED',  undefined,        'NOTIFICATION', 'booked on the receiver’s own account'],
    ['camt.054-return',                'RETURNED', 'ACCOUNT_CLOSED', 'NOTIFICATION', 'given back with a reason'],
    ['camt.054-reversal',              'RETURNED', 'REFUSED',        'NOTIFICATION', 'a reversed debit is money given back'],
    ['camt.054-credit-without-a-word', 'UNKNOWN',  undefined,        'STATEMENT',    'a credit on the payer’s account is for a person'],
    ['camt.054-pending',               'ACCEPTED', undefined,        'NOTIFICATION', 'expected, not booked'],
  ] as const)('%s says %s %s by %s: %s', (name, status, reason, evidence, _meaning) => {
    const [notice, ...others] = noticesIn(name);

    expect(others).toEqual([]);
    expect(notice).toMatchObject({ reference: first, status, evidence, amount: 540_000n });
    expect(notice?.reason).toBe(reason);
  });

  it('of information only says nothing', () => {
    expect(noticesIn('camt.054-information-only')).toEqual([]);
  });

  it('that is a day’s statement tells debits as accepted and the return as returned', () => {
    expect(noticesIn('camt.053-day').map(({ status, evidence }) => [status, evidence])).toEqual([
      ['ACCEPTED', 'STATEMENT'],
      ['ACCEPTED', 'STATEMENT'],
      ['RETURNED', 'STATEMENT'],
    ]);
  });

  it.each([
    ['another message', (text: string) => text.replaceAll('camt.054.001.08', 'camt.052.001.08')],
    [
      'a document type',
      (text: string) => text.replace('<Document', '<!DOCTYPE Document [<!ENTITY a "b">]><Document'),
    ],
  ])('with %s cannot be read', (_, spoil) => {
    const spoilt = spoil(message('camt.054-credit'));

    expect(() => readAccountReport(spoilt)).toThrow();
  });

  it.each([
    [
      'another currency',
      'notOurs',
      (text: string) => text.replaceAll('Ccy="VND"', 'Ccy="USD"').replaceAll('EndToEndId', 'TxNo'),
    ],
    ['a fraction of a đồng', 'unreadable', (text: string) => text.replaceAll('>540000<', '>540000.50<')],
    ['no direction', 'unreadable', (text: string) => text.replaceAll('CRDT', 'BOTH')],
  ] as const)(
    'with %s in an entry costs that entry, which is counted and named by its place',
    (_, as, spoil) => {
      const statement = statementOfReport(readAccountReport(spoil(message('camt.054-credit'))), now);

      expect(statement).toMatchObject({ entries: 1, notices: [], [as]: [{ place: 'Ntfctn 1, Ntry 1' }] });
    },
  );
});

describe('a verification report of the bank', () => {
  const name = 'NGUYEN THI ANH DAO';
  // prettier-ignore
  it.each([
    ['acmt.024-verified',              { accountState: 'OPEN', returnedName: name, personalIdMatches: true }],
    ['acmt.024-verified-without-name', { accountState: 'OPEN', institutionMatch: 'MATCH', personalIdMatches: true }],
    ['acmt.024-not-found',             { accountState: 'NOT_FOUND' }],
    ['acmt.024-closed',                { accountState: 'CLOSED' }],
    ['acmt.024-blocked',               { accountState: 'BLOCKED' }],
    ['acmt.024-name-differs',          { accountState: 'OPEN', returnedName: 'TRAN VAN BINH' }],
    ['acmt.024-name-close',            { accountState: 'OPEN', institutionMatch: 'CLOSE' }],
    ['acmt.024-id-differs',            { accountState: 'OPEN', returnedName: name, personalIdMatches: false }],
    ['acmt.024-no-answer',             { accountState: 'UNAVAILABLE' }],
  ] as const)('%s says %o', (file, answer) => {
    const [report] = readVerificationReport(message(file));
    if (!report) throw new Error('no report');

    expect(answerOfVerification(report, true, now)).toEqual({ checkedAt: now, ...answer });
  });
});
