/** What is the same for every provider on the GSMA profile: its adapter and its simulator against a vector of its own. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { AdapterModule } from '../../../../adapters/kit/conformance/index.js';
import { silentLog, type PaymentTask } from '../../../../adapters/kit/index.js';
import type { CreateSimulator, Simulator } from '../../../../adapters/kit/simulator/index.js';

interface ProviderVector {
  readonly reference: string;
  readonly number: string;
  readonly correlationId: string;
  readonly callback: { readonly secret: string; readonly path: string };
  readonly body: string;
  readonly contentHash: string;
}

const now = new Date('2026-11-22T01:02:03.000Z');
const disbursementPath = '/v1.2/mm/transactions/type/disbursement';

/** Call it at the top of `test/adapters/<provider>/vectors.test.ts`.
 *  @param words free-text words of `transactionStatus` and what this provider's adapter takes them for */
export function describeProvider(
  module: AdapterModule,
  createSimulator: CreateSimulator,
  words: readonly (readonly [word: string, status: string])[],
): void {
  const { adapter, demoConfig } = module;
  const file = new URL(`../../${adapter.name}/vectors/disbursement.json`, import.meta.url);
  const vector = JSON.parse(readFileSync(file, 'utf8')) as ProviderVector;
  const task: PaymentTask = {
    id: 'tsk_1',
    paymentId: 'pay_1',
    batchId: 'bat_1',
    reference: vector.reference,
    amount: 540_000n,
    sourceAccount: '9527.1.0000001',
    accountNumber: vector.number,
    receiverName: 'Nguyễn Thị Hường',
    requestedDate: '2026-11-22',
    narrative: `CHI TRA 2026-11 ${vector.reference.slice(-8)}`,
    purposeCode: 'SSBE',
  };
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  /** Somebody who answers as told and keeps what was asked. */
  async function listen(answer: object) {
    const heard: { headers: IncomingHttpHeaders; url?: string; body: string }[] = [];
    const server = createServer((incoming, response) => {
      void text(incoming).then((body) => {
        heard.push({ headers: incoming.headers, url: incoming.url, body });
        response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
  }

  async function startAdapter(url: string) {
    const dataDir = mkdtempSync(join(tmpdir(), 'gsma-'));
    const config = { ...demoConfig(dataDir, url), callback: { secret: vector.callback.secret } };
    const session = await adapter.start(adapter.parseConfig(config), {
      clock: () => now,
      log: silentLog,
      randomId: randomUUID,
      notify: () => Promise.resolve(),
    });
    closing.push(() => session.stop());
    return session;
  }

  const transaction = (transactionStatus: string) => ({
    transactionReference: 'MM0000000000000001',
    transactionStatus,
    amount: '540000',
    currency: 'VND',
  });

  describe(`the adapter of ${adapter.name}`, () => {
    it('sends the disbursement, its ids and its callback address as another implementation makes them', async () => {
      const provider = await listen(transaction('completed'));
      const { payment, callbackUrl } = await startAdapter(provider.url);

      await payment?.submit(task);

      const [request] = provider.heard;
      expect(request?.url).toBe(disbursementPath);
      expect(request?.body).toBe(vector.body);
      expect(request?.headers).toMatchObject({
        'x-correlationid': vector.correlationId,
        'x-content-hash': vector.contentHash,
        'x-callback-url': `${callbackUrl ?? ''}${vector.callback.path}`,
      });
    });

    it.each(words)('takes a transaction that is %s for %s', async (word, status) => {
      const provider = await listen(transaction(word));
      const { payment } = await startAdapter(provider.url);

      expect(await payment?.submit(task)).toMatchObject({ status, evidence: 'REPLY', amount: 540_000n });
    });
  });

  describe(`the adapter of ${adapter.name} names the number that was credited`, () => {
    const credited = async (value: unknown) => {
      const provider = await listen({
        ...transaction('completed'),
        creditParty: [{ key: 'msisdn', value }],
      });
      const { payment } = await startAdapter(provider.url);
      return payment?.submit(task);
    };

    it('where it is not the one that was to be paid', async () => {
      expect(await credited('+84970009999')).toMatchObject({ status: 'SETTLED', account: '0970009999' });
    });

    it.each([
      ['the same in another form', `+84${vector.number.replace(/^0/, '')}`],
      ['no number at all', 84],
    ])('and says nothing of it where that is %s', async (_what, value) => {
      const outcome = await credited(value);

      expect(outcome).toMatchObject({ status: 'SETTLED' });
      expect(outcome?.account).toBeUndefined();
    });
  });

  describe(`the simulator of ${adapter.name}`, () => {
    async function post(overrides: Readonly<Record<string, string>> = {}) {
      const dataDir = mkdtempSync(join(tmpdir(), 'gsma-'));
      const simulator: Simulator = await createSimulator({ dataDir });
      closing.push(() => simulator.stop());
      simulator.accounts.put([{ number: vector.number, name: 'Nguyễn Thị Hường', state: 'OPEN' }]);
      const { apiKey, clientId } = demoConfig(dataDir, simulator.url) as Record<string, string>;
      const answer = await fetch(`${simulator.url}${disbursementPath}`, {
        method: 'POST',
        body: vector.body,
        headers: {
          'content-type': 'application/json',
          'x-api-key': apiKey ?? '',
          'x-client-id': clientId ?? '',
          'x-date': now.toISOString(),
          'x-correlationid': vector.correlationId,
          'x-content-hash': vector.contentHash,
          ...overrides,
        },
      });
      return { simulator, status: answer.status, body: (await answer.json()) as object };
    }

    it('takes the disbursement of the vector and books it to the number as its register writes it', async () => {
      const { simulator, status, body } = await post();

      expect(status).toBe(201);
      expect(body).toMatchObject({ transactionStatus: 'completed', amount: '540000', type: 'disbursement' });
      expect(simulator.ledger.find(vector.reference)).toMatchObject([
        { amount: 540_000, account: vector.number },
      ]);
    });

    it.each([
      ['another content hash', { 'x-content-hash': '0'.repeat(64) }, 400, 'formatError'],
      ['another provider’s key', { 'x-api-key': 'stolen' }, 401, 'clientAuthorisationError'],
    ])('refuses a disbursement with %s, and books nothing', async (_what, headers, status, errorCode) => {
      const answer = await post(headers);

      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject({ errorCode });
      expect(answer.simulator.ledger.entries).toHaveLength(0);
    });
  });
}
