/** The simulator held to the vectors as a black box: what another implementation sealed and signed goes over a socket. */
import { randomUUID, X509Certificate } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createSimulator } from '../../../adapters/bidv/simulator.js';
import { defaultProfile } from '../../../adapters/bidv/profile.js';
import { openBody, readKeys, verifyBody } from '../../../adapters/bidv/wire.js';
import type { Faults, Simulator } from '../../../adapters/kit/simulator/index.js';
import { vector, vectors } from './vectors.js';
import type { BidvVector } from './vectors.js';

const keys = readKeys(
  {
    symmetricKeyHex: vectors.symmetricKeys.A256KW,
    partnerPrivateKey: vectors.partnerPrivateKeyPem,
    partnerCertificate: vectors.partnerCertificatePem,
    bankCertificate: vectors.bankCertificatePem,
  },
  defaultProfile,
);
const running: Simulator[] = [];
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.stop();
});

async function startBank(faults: Partial<Faults> = {}, dataDir = mkdtempSync(join(tmpdir(), 'bidv-'))) {
  const settings = {
    clientId: 'partner',
    clientSecret: 'vector',
    symmetricKeyHex: vectors.symmetricKeys.A256KW,
    partnerCertificatePem: vectors.partnerCertificatePem,
    bankPrivateKeyPem: vectors.bankPrivateKeyPem,
  };
  const simulator = await createSimulator({ dataDir, settings, faults });
  running.push(simulator);
  simulator.accounts.put([{ number: '21510000000001', name: 'Nguyễn Thị Ánh Đào', state: 'OPEN' }]);
  return { simulator, dataDir, token: await tokenOf(simulator) };
}

async function tokenOf({ url }: Simulator, secret = 'vector'): Promise<string> {
  const answer = await fetch(`${url}/openapi/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`partner:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'read' }),
  });
  const { access_token: token, error } = (await answer.json()) as Record<string, string>;
  return token ?? `${answer.status} ${error}`;
}

function headersOf(message: BidvVector, token: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
    timestamp: new Date().toISOString(),
    'x-api-interaction-id': randomUUID(),
    'x-idempotency-key': message.plain.requestId ?? randomUUID(),
    'x-jws-signature': message.detached,
    'x-client-certificate': new X509Certificate(vectors.partnerCertificatePem).raw.toString('base64'),
    channel: 'ANSINHHUB',
    'user-agent': 'vector',
    'x-customer-ip-address': '127.0.0.1',
  };
}

/** The opened fields of a sealed answer, or the plain fields and status of a gateway refusal. */
async function send(
  simulator: Simulator,
  message: BidvVector,
  headers: Record<string, string>,
  body = message.body,
): Promise<Record<string, unknown>> {
  const answer = await fetch(`${simulator.url}${message.path}?Scope=read&JWE=Yes`, {
    method: 'POST',
    headers,
    body,
  });
  const text = await answer.text();
  if (answer.status !== 200) return { http: answer.status, ...(JSON.parse(text) as object) };
  const signature = answer.headers.get('x-jws-signature') ?? undefined;
  expect(await verifyBody(text, signature, keys.bankPublicKey, 'detached')).toBe(true);
  return openBody(text, keys, defaultProfile);
}

describe('the simulated bank', () => {
  it('gives a token for the right client credentials only', async () => {
    const { simulator, token } = await startBank();

    expect(token).toMatch(/^[\w-]{32}$/);
    expect(await tokenOf(simulator, 'wrong')).toBe('401 invalid_client');
  });

  it('answers a name inquiry in capitals without accents', async () => {
    const { simulator, token } = await startBank();
    const message = vector('name inquiry');

    const fields = await send(simulator, message, headersOf(message, token));

    expect(fields).toEqual(vector('name reply').plain);
  });

  it('books the transfer of the vectors in its ledger and answers an inquiry from there, also after a restart', async () => {
    const { simulator, token, dataDir } = await startBank();
    const [transfer, inquiry] = [vector('transfer'), vector('inquiry')];

    const reply = await send(simulator, transfer, headersOf(transfer, token));
    await running.pop()?.stop();
    const again = await startBank({}, dataDir);
    const found = await send(again.simulator, inquiry, headersOf(inquiry, again.token));

    expect(reply).toMatchObject({ errorCode: '000', status: 'CREDITED', amount: '540000' });
    expect(found).toEqual(reply);
    expect(again.simulator.ledger.entries).toMatchObject([
      {
        reference: 'ASH20261100000001',
        account: '21510000000001',
        amount: 540000,
        externalReference: reply.bidvRef,
      },
    ]);
  });

  it('refuses a repeated reference, or books it again when told to', async () => {
    const { simulator, token } = await startBank();
    const message = vector('transfer');
    await send(simulator, message, headersOf(message, token));

    const refused = await send(simulator, message, headersOf(message, token));
    simulator.faults.change({ repeatedReference: 'book-again' });
    const booked = await send(simulator, message, headersOf(message, token));

    expect(refused).toMatchObject({ errorCode: '120' });
    expect(booked).toMatchObject({ errorCode: '000', status: 'CREDITED' });
    expect(simulator.ledger.entries).toHaveLength(2);
  });

  // prettier-ignore
  it.each([
    ['no X-JWS-Signature',        { 'x-jws-signature': '' },                                   400, '006'],
    ['no X-Client-Certificate',   { 'x-client-certificate': '' },                              400, '006'],
    ['no Channel',                { channel: '' },                                             400, '006'],
    ['no X-Customer-IP-Address',  { 'x-customer-ip-address': '' },                             400, '006'],
    ['no Timestamp',              { timestamp: '' },                                           400, '006'],
    ['no X-Idempotency-Key',      { 'x-idempotency-key': '' },                                 400, '006'],
    ['a time without ms',         { timestamp: '2026-11-20T02:00:00Z' },                       400, '006'],
    ['an old timestamp',          { timestamp: '2026-11-20T02:00:00.000Z' },                   400, '007'],
    ['a token of nobody',         { authorization: 'Bearer nobody' },                          401, '008'],
    ['another certificate',       { 'x-client-certificate': 'AAAA' },                          403, '009'],
    ['a stranger’s signature',    { 'x-jws-signature': vector('transfer').byStranger },        400, '004'],
    ['a signature of nothing',    { 'x-jws-signature': vector('transfer').emptyPayload },      400, '004'],
    ['another body’s signature',  { 'x-jws-signature': vector('name inquiry').detached },      400, '004'],
  ] as const)('turns away a transfer with %s and books nothing', async (_, change, http, errorCode) => {
    const { simulator, token } = await startBank();
    const message = vector('transfer');

    const refusal = await send(simulator, message, { ...headersOf(message, token), ...change });

    expect(refusal).toMatchObject({ http, errorCode });
    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it('turns away an interaction id that was used before', async () => {
    const { simulator, token } = await startBank();
    const message = vector('name inquiry');
    const headers = headersOf(message, token);
    await send(simulator, message, headers);

    expect(await send(simulator, message, headers)).toMatchObject({ http: 400, errorCode: '010' });
  });

  it('knows nothing of a reference that it never received', async () => {
    const { simulator, token } = await startBank();
    const message = vector('inquiry');

    expect(await send(simulator, message, headersOf(message, token))).toMatchObject({ errorCode: '121' });
  });
});
