import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { OFFICE_HOURS, capabilitiesOf } from '../../../adapters/treasury/capabilities.js';
import { TreasuryClient } from '../../../adapters/treasury/client.js';
import { parseConfig } from '../../../adapters/treasury/config.js';
import { answerOf } from '../../../adapters/treasury/translate.js';
import { writeOrder } from '../../../adapters/treasury/wire.js';
import { configFor, fundOrder, message, returnOrder, signatures, structureOf } from './vectors.js';

const now = new Date('2026-11-23T00:00:00Z');

describe('an order on the wire', () => {
  it.each([
    ['fund', fundOrder, 'order-fund'],
    ['take back', returnOrder, 'order-return'],
  ] as const)('to %s is the document that another implementation wrote', (_what, order, name) => {
    const written = writeOrder(order, configFor('https://kbnn.example'));

    expect(structureOf(written)).toEqual(structureOf(message(name)));
    expect(writeOrder(order, configFor('https://kbnn.example'))).toBe(written);
  });
});

describe('an answer', () => {
  const refusedAt = new Date(signatures.time);

  it.each([
    ['answer-never-received', { status: 'NOT_RECEIVED' }],
    ['answer-in-control', { status: 'IN_CONTROL' }],
    [
      'answer-executed',
      {
        status: 'EXECUTED',
        documentNumber: 'RDT-261123AB12CD34',
        amount: 1_883_391_000n,
        date: '2026-11-23',
      },
    ],
    [
      'answer-refused',
      { status: 'REFUSED', reason: 'KS02: Dự toán được giao không còn đủ để chi', refusedAt },
    ],
  ])('%s is understood', (name, answer) => {
    expect(answerOf(fundOrder, message(name), now)).toEqual(answer);
  });

  it.each([
    ['answer-unknown-word', 'UNKNOWN_WORD'],
    ['answer-of-another', 'OTHER_ORDER'],
    ['answer-executed-without-a-number', 'INCOMPLETE'],
    ['order-fund', 'UNREADABLE'],
  ])('%s is no answer', (name, code) => {
    expect(() => answerOf(fundOrder, message(name), now)).toThrow(
      expect.objectContaining({ kind: 'NO_ANSWER', code }),
    );
  });
});

describe('the client', () => {
  let server: Server | undefined;
  afterEach(() => new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined))));

  /** A Treasury that gives one answer. */
  async function clientOf(
    answer: { status: number; signature?: string; body?: string },
    seen: object[] = [],
  ) {
    server = createServer((request, response) => {
      request.resume().on('end', () => {
        seen.push({ method: request.method, path: request.url, signature: request.headers['x-chu-ky'] });
        response.writeHead(answer.status, { 'x-chu-ky': answer.signature ?? '' });
        response.end(answer.body ?? message('answer-executed'));
        response.socket?.end();
      });
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return new TreasuryClient(configFor(url), () => new Date(signatures.time));
  }

  it('signs as openssl does, and takes what openssl signed for the Treasury', async () => {
    const seen: object[] = [];
    const { signature } = signatures.answerToInquiry;

    const answer = await (await clientOf({ status: 200, signature }, seen)).ask(fundOrder.reference);

    expect(answer).toBe(message('answer-executed'));
    expect(seen).toEqual([
      {
        method: 'GET',
        path: `/ttsp/v1/chung-tu/${fundOrder.reference}`,
        signature: signatures.inquiry.signature,
      },
    ]);
  });

  it('takes the signed answer to an order for that order only', async () => {
    const { signature } = signatures.answerToOrder;
    const client = await clientOf({ status: 200, signature });

    expect(await client.handIn(message('order-fund'))).toBe(message('answer-executed'));
    await expect(client.handIn(message('order-return'))).rejects.toMatchObject({ code: 'BAD_SIGNATURE' });
    await expect(client.ask(fundOrder.reference)).rejects.toMatchObject({ code: 'BAD_SIGNATURE' });
  });

  it.each([
    [401, 'REFUSED', 'NOT_AUTHORISED'],
    [400, 'REFUSED', 'HTTP_400'],
    [429, 'REFUSED', 'RATE_LIMITED'],
    [500, 'NO_ANSWER', 'HTTP_500'],
  ])('knows what HTTP %d proves of an order', async (status, kind, code) => {
    const client = await clientOf({ status });

    await expect(client.handIn(message('order-fund'))).rejects.toMatchObject({ kind, code });
  });
});

describe('the configuration', () => {
  it('keeps office hours unless it says otherwise', () => {
    const config = configFor('https://kbnn.example');

    expect(capabilitiesOf(config).serviceHours).toEqual(OFFICE_HOURS);
    expect(capabilitiesOf({ ...config, serviceHours: 'AROUND_THE_CLOCK' }).serviceHours).toBeUndefined();
  });

  it('names what is wrong and never its value', () => {
    const { privateKey, ...config } = configFor('https://kbnn.example');
    const wrong = { ...config, unitCode: 'secret', privateKey: privateKey.slice(0, 40) };

    expect(() => parseConfig(wrong)).toThrow(/^treasury configuration: unitCode: .*; privateKey: is no RSA/);
    expect(() => parseConfig(wrong)).not.toThrow(/secret/);
  });
});
