/** The simulator held to the vectors as a black box: what another implementation sealed and signed goes over a socket. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createSimulator } from '../../../adapters/momo/simulator.js';
import { hmac, openReceiver, settingsSchema } from '../../../adapters/momo/simulator-seal.js';
import type { Faults, Simulator } from '../../../adapters/kit/simulator/index.js';
import { vector, vectors } from './vectors.js';
import type { MomoVector } from './vectors.js';

const settings = settingsSchema.parse(vectors);
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function startWallet(faults: Partial<Faults> = {}, dataDir = mkdtempSync(join(tmpdir(), 'momo-'))) {
  const simulator = await createSimulator({ dataDir, settings: { ...vectors }, faults });
  closing.push(() => simulator.stop());
  const { walletId: number, walletName: name, personalId } = vectors.receiver;
  simulator.accounts.put([{ number, name, personalId, state: 'OPEN' }]);
  return { simulator, dataDir };
}

async function send(
  { url }: Simulator,
  { path }: Pick<MomoVector, 'path'>,
  body: object,
): Promise<Record<string, unknown>> {
  const answer = await fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
  return { http: answer.status, ...((await answer.json()) as Record<string, unknown>) };
}

/** A partner's listener: `heard` is the first notification that arrives. */
async function listen(): Promise<{ ipnUrl: string; heard: Promise<Record<string, unknown>> }> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => listener.close(resolve)));
  const heard = new Promise<Record<string, unknown>>((resolve) => {
    listener.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
      void text(incoming).then((body) => {
        response.writeHead(204).end();
        resolve(JSON.parse(body) as Record<string, unknown>);
      });
    });
  });
  return { ipnUrl: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/ipn`, heard };
}

/** Changed fields, signed anew by the text that the vector spells out. */
function resigned(message: MomoVector, change: Record<string, string | number>): object {
  const text = message.signedText.replace(/(\w+)=([^&]*)/g, (same, name: string) =>
    name in change ? `${name}=${change[name]}` : same,
  );
  const signature = createHmac('sha256', vectors.secretKey).update(text).digest('hex');
  return { ...message.body, ...change, signature };
}

describe('the simulated MoMo', () => {
  it('signs and opens what the other implementation signed and sealed', () => {
    const kinds = { 'verify a wallet': 'verify', 'pay a wallet': 'pay', 'query an order': 'query' } as const;

    for (const [name, kind] of Object.entries(kinds)) {
      expect(hmac(kind, vector(name).body, settings)).toBe(vector(name).body.signature);
    }
    expect(hmac('ipn', vector('notification of a payment').body, settings)).toBe(
      vector('notification of a payment').body.signature,
    );
    expect(openReceiver(vectors.sealedReceiver, settings)).toEqual(vectors.receiver);
  });

  it('verifies a wallet and never returns a name', async () => {
    const { simulator } = await startWallet();
    const message = vector('verify a wallet');

    const verdict = await send(simulator, message, message.body);

    expect(verdict).toMatchObject({ http: 200, resultCode: 0, orderId: 'CHK0001', requestId: 'REQ0001' });
    expect(JSON.stringify(verdict)).not.toContain(vectors.receiver.walletName);
  });

  it('says that name and wallet do not fit together when they do not', async () => {
    const { simulator } = await startWallet();
    simulator.accounts.put([{ number: vectors.receiver.walletId, name: 'Trần Văn Bình', state: 'OPEN' }]);

    expect(await send(simulator, vector('verify a wallet'), vector('verify a wallet').body)).toMatchObject({
      resultCode: 47,
    });
  });

  it('books a payment before it answers, and answers a query from its ledger after a restart', async () => {
    const { simulator, dataDir } = await startWallet();
    const message = vector('pay a wallet');

    const reply = await send(simulator, message, message.body);
    await closing.pop()?.();
    const again = await startWallet({}, dataDir);
    const found = await send(again.simulator, vector('query an order'), vector('query an order').body);

    expect(reply).toMatchObject({ resultCode: 0, amount: 540_000 });
    expect(found).toMatchObject({ resultCode: 0, amount: 540_000, transId: reply.transId });
    expect(again.simulator.ledger.entries).toMatchObject([
      { reference: 'ASH20261100000001', account: '0912345678', amount: 540_000 },
    ]);
  });

  it('replays a final result for the same requestId and books once', async () => {
    const { simulator } = await startWallet();
    const message = vector('pay a wallet');
    const first = await send(simulator, message, message.body);

    const second = await send(simulator, message, message.body);

    expect(second).toMatchObject({ resultCode: 0, transId: first.transId });
    expect(simulator.ledger.entries).toHaveLength(1);
  });

  it('answers 7000 with HTTP 422 while the first request is in process', async () => {
    const { simulator } = await startWallet({ asynchronous: 1, processingMs: 600_000 });
    const message = vector('pay a wallet');

    const replies = [
      await send(simulator, message, message.body),
      await send(simulator, message, message.body),
    ];

    expect(replies).toMatchObject([
      { http: 200, resultCode: 7002 },
      { http: 422, resultCode: 7000 },
    ]);
    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it('answers 40 after a result that was not final, and 41 for the orderId under another requestId', async () => {
    const { simulator } = await startWallet();
    const message = vector('pay a wallet');
    const tooSmall = resigned(message, { amount: 1, orderId: 'SMALL1', requestId: 'SMALL1' });
    await send(simulator, message, message.body);

    expect(await send(simulator, message, tooSmall)).toMatchObject({ resultCode: 22 });
    expect(await send(simulator, message, tooSmall)).toMatchObject({ resultCode: 40 });
    expect(await send(simulator, message, resigned(message, { requestId: 'OTHER' }))).toMatchObject({
      resultCode: 41,
    });
    expect(simulator.ledger.entries).toHaveLength(1);
  });

  it('books a repeated reference again when told to', async () => {
    const { simulator } = await startWallet({ repeatedReference: 'book-again' });
    const message = vector('pay a wallet');

    await send(simulator, message, message.body);
    await send(simulator, message, message.body);

    expect(simulator.ledger.entries).toHaveLength(2);
  });

  // prettier-ignore
  it.each([
    ['another signature',      { ...vector('pay a wallet').body, signature: vector('query an order').body.signature }, 13],
    ['no signature',           { ...vector('pay a wallet').body, signature: undefined },                               13],
    ['an amount changed',      { ...vector('pay a wallet').body, amount: 9_000_000 },                                  13],
    ['another partner',        { ...vector('pay a wallet').body, partnerCode: 'OTHER' },                               13],
    ['no requestId',           { ...vector('pay a wallet').body, requestId: undefined },                               20],
    ['an orderId with spaces', { ...vector('pay a wallet').body, orderId: 'A B' },                                     20],
    ['half a đồng',            resigned(vector('pay a wallet'), { amount: 1_000.5 }),                                  21],
    ['too large an amount',    resigned(vector('pay a wallet'), { amount: 50_000_001 }),                               22],
    ['a receiver unsealed',    resigned(vector('pay a wallet'), { disbursementMethod: 'AAAA' }),                       20],
    ['an unknown wallet',      vector('pay a wallet that nobody holds').body,                                        1007],
  ] as const)('turns away a payment with %s and books nothing', async (_, body, resultCode) => {
    const { simulator } = await startWallet();

    expect(await send(simulator, vector('pay a wallet'), body)).toMatchObject({ resultCode });
    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it('does not find an order that it never received', async () => {
    const { simulator } = await startWallet();

    expect(await send(simulator, vector('query an order'), vector('query an order').body)).toMatchObject({
      resultCode: 42,
    });
  });

  it('finishes after a restart what it had taken, books it once, and notifies with its signature', async () => {
    const { ipnUrl, heard } = await listen();
    const { simulator, dataDir } = await startWallet({ asynchronous: 1, processingMs: 600_000 });
    const message = vector('pay a wallet');
    await send(simulator, message, { ...message.body, ipnUrl });
    await simulator.stop();
    closing.pop();

    const again = await startWallet({ processingMs: 0 }, dataDir);
    const notification = await heard;

    expect(notification).toMatchObject({ orderId: 'ASH20261100000001', resultCode: 0, amount: 540_000 });
    expect(notification.signature).toBe(hmac('ipn', notification, settings));
    expect(again.simulator.ledger.entries).toHaveLength(1);
  });
});
