/** The simulated switch is held to the same messages as the adapter, so that a protocol misread once does not pass twice. */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Gateway } from '../../../adapters/napas/simulator/gateway.js';
import { maskedName } from '../../../adapters/napas/simulator/masked-name.js';
import {
  MessageRefusal,
  readAccountQuestion,
  readInstruction,
  readStatusQuestion,
} from '../../../adapters/napas/simulator/read-messages.js';
import {
  accountReport,
  notReceivedReport,
  returnMessage,
  statement,
  statusReport,
  type Transfer,
} from '../../../adapters/napas/simulator/write-messages.js';
import {
  readAccountReport,
  readInterbankStatusReport,
  readPaymentReturn,
  readVerificationReport,
} from '../../../adapters/protocols/iso20022/index.js';
import { key, message, signatures, vectorTask } from './vectors.js';

afterEach(() => {
  jest.restoreAllMocks();
});

const { reference } = vectorTask;
const credited: Transfer = {
  endToEndId: reference,
  messageId: signatures.messageId,
  status: 'ACCC',
  clearingReference: 'NP1',
  amount: 540_000,
  account: '1012345678',
  debtorAccount: '12010001234567',
  at: '2026-11-22T18:30:02.000Z',
};

describe('the simulated switch reads what another implementation wrote', () => {
  it('a transfer', () => {
    expect(readInstruction(message('pacs.008-to-an-authorised-receiver'))).toMatchObject({
      messageId: signatures.messageId,
      endToEndId: reference,
      amount: 540_000,
      bank: '970436',
      account: '1012345678',
      creditorName: "LE VAN O'BRIEN",
      ultimateCreditorName: 'NGUYEN THI ANH DAO',
      debtorAccount: '12010001234567',
    });
  });

  it('a status request and a question about an account', () => {
    expect(readStatusQuestion(message('pacs.028-request')).endToEndId).toBe(reference);
    expect(readAccountQuestion(message('acmt.023-request'))).toMatchObject({
      id: 'Vtsk01k0vector',
      bank: '970436',
      account: '1012345678',
    });
  });

  // prettier-ignore
  it.each([
    ['another message version',  'FF01', 'pacs.008.001.08',         'pacs.008.001.02'],
    ['two transfers announced',  'AM18', '<NbOfTxs>1<',             '<NbOfTxs>2<'],
    ['another clearing',         'FF01', '<Prtry>NAPAS<',           '<Prtry>OTHER<'],
    ['another currency',         'AM03', 'Ccy="VND"',               'Ccy="USD"'],
    ['a TxId of its own',        'FF01', '<TxId>',                  '<TxId>X'],
    ['a UETR that is none',      'FF01', '<UETR>',                  '<UETR>x'],
    ['a date that is none',      'DT01', '<IntrBkSttlmDt>2026-11-23<', '<IntrBkSttlmDt>23/11/2026<'],
    ['no purpose',               'FF01', '<Purp><Cd>SSBE</Cd></Purp>', ''],
    ['no creditor name',         'FF01', '<Cdtr><Nm>',              '<Cdtr><Nm></Nm><Nm>'],
    ['charges to the receiver',  'FF01', '<ChrgBr>DEBT<',           '<ChrgBr>CRED<'],
    ['elements out of order',    'FF01', '<ChrgBr>DEBT</ChrgBr><Dbtr><Nm>UBND XA DEMO</Nm></Dbtr>', '<Dbtr><Nm>UBND XA DEMO</Nm></Dbtr><ChrgBr>DEBT</ChrgBr>'],
    ['another bank than it is sent to', 'FF01', '<InstdAgt><FinInstnId><ClrSysMmbId><MmbId>970436', '<InstdAgt><FinInstnId><ClrSysMmbId><MmbId>970415'],
    ['no payer account',         'AC02', '<Id>12010001234567</Id>',  '<Id></Id>'],
    ['broken XML',               'FF01', '</Document>',             ''],
  ] as const)('and turns away a transfer with %s as %s', (_, code, from, to) => {
    const whole = message('pacs.008-to-an-authorised-receiver');
    expect(whole).toContain(from);

    expect(() => readInstruction(whole.replaceAll(from, to))).toThrow(new MessageRefusal(code, ''));
  });
});

describe('the simulated switch writes what the vectors show', () => {
  it.each([
    ['credited', credited, 'pacs.002-credited'],
    ['refused', { ...credited, status: 'RJCT', reason: 'AM02' }, 'pacs.002-above-the-limit'],
  ])('a status report: %s', (_, transfer, name) => {
    const written = readInterbankStatusReport(
      statusReport({ originalMessageId: signatures.messageId, transfer }),
    );
    const expected = readInterbankStatusReport(message(name));

    expect(written.originalMessageId).toBe(expected.originalMessageId);
    expect(written.transactions).toEqual(
      expected.transactions.map((transaction) => ({ ...transaction, account: credited.account })),
    );
  });

  it('a message turned away, and a reference never seen', () => {
    const refused = statusReport({ originalMessageId: signatures.messageId, groupReason: 'FF01' });
    const vary = { messageId: expect.any(String), createdAt: expect.any(Date) };

    expect(readInterbankStatusReport(refused)).toEqual({
      ...readInterbankStatusReport(message('pacs.002-message-refused')),
      ...vary,
    });
    expect(readInterbankStatusReport(notReceivedReport(reference)).transactions).toEqual(
      readInterbankStatusReport(message('pacs.002-never-received')).transactions,
    );
  });

  it('a return', () => {
    const written = readPaymentReturn(returnMessage(credited, 'AC04')).transactions;
    const expected = readPaymentReturn(message('pacs.004-return')).transactions;

    expect(written).toEqual(expected.map((line) => ({ ...line, returnId: expect.any(String) })));
  });

  it('a day’s statement', () => {
    const lines = [credited, { ...credited, amount: -540_000, returnReason: 'MD07' }];
    const entriesIn = (text: string) => readAccountReport(text).entries.map(({ read }) => read());
    const written = entriesIn(statement('2026-11-23', lines));
    const [debit, credit] = entriesIn(message('camt.053-day'));

    // The vectors give every booking one code; that it is a return stands in RtrInf.
    const own = { ...accounts, fingerprint: expect.any(String), code: expect.any(String) };
    expect(written).toMatchObject([debit, credit].map((line) => ({ ...line, ...own })));
    expect(readAccountReport(statement('2026-11-22', lines)).entries).toEqual([]);
  });

  it('an answer about an account, with the name masked', () => {
    const about = { originalMessageId: 'ASVtsk01k0vector', originalId: 'Vtsk01k0vector', bank: '970436' };
    const written = accountReport({
      ...about,
      account: '1012345678',
      isVerified: true,
      name: maskedName("Lê  Văn O'Brien"),
    });

    expect(readVerificationReport(written)).toEqual(readVerificationReport(message('acmt.024-masked-name')));
  });
});

const accounts = {
  creditorAccount: credited.account,
  debtorAccount: credited.debtorAccount,
  bookedAt: new Date(credited.at),
};

describe('the simulated switch’s door', () => {
  const { token, request: signed, answer, notification, clientId, timestamp } = signatures;
  const gateway = new Gateway({
    clientId,
    clientSecret: token.fields['client_secret'] ?? '',
    username: token.fields['username'] ?? '',
    password: token.fields['password'] ?? '',
    privateKey: key('switch', 'key'),
    partnerPublicKey: key('participant', 'public'),
  });
  const at = (time: string) => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.parse(time));
  };
  const post = (path: string, body: string, headers: Record<string, string> = {}) => ({
    method: 'POST',
    path,
    query: new URLSearchParams(),
    headers,
    body: Buffer.from(body),
  });
  const tokenRequest = (fields: object) =>
    post('/api/core/v1/oauth/token', JSON.stringify({ ...fields, Signature: token.signature }));
  const bearer = () => {
    const { body } = gateway.giveToken(tokenRequest(token.fields));
    return (JSON.parse(String(body)) as { access_token: string }).access_token;
  };
  const transfer = (authorization: string) =>
    post('/api/ibft/v1/messages', message('pacs.008-to-an-authorised-receiver'), {
      authorization: `Bearer ${authorization}`,
      'x-callback-url': signed.fields['CallbackUrl'] ?? '',
      'x-client-id': clientId,
      'x-message': 'pacs.008.001.08',
      'x-timestamp': timestamp,
      'x-signature': signed.signature,
    });

  it('gives a token to whoever openssl signed for, and to nobody else', () => {
    expect(gateway.giveToken(tokenRequest(token.fields)).status).toBe(200);
    expect(gateway.giveToken(tokenRequest({ ...token.fields, password: 'another' })).status).toBe(400);
  });

  it('lets in what openssl has signed, and signs its answers as openssl does', () => {
    at(timestamp);
    const request = transfer(bearer());

    const reply = gateway.answer(request, { status: 200, body: message('pacs.002-credited') }, false);

    expect(gateway.turnAway(request)).toBeUndefined();
    expect(reply.headers?.['x-signature']).toBe(answer.signature);
  });

  it('signs notifications as openssl does', () => {
    jest.useFakeTimers({ now: new Date(timestamp) });

    const headers = gateway.notificationHeaders('/napas/notifications', message('pacs.002-credited'));

    jest.useRealTimers();
    expect(headers['x-signature']).toBe(notification.signature);
  });

  it.each([
    [
      'another body',
      400,
      (request: ReturnType<typeof post>) => ({ ...request, body: Buffer.from('<Document/>') }),
    ],
    [
      'another path',
      400,
      (request: ReturnType<typeof post>) => ({ ...request, path: '/api/ibft/v1/statements' }),
    ],
    [
      'an unknown token',
      401,
      (request: ReturnType<typeof post>) => ({
        ...request,
        headers: { ...request.headers, authorization: 'Bearer x' },
      }),
    ],
  ] as const)('turns away %s with %d', (_, status, change) => {
    at(timestamp);

    expect(gateway.turnAway(change(transfer(bearer())))?.status).toBe(status);
  });

  it('turns away a signature of yesterday, and a token after five minutes', () => {
    at(timestamp);
    const old = bearer();
    at('2026-11-23T18:30:00.000Z');

    expect(gateway.turnAway(transfer(bearer()))?.status).toBe(400);
    expect(gateway.turnAway(transfer(old))?.status).toBe(401);
  });
});
