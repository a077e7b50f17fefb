/** Adapter and simulator each against messages that neither of them made: GSMA Mobile Money API 1.2. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Simulator } from '../../../adapters/kit/simulator/index.js';
import { callbackPath, referenceOf } from '../../../adapters/protocols/gsma/call-back-address.js';
import {
  correlationId,
  disbursementBody,
  failureOutcome,
  msisdn,
  readWord,
  transactionOutcome,
} from '../../../adapters/protocols/gsma/index.js';
import { requestStateOutcome } from '../../../adapters/protocols/gsma/translate.js';
import { demoConfig } from '../../../adapters/viettel-money/index.js';
import { createSimulator } from '../../../adapters/viettel-money/simulator.js';
import { statuses } from '../../../adapters/viettel-money/translate.js';

interface Vectors {
  readonly reference: string;
  readonly correlationId: string;
  readonly callback: { readonly secret: string; readonly path: string };
  readonly request: { readonly body: string; readonly contentHash: string };
  readonly answers: Readonly<Record<string, object>>;
}
const file = new URL('./vectors/gsma-1.2.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;
const now = new Date('2026-11-22T01:02:03.000Z');
const heard = { evidence: 'REPLY', now, statuses } as const;

describe('the adapter of Viettel Money', () => {
  it('writes the disbursement as the specification has it', () => {
    const body = disbursementBody({
      reference: vectors.reference,
      amount: 1_500_000n,
      sourceAccount: '9700000000001',
      receiverNumber: '0970000001',
      narrative: 'Tro cap xa hoi thang 11/2026',
      requestedAt: now,
    });

    expect(body).toBe(vectors.request.body);
  });

  it('derives the same correlation id from a reference as any other implementation', () => {
    expect(correlationId(vectors.reference)).toBe(vectors.correlationId);
  });

  it('gives each payment a callback address that nobody else can make', () => {
    const { secret, path } = vectors.callback;

    expect(callbackPath(vectors.reference, secret)).toBe(path);
    expect(referenceOf(path, secret)).toBe(vectors.reference);
    expect(referenceOf(path.replace(/.$/, path.endsWith('0') ? '1' : '0'), secret)).toBeUndefined();
    expect(referenceOf(path.replace('ASH0', 'ASH1'), secret)).toBeUndefined();
  });

  it.each([
    ['0970000001', '+84970000001'],
    ['84970000001', '+84970000001'],
    ['+84 970 000 001', '+84970000001'],
    ['0849000001', '+84849000001'],
  ])('writes the number %s as %s', (number, written) => {
    expect(msisdn(number)).toBe(written);
  });

  it.each([
    ['transaction', 'SETTLED', undefined],
    ['transactionWithDecimals', 'SETTLED', undefined],
    ['transactionReversed', 'RETURNED', undefined],
    ['transactionOfTheFuture', 'UNKNOWN', 'TECHNICAL'],
    ['transactionWithFraction', 'UNKNOWN', 'AMOUNT'],
    ['requestStatePending', 'ACCEPTED', undefined],
    ['requestStateFailed', 'REJECTED', 'FUNDS'],
    ['requestStateFailedAsTheGuideSpellsIt', 'REJECTED', 'FUNDS'],
    ['error', 'REJECTED', 'FUNDS'],
    ['errorDuplicate', 'UNKNOWN', 'DUPLICATE'],
    ['errorInternal', 'UNKNOWN', 'TECHNICAL'],
    ['errorGeneric', 'REJECTED', 'REFUSED'],
    ['errorOfTheFuture', 'UNKNOWN', 'TECHNICAL'],
    ['requestStateFailedOfTheFuture', 'REJECTED', 'REFUSED'],
  ])('takes %s for %s (%s)', (name, status, reason) => {
    const word = readWord(Buffer.from(JSON.stringify(vectors.answers[name])));

    const outcome =
      word?.kind === 'transaction'
        ? transactionOutcome(word.transaction, heard)
        : word?.kind === 'request-state'
          ? requestStateOutcome(word.state, heard)
          : word?.kind === 'error'
            ? failureOutcome(word.error, heard)
            : undefined;

    expect({ status: outcome?.status, reason: outcome?.reason }).toEqual({ status, reason });
  });

  it('follows only the path of a link, never to another host', () => {
    const word = readWord(Buffer.from(JSON.stringify(vectors.answers['link'])));

    expect(word).toEqual({ kind: 'link', path: '/transactions/MM0000000000000001' });
  });

  it.each(['', '<html>Bad Gateway</html>', '{}', 'null', '{"transactionReference":"X"}'])(
    'takes %p for no word of the provider',
    (body) => {
      expect(readWord(Buffer.from(body))).toBeUndefined();
    },
  );
});

describe('the simulator of Viettel Money', () => {
  let simulator: Simulator | undefined;
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'viettel-'));
  });
  afterEach(async () => simulator?.stop());

  async function post(overrides: Readonly<Record<string, string>> = {}, body = vectors.request.body) {
    simulator = await createSimulator({ dataDir });
    simulator.accounts.put([{ number: '0970000001', name: 'Nguyễn Thị Hường', state: 'OPEN' }]);
    const { apiKey, clientId, baseUrl } = demoConfig(dataDir, simulator.url) as Record<string, string>;
    return await fetch(`${baseUrl}/transactions/type/disbursement`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-api-key': apiKey ?? '',
        'x-client-id': clientId ?? '',
        'x-date': now.toISOString(),
        'x-correlationid': vectors.correlationId,
        'x-content-hash': vectors.request.contentHash,
        ...overrides,
      },
    });
  }

  it('takes the disbursement of the specification and books it', async () => {
    const answer = await post();

    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({
      transactionStatus: 'completed',
      amount: '1500000',
      currency: 'VND',
      type: 'disbursement',
      requestingOrganisationTransactionReference: vectors.reference,
    });
    expect(simulator?.ledger.find(vectors.reference)).toMatchObject([
      { amount: 1_500_000, account: '0970000001' },
    ]);
  });

  it('knows after a restart what it completed, and books it no second time', async () => {
    await post();
    await simulator?.stop();
    simulator = await createSimulator({ dataDir });

    const { apiKey, clientId, baseUrl } = demoConfig(dataDir, simulator.url) as Record<string, string>;
    const answer = await fetch(`${baseUrl}/responses/${vectors.correlationId}`, {
      headers: { 'x-api-key': apiKey ?? '', 'x-client-id': clientId ?? '', 'x-date': now.toISOString() },
    });

    const [booking] = simulator.ledger.entries;
    expect(await answer.json()).toEqual({ link: `/transactions/${booking?.externalReference}` });
    expect(simulator.ledger.entries).toHaveLength(1);
  });

  it.each([
    ['another content hash', { 'x-content-hash': '0'.repeat(64) }, 400, 'formatError'],
    ['no correlation id', { 'x-correlationid': '' }, 400, 'mandatoryValueNotSupplied'],
    ['a correlation id that is no UUID', { 'x-correlationid': 'ASH1' }, 400, 'formatError'],
    ['another key', { 'x-api-key': 'stolen' }, 401, 'clientAuthorisationError'],
    ['no date', { 'x-date': '' }, 400, 'formatError'],
  ])('refuses a disbursement with %s, and books nothing', async (_what, headers, status, errorCode) => {
    const answer = await post(headers);

    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ errorCode });
    expect(simulator?.ledger.entries).toHaveLength(0);
  });
});
