/** The simulator held to the vectors as a black box: what another implementation sealed and signed goes over a socket. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Faults, Simulator } from '../../../adapters/kit/simulator/index.js';
import { macOf, openReceiver, settingsSchema } from '../../../adapters/zalopay/simulator-seal.js';
import { createSimulator } from '../../../adapters/zalopay/simulator.js';
import { vector, vectors, type ZaloPayVector } from './vectors.js';

const settings = settingsSchema.parse(vectors);
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const newFolder = () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'zalopay-'));
  // The vectors' wallet has an identity that the vectors name.
  const known = { identity: vectors.identity.m_u_id, phone: vectors.person.phone };
  writeFileSync(join(dataDir, 'identities.jsonl'), `${JSON.stringify(known)}\n`);
  return dataDir;
};

async function startWallet(faults: Partial<Faults> = {}, dataDir = newFolder(), more: object = {}) {
  const simulator = await createSimulator({ dataDir, settings: { ...vectors, ...more }, faults });
  closing.push(() => simulator.stop());
  const { phone: number, account_holder_name: name } = vectors.person;
  simulator.accounts.put([{ number, name, personalId: '001190000001', state: 'OPEN' }]);
  return { simulator, dataDir };
}

async function send({ url }: Simulator, { path }: Pick<ZaloPayVector, 'path'>, body: object) {
  const answer = await fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
  return { http: answer.status, ...((await answer.json()) as Record<string, unknown>) };
}

const sendVector = (simulator: Simulator, name: string) => send(simulator, vector(name), vector(name).body);

/** Changed fields, signed anew over the text that the vector spells out. */
function resigned({ body, signedText }: ZaloPayVector, change: Record<string, string | number>): object {
  const text = Object.entries(change).reduce(
    (sum, [name, value]) => sum.replace(String(body[name]), String(value)),
    signedText,
  );
  return { ...body, ...change, mac: createHmac('sha256', vectors.key1).update(text).digest('hex') };
}

describe('the simulated ZaloPay', () => {
  it('signs and opens what the other implementation signed and sealed', () => {
    for (const { call, body } of vectors.messages) expect(macOf(call, body, settings.key1)).toBe(body.mac);
    expect(openReceiver(vector('verify a wallet').body.receiver_info, settings)).toEqual(vectors.person);
    expect(openReceiver(vector('pay a wallet').body.receiver_info, settings)).toEqual(vectors.identity);
  });

  // prettier-ignore
  it.each([
    ['verify a wallet',                   { return_code: 1, data: vectors.identity }],
    ['verify a wallet without a name',    { return_code: 1, data: vectors.identity }],
    ['verify a wallet of another name',   { return_code: 2, sub_return_code: -1104 }],
    ['verify a wallet that nobody holds', { return_code: 2, sub_return_code: -101 }],
  ])('answers “%s” and never returns a name', async (name, said) => {
    const { simulator } = await startWallet();

    const answer = await sendVector(simulator, name);

    expect(answer).toMatchObject(said);
    expect(JSON.stringify(answer)).not.toContain(vectors.person.account_holder_name);
  });

  it('has no name to compare for a holder who is not identified', async () => {
    const { simulator } = await startWallet();
    const { phone: number, account_holder_name: name } = vectors.person;
    simulator.accounts.put([{ number, name, state: 'OPEN' }]);

    expect(await sendVector(simulator, 'verify a wallet')).toMatchObject({ sub_return_code: -1103 });
  });

  it('books a transfer before it answers, and answers a query from its book after a restart', async () => {
    const { simulator, dataDir } = await startWallet();

    const reply = await sendVector(simulator, 'pay a wallet');
    await closing.pop()?.();
    const again = await startWallet({}, dataDir);
    const found = await sendVector(again.simulator, 'query an order');

    expect(reply).toMatchObject({ return_code: 1, data: { status: 1, amount: 540_000 } });
    expect(found).toMatchObject({ return_code: 1, data: { status: 1, amount: 540_000 } });
    expect(again.simulator.ledger.entries).toMatchObject([
      { reference: 'ASH20261100000001', account: '0912345678', amount: 540_000 },
    ]);
  });

  it('refuses a repeated partner_order_id with -68, and books it again only when told to', async () => {
    const { simulator } = await startWallet();
    await sendVector(simulator, 'pay a wallet');

    const repeated = await sendVector(simulator, 'pay a wallet');
    simulator.faults.change({ repeatedReference: 'book-again' });
    await sendVector(simulator, 'pay a wallet');

    expect(repeated).toMatchObject({ return_code: 2, sub_return_code: -68 });
    expect(simulator.ledger.entries).toHaveLength(2);
  });

  it('finishes after a restart what it had taken, and books it once', async () => {
    const { simulator, dataDir } = await startWallet({ asynchronous: 1, processingMs: 600_000 });
    const taken = await sendVector(simulator, 'pay a wallet');
    await closing.pop()?.();

    const again = await startWallet({ processingMs: 0 }, dataDir);
    while (again.simulator.ledger.entries.length === 0) await sendVector(again.simulator, 'query an order');

    expect(taken).toMatchObject({ return_code: 3, data: { status: 3 } });
    expect(await sendVector(again.simulator, 'query an order')).toMatchObject({ data: { status: 1 } });
    expect(again.simulator.ledger.entries).toHaveLength(1);
  });

  it('holds a large transfer for an operator', async () => {
    const { simulator } = await startWallet({ processingMs: 600_000 }, newFolder(), {
      operatorFrom: 500_000,
    });

    expect(await sendVector(simulator, 'pay a wallet')).toMatchObject({
      return_code: 3,
      data: { status: 4 },
    });
    expect(await sendVector(simulator, 'query an order')).toMatchObject({
      return_code: 1,
      data: { status: 4 },
    });
    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it('tells the balance that its book leaves', async () => {
    const { simulator } = await startWallet({}, newFolder(), { balance: 1_000_000 });
    await sendVector(simulator, 'pay a wallet');

    expect(await sendVector(simulator, 'ask for the balance')).toMatchObject({ data: { balance: 460_000 } });
  });

  const paying = vector('pay a wallet');
  // prettier-ignore
  it.each([
    ['another mac',             { ...paying.body, mac: vector('query an order').body.mac },          -402],
    ['no mac',                  { ...paying.body, mac: undefined },                                  -402],
    ['an amount changed',       { ...paying.body, amount: 9_000_000 },                               -402],
    ['another app',             resigned(paying, { app_id: 2554 }),                                  -402],
    ['another wallet of ours',  resigned(paying, { payment_id: 'OTHER' }),                           -103],
    ['no time',                 { ...paying.body, time: undefined },                                 -401],
    ['half a đồng',             resigned(paying, { amount: 1_000.5 }),                               -401],
    ['too large an amount',     resigned(paying, { amount: 50_000_001 }),                            -401],
    ['a receiver unsealed',     resigned(paying, { receiver_info: 'AAAA' }),                         -401],
    ['a phone and no identity', resigned(paying, { receiver_info: vector('verify a wallet').body.receiver_info ?? '' }), -401],
    ['a bank as its kind',      resigned(paying, { disbursement_type: 'BANK' }),                     -401],
  ] as const)('turns away a transfer with %s and books nothing', async (_, body, code) => {
    const { simulator } = await startWallet();

    expect(await send(simulator, paying, body)).toMatchObject({ return_code: 2, sub_return_code: code });
    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it('does not find an order that it never received', async () => {
    const { simulator } = await startWallet();

    expect(await sendVector(simulator, 'query an order')).toMatchObject({ sub_return_code: -101 });
  });
});
