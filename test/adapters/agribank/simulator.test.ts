/** The simulated bank is held to the same messages as the adapter, so that a protocol misread once does not pass twice. */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { isPartners } from '../../../adapters/agribank/simulator/file-signature.js';
import { Gateway } from '../../../adapters/agribank/simulator/gateway.js';
import {
  FileRefusal,
  readInstructionFile,
  readVerificationQuestion,
} from '../../../adapters/agribank/simulator/read-messages.js';
import {
  creditNotification,
  notReceivedReport,
  returnNotification,
  statusReport,
  verificationReport,
  type Transfer,
} from '../../../adapters/agribank/simulator/write-messages.js';
import {
  readAccountReport,
  readPaymentStatusReport,
  readVerificationReport,
} from '../../../adapters/protocols/iso20022/index.js';
import { content, fileName, receiver, vector } from '../kit/file-signature-vectors.js';
import { message, signatures, vectorTasks } from './vectors.js';

afterEach(() => {
  jest.restoreAllMocks();
});

const [first] = vectorTasks;
const reference = first?.reference ?? '';
const credited: Transfer = {
  endToEndId: reference,
  status: 'ACSC',
  servicerReference: 'FT1',
  amount: 540_000,
  account: '1500205000011',
  debtorAccount: '1500201000001',
  at: '2026-11-22T03:00:01.000Z',
};

describe('the simulated Agribank reads what another implementation wrote', () => {
  it('a payment file', () => {
    const file = readInstructionFile(message('pain.001-two-payments'));

    expect(file.messageId).toBe(signatures.messageId);
    expect(file.instructions).toMatchObject(
      signatures.tasks.map(
        ({ reference: endToEndId, amount, accountNumber: account, sourceAccount: debtorAccount }) => ({
          endToEndId,
          amount,
          account,
          debtorAccount,
          bank: '970405',
        }),
      ),
    );
  });

  it('a verification request', () => {
    expect(readVerificationQuestion(message('acmt.023-request'))).toMatchObject({
      id: 'Vtsk01k0vector',
      account: '1500205000011',
      personalId: '001145000011',
    });
  });

  // prettier-ignore
  it.each([
    ['another message version',  'FF01', 'pain.001.001.09',        'pain.001.001.03'],
    ['a count that is wrong',    'AM18', '<NbOfTxs>2</NbOfTxs>',   '<NbOfTxs>3</NbOfTxs>'],
    ['a sum that is wrong',      'AM10', '<CtrlSum>1620000<',      '<CtrlSum>1620001<'],
    ['a payment method of cheques', 'FF01', '<PmtMtd>TRF<',        '<PmtMtd>CHK<'],
    ['another currency',         'AM03', 'Ccy="VND"',              'Ccy="USD"'],
    ['a UETR that is none',      'FF01', '<UETR>',                 '<UETR>x'],
    ['a date that is none',      'DT01', '<Dt>2026-11-23<',        '<Dt>23/11/2026<'],
    ['no purpose',               'FF01', '<Purp><Cd>SSBE</Cd></Purp>', ''],
    ['no creditor name',         'FF01', '<Cdtr><Nm>NGUYEN THI ANH DAO</Nm>', '<Cdtr>'],
    ['no payer account',         'AC02', 'DbtrAcct>',              'OtherAcct>'],
        ['broken XML',               'FF01', '</Document>',            ''],
  ] as const)('and turns away a file with %s as %s', (_, code, from, to) => {
    const spoilt = message('pain.001-two-payments').replaceAll(from, to);

    expect(() => readInstructionFile(spoilt)).toThrow(new FileRefusal(code, ''));
  });
});

describe('the simulated Agribank writes what the vectors show', () => {
  it('status reports', () => {
    const written = readPaymentStatusReport(
      statusReport({ originalMessageId: signatures.messageId, groupStatus: 'PART', transfers: [credited] }),
    );
    const [expected] = readPaymentStatusReport(message('pain.002-part')).transactions;

    expect(written).toMatchObject({ originalMessageId: signatures.messageId, groupStatus: 'PART' });
    expect(written.transactions).toEqual([
      { ...expected, account: credited.account, acceptedAt: new Date(credited.at) },
    ]);
  });

  it('the answer about a reference that it has never seen', () => {
    const written = readPaymentStatusReport(notReceivedReport(reference));

    expect(written.transactions).toEqual(
      readPaymentStatusReport(message('pain.002-never-received')).transactions,
    );
  });

  it.each([
    ['credits', creditNotification([credited]), 'camt.054-credit'],
    ['returns', returnNotification(credited, 'AC04'), 'camt.054-return'],
  ])('%s', (_, written, name) => {
    const varying = {
      bookedAt: expect.any(Date),
      bookedOn: expect.anything(),
      fingerprint: expect.any(String),
    };
    const numbers = { servicerReference: expect.any(String), bookingReference: expect.any(String) };
    const entriesIn = (text: string) => readAccountReport(text).entries.map(({ read }) => read());

    expect(entriesIn(written)).toMatchObject(
      entriesIn(message(name)).map(({ code: _code, ...entry }) => ({ ...entry, ...varying, ...numbers })),
    );
  });

  it('verification reports', () => {
    const about = {
      originalMessageId: 'ASVtsk01k0vector',
      originalId: 'Vtsk01k0vector',
      account: '1500205000011',
    };
    const read = (name: string) => readVerificationReport(message(name));

    expect(
      readVerificationReport(verificationReport({ ...about, isVerified: true, name: 'NGUYEN THI ANH DAO' })),
    ).toEqual(read('acmt.024-verified'));
    expect(
      readVerificationReport(
        verificationReport({ ...about, isVerified: false, reasonWord: 'ACCOUNT-CLOSED' }),
      ),
    ).toEqual(read('acmt.024-closed'));
  });
});

describe('the simulated Agribank’s door', () => {
  const gateway = new Gateway({ clientId: 'demo-partner', secret: signatures.secret });
  const request = {
    method: 'POST',
    path: '/h2h/v1/files',
    query: new URLSearchParams(),
    headers: {
      'x-client-id': 'demo-partner',
      'x-timestamp': signatures.timestamp,
      'x-signature': signatures.request.signature,
    },
    body: Buffer.from(message('pain.001-two-payments')),
  };
  const at = (time: string) => jest.spyOn(Date, 'now').mockReturnValue(Date.parse(time));

  it('lets in what openssl has signed, and signs its answers as openssl does', () => {
    at(signatures.timestamp);
    const answer = gateway.answer(request, { status: 200, body: message('pain.002-part') }, false);

    expect(gateway.turnAway(request)).toBeUndefined();
    expect(answer.headers?.['x-signature']).toBe(signatures.answer.signature);
  });

  it.each([
    ['another body', { body: Buffer.from('<Document/>') }, signatures.timestamp],
    ['another path', { path: '/h2h/v1/verifications' }, signatures.timestamp],
    ['another caller', { headers: { ...request.headers, 'x-client-id': 'somebody' } }, signatures.timestamp],
    ['a signature of yesterday', {}, '2026-11-23T03:00:00.000Z'],
  ])('turns away %s', (_, change, now) => {
    at(now);

    expect(gateway.turnAway({ ...request, ...change })?.status).toBe(401);
  });
});

describe('the simulated Agribank takes a signed file', () => {
  const subject = `${receiver}/${fileName}`;
  const settings = (profile: 'cms' | 'jws', certificate: string) => ({
    profile,
    privateKey: '',
    certificate: '',
    trustedCertificates: [vector(certificate).toString('utf8')],
  });

  // prettier-ignore
  it.each([
    ['that OpenSSL has signed as CMS',         'cms', 'cms-es256.p7s', 'bank-ec.pem',  subject,                       content,                 true],
    ['that OpenSSL has signed as JWS',         'jws', 'jws-es256.jws', 'bank-ec.pem',  subject,                       content,                 true],
    ['of another signer as CMS',               'cms', 'cms-es256.p7s', 'stranger.pem', subject,                       content,                 false],
    ['of another signer as JWS',               'jws', 'jws-es256.jws', 'stranger.pem', subject,                       content,                 false],
    ['under another name as CMS',              'cms', 'cms-es256.p7s', 'bank-ec.pem',  `${receiver}/other.xml`,       content,                 false],
    ['under another name as JWS',              'jws', 'jws-es256.jws', 'bank-ec.pem',  `${receiver}/other.xml`,       content,                 false],
    ['that was changed after it was signed as CMS', 'cms', 'cms-es256.p7s', 'bank-ec.pem', subject,                   Buffer.from('<x/>'),     false],
    ['that was changed after it was signed as JWS', 'jws', 'jws-es256.jws', 'bank-ec.pem', subject,                   Buffer.from('<x/>'),     false],
    ['without a signature',                    'cms', undefined,       'bank-ec.pem',  subject,                       content,                 false],
  ] as const)('%s: %#', (_how, profile, signature, certificate, named, bytes, isTaken) => {
    const companion = signature === undefined ? Buffer.alloc(0) : vector(signature);

    expect(isPartners(settings(profile, certificate), { content: bytes, subject: named }, companion)).toBe(isTaken);
  });
});
