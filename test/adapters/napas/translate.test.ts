import { describe, expect, it } from '@jest/globals';
import { answerOfVerification, noticesOfReturn, outcomeFor } from '../../../adapters/napas/translate.js';
import {
  noticesOfStatusReport,
  readInterbankStatusReport,
  readPaymentReturn,
  readStatementFile,
  readVerificationReport,
} from '../../../adapters/protocols/iso20022/index.js';
import { message, vectorTask } from './vectors.js';

const now = new Date('2026-11-23T04:00:00Z');
const { reference } = vectorTask;

describe('a status report of the switch', () => {
  // prettier-ignore
  it.each([
    ['pacs.002-credited',              'SETTLED',  undefined,        'ACCC',         'the receiving bank has credited'],
    ['pacs.002-settled-between-banks', 'ACCEPTED', undefined,        'ACSC',         'the banks have settled; nothing is said of the receiver'],
    ['pacs.002-in-process',            'ACCEPTED', undefined,        'ACSP',         'under way'],
    ['pacs.002-pending',               'HELD',     undefined,        'PDNG',         'somebody must decide'],
    ['pacs.002-account-closed',        'REJECTED', 'ACCOUNT_CLOSED', 'RJCT AC04',    'refused, without the free words'],
    ['pacs.002-above-the-limit',       'REJECTED', 'LIMIT_EXCEEDED', 'RJCT AM02',    '500 million đồng or more'],
    ['pacs.002-receiving-bank-away',   'REJECTED', 'TECHNICAL',      'RJCT AB08',    'an explicit refusal, so another payment may follow'],
    ['pacs.002-seen-before',           'UNKNOWN',  'DUPLICATE',      'RJCT DU04',    'a repeat is a doubt, not a refusal'],
    ['pacs.002-unknown-word',          'UNKNOWN',  undefined,        'ZZZZ',         'no documented word'],
    ['pacs.002-never-received',        'UNKNOWN',  'NOT_RECEIVED',   'NOT-RECEIVED', 'the switch has never seen it'],
    ['pacs.002-message-refused',       'REJECTED', 'TECHNICAL',      'RJCT FF01',    'turned away as a whole'],
  ] as const)('%s: %s %s (%s): %s', (name, status, reason, reasonText, _meaning) => {
    const report = readInterbankStatusReport(message(name));

    const outcome = outcomeFor(reference, report, { evidence: 'INQUIRY', occurredAt: now });

    expect({ ...outcome, reason: outcome?.reason }).toMatchObject({ status, reason, reasonText, evidence: 'INQUIRY' });
  });

  it('of another payment says nothing', () => {
    const report = readInterbankStatusReport(message('pacs.002-of-another'));

    expect(outcomeFor(reference, report, { evidence: 'REPLY', occurredAt: now })).toBeUndefined();
  });

  it('is no proof of absence when it answers a transfer', () => {
    const report = readInterbankStatusReport(message('pacs.002-never-received'));

    expect(outcomeFor(reference, report, { evidence: 'REPLY', occurredAt: now })).toMatchObject({
      status: 'UNKNOWN',
      evidence: 'REPLY',
    });
  });

  it('names the account that was credited, which may not be the one that is paid now', () => {
    const report = readInterbankStatusReport(message('pacs.002-credited-to-another'));

    expect(outcomeFor(reference, report, { evidence: 'INQUIRY', occurredAt: now })).toMatchObject({
      status: 'SETTLED',
      amount: 540_000n,
      account: '1012345699',
    });
  });

  it('carries the switch’s own reference, amount and time on', () => {
    expect(noticesOfStatusReport(readInterbankStatusReport(message('pacs.002-credited')), now)).toEqual([
      {
        reference,
        status: 'SETTLED',
        evidence: 'NOTIFICATION',
        reasonText: 'ACCC',
        externalReference: 'NP1',
        amount: 540_000n,
        occurredAt: new Date('2026-11-23T01:30:02+07:00'),
      },
    ]);
  });
});

describe('a return', () => {
  it.each([
    ['pacs.004-return', 540_000n, 'ACCOUNT_CLOSED', 'pacs.004 AC04'],
    ['pacs.004-part', 200_000n, 'REFUSED', 'pacs.004 CUST'],
  ])('%s gives %s back: %s', (name, amount, reason, reasonText) => {
    expect(noticesOfReturn(readPaymentReturn(message(name)), now)).toEqual([
      {
        reference,
        status: 'RETURNED',
        evidence: 'NOTIFICATION',
        reason,
        reasonText,
        externalReference: 'NP1',
        amount,
        occurredAt: new Date('2026-11-25T09:00:00+07:00'),
      },
    ]);
  });

  it('without an amount cannot be read', () => {
    const spoilt = message('pacs.004-return').replaceAll('RtrdIntrBkSttlmAmt', 'Other');

    expect(() => readPaymentReturn(spoilt)).toThrow('RtrdIntrBkSttlmAmt is missing');
  });
});

describe('a settlement statement', () => {
  it('tells debits as accepted, returns as returned, and what fits no payment by the switch’s reference, for a person', () => {
    const { notices } = readStatementFile(message('camt.053-day'), now);

    expect(notices).toMatchObject([
      { reference, status: 'ACCEPTED', evidence: 'STATEMENT', amount: 540_000n, externalReference: 'NP1' },
      { reference, status: 'RETURNED', evidence: 'STATEMENT', amount: 540_000n, reason: 'DECEASED' },
      { reference, status: 'UNKNOWN', reasonText: expect.stringMatching(/not the receiver/) },
      { reference, status: 'ACCEPTED', reasonText: 'PDNG' },
      { status: 'ACCEPTED', externalReference: 'NP1' },
    ]);
    expect(notices.at(-1)?.reference).toBeUndefined();
  });
});

describe('an account report of a bank behind the switch', () => {
  // prettier-ignore
  it.each([
    ['acmt.024-masked-name',       { accountState: 'OPEN', returnedName: 'L*** V** O**' }],
    ['acmt.024-open-without-name', { accountState: 'OPEN' }],
    ['acmt.024-not-found',         { accountState: 'NOT_FOUND' }],
    ['acmt.024-no-credit',         { accountState: 'BLOCKED' }],
    ['acmt.024-bank-cannot-say',   { accountState: 'UNAVAILABLE' }],
    ['acmt.024-no-such-bank',      { accountState: 'UNAVAILABLE' }],
  ] as const)('%s says %o', (name, answer) => {
    const [report] = readVerificationReport(message(name));
    if (!report) throw new Error('no report');

    expect(answerOfVerification(report, now)).toEqual({ checkedAt: now, ...answer });
  });
});
