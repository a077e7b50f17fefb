/** The adapter against the simulated ZaloPay over real sockets. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { AdapterError, toAdapterError } from '../../../adapters/kit/index.js';
import type { Log, PaymentNotice, PaymentTask } from '../../../adapters/kit/index.js';
import type { Faults } from '../../../adapters/kit/simulator/index.js';
import { adapter, demoConfig } from '../../../adapters/zalopay/index.js';
import { createSimulator } from '../../../adapters/zalopay/simulator.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(faults: Partial<Faults> = {}, change: object = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'zalopay-'));
  const simulator = await createSimulator({ dataDir, faults });
  closing.push(() => simulator.stop());
  const open = {
    number: '0912345678',
    name: 'Nguyễn Thị Ánh Đào',
    personalId: '001190000001',
    state: 'OPEN',
  } as const;
  simulator.accounts.put([
    open,
    { number: '0912345679', name: 'Trần Văn Bình', personalId: '001190000002', state: 'CLOSED' },
    { number: '0912345670', name: 'Lê Thị Cúc', personalId: '001190000003', state: 'BLOCKED' },
    { number: '0912345671', name: 'Vũ Thị Dung', state: 'OPEN' },
  ]);
  const logged: string[] = [];
  const note = (_fields: object, message: string) => void logged.push(message);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  let tell: (notice: PaymentNotice) => void = () => undefined;
  const told = new Promise<PaymentNotice>((resolve) => (tell = resolve));
  const config = { ...demoConfig(dataDir, simulator.url), askAgainAfterMs: [100, 100, 100], ...change };
  const session = await adapter.start(adapter.parseConfig(config), {
    clock: () => new Date(),
    log,
    randomId: randomUUID,
    notify: (notice) => Promise.resolve(tell(notice)),
  });
  closing.push(() => session.stop());
  if (!session.payment || !session.accountChecks) throw new Error('the adapter pays and checks');
  return { simulator, session, told, logged, open, rail: session.payment, checker: session.accountChecks };
}

function task(change: Partial<PaymentTask> = {}): PaymentTask {
  return {
    id: 'tsk_1',
    paymentId: 'pay_1',
    batchId: 'bat_1',
    reference: 'ASH0000000000000000000000000000001',
    amount: 540_000n,
    sourceAccount: '9527.1.0000001',
    accountNumber: '0912345678',
    receiverName: 'Nguyễn Thị Ánh Đào',
    receiverPersonalId: '001190000001',
    requestedDate: '2026-11-20',
    narrative: 'CHI TRA 2026-11 00000001',
    purposeCode: 'SSBE',
    ...change,
  };
}

const endOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => `${toAdapterError(error).kind} ${toAdapterError(error).code}`,
  );

describe('the ZaloPay adapter checks wallets', () => {
  // prettier-ignore
  it.each([
    ['0912345678', 'Nguyễn Thị Ánh Đào', true,  { accountState: 'OPEN', institutionMatch: 'MATCH' }],
    ['0912345678', 'NGUYEN THI ANH DAO', true,  { accountState: 'OPEN', institutionMatch: 'MATCH' }],
    ['0912345678', 'Nguyễn Thị Đào',     true,  { accountState: 'OPEN', institutionMatch: 'NO_MATCH' }],
    ['0912345678', 'Nguyễn Thị Đào',     false, { accountState: 'OPEN', institutionMatch: 'UNKNOWN' }],
    ['0912345679', 'Trần Văn Bình',      true,  { accountState: 'NOT_FOUND' }],
    ['0912345670', 'Lê Thị Cúc',         true,  { accountState: 'BLOCKED' }],
    ['0912345671', 'Vũ Thị Dung',        true,  { accountState: 'BLOCKED' }],
    ['0999999999', 'Không Có Ai',        true,  { accountState: 'NOT_FOUND' }],
  ] as const)('%s held by %s (name compared: %s) is %o, and no name comes back', async (number, holderName, comparesName, answer) => {
    const { checker } = await start({}, { comparesName });

    const given = await checker.check({ id: 't', kind: 'WALLET', number, holderName });

    expect(given).toMatchObject(answer);
    expect(given.returnedName).toBeUndefined();
  });
});

describe('the ZaloPay adapter pays', () => {
  it('and reports ZaloPay’s own word and amount by reply, and its id by inquiry', async () => {
    const { rail, simulator } = await start();

    const outcome = await rail.submit(task());
    const inquiry = await rail.inquire(task());

    const externalReference = simulator.ledger.entries[0]?.externalReference;
    expect(outcome).toMatchObject({ status: 'SETTLED', amount: 540_000n, evidence: 'REPLY' });
    expect(inquiry).toMatchObject({ status: 'SETTLED', evidence: 'INQUIRY', externalReference });
  });

  it.each([
    ['SETTLED', {}],
    ['REJECTED', { refuse: 1 }],
  ] as const)('and asks by itself until a transfer that was only taken is %s', async (status, faults) => {
    const { rail, told } = await start({ asynchronous: 1, ...faults });

    const taken = await rail.submit(task());

    expect(taken).toMatchObject({ status: 'ACCEPTED', evidence: 'REPLY' });
    expect(await told).toMatchObject({ status, evidence: 'INQUIRY', reference: task().reference });
  });

  // prettier-ignore
  it.each([
    [{ accountNumber: '0912345679', receiverName: 'Trần Văn Bình' }, 'ACCOUNT_NOT_FOUND'],
    [{ accountNumber: '0912345670', receiverName: 'Lê Thị Cúc' },    'ACCOUNT_BLOCKED'],
    [{ accountNumber: '0912345671', receiverName: 'Vũ Thị Dung' },   'KYC_INCOMPLETE'],
    [{ receiverName: 'Người Khác' },                                 'NAME_MISMATCH'],
    [{ amount: 50_000_001n },                                        'AMOUNT'],
  ] as const)('and reports a refusal of %o as %s', async (change, reason) => {
    const { rail, simulator } = await start();

    expect(await rail.submit(task(change))).toMatchObject({ status: 'REJECTED', evidence: 'REPLY', reason });
    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it('and does not reject for a wallet that was locked after it had been paid under the same reference', async () => {
    const { rail, checker, open, simulator } = await start();
    await rail.submit(task());
    simulator.accounts.put([{ ...open, state: 'BLOCKED' }]);
    // What the adapter remembers of the wallet goes with the next check of it.
    await checker.check({ id: 't', kind: 'WALLET', number: open.number, holderName: open.name });

    expect(await rail.submit(task())).toMatchObject({ status: 'SETTLED', evidence: 'INQUIRY' });
  });

  it('and asks for no money under a lease that ended while something else was asked first', async () => {
    const { rail, simulator } = await start();
    const confirm = () => Promise.reject(new AdapterError('NOT_SENT', 'LEASE_LOST', 'others decide now'));

    await expect(rail.submit(task(), { confirm })).rejects.toMatchObject({ kind: 'NOT_SENT' });

    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it('and calls a repeated reference a duplicate, which the worker asks about', async () => {
    const { rail, simulator } = await start();
    await rail.submit(task());

    expect(await rail.submit(task())).toMatchObject({ status: 'UNKNOWN', reason: 'DUPLICATE' });
    expect(simulator.ledger.entries).toHaveLength(1);
  });

  it('and tells by identity, or by the digits that are shown, that the order went to another wallet', async () => {
    const { rail, open } = await start();
    await rail.submit(task());
    const toAnother = task({ accountNumber: '0912345671', receiverName: 'Vũ Thị Dung' });

    const byDigits = await rail.inquire(toAnother);
    const byIdentity = await rail.submit(toAnother).then(() => rail.inquire(toAnother));

    for (const found of [byDigits, byIdentity]) {
      expect(found).toMatchObject({ status: 'SETTLED', account: expect.stringMatching(/^[0-9a-f]{32}$/) });
      expect(found.account).not.toContain(open.number.slice(-4));
    }
    expect((await rail.inquire(task())).account).toBeUndefined();
  });

  it('and says NOT_RECEIVED of a reference that ZaloPay does not know', async () => {
    const { rail } = await start();

    expect(await rail.inquire(task())).toMatchObject({ status: 'UNKNOWN', reason: 'NOT_RECEIVED' });
  });
});

describe('the ZaloPay adapter does not guess', () => {
  it('after a reply lost behind a booking: an inquiry finds it', async () => {
    const { rail, simulator } = await start({ dropReplyAfterBooking: 1 });

    expect(await endOf(rail.submit(task()))).toMatch(/^NO_ANSWER /);
    expect(await rail.inquire(task())).toMatchObject({ status: 'SETTLED', evidence: 'INQUIRY' });
    expect(simulator.ledger.entries).toHaveLength(1);
  });

  it.each(['serverErrorAfterBooking', 'unknownStatusWord'] as const)(
    'at %s: the payment is unknown until an inquiry',
    async (fault) => {
      const { rail } = await start({ [fault]: 1 });

      expect(await rail.submit(task())).toMatchObject({ status: 'UNKNOWN', reason: 'TECHNICAL' });
      expect(await rail.inquire(task())).toMatchObject({ status: 'SETTLED' });
    },
  );

  // prettier-ignore
  it.each([
    ['drops the question',     { dropBeforeBooking: 1 }, {},                    /^NOT_SENT VERIFY_/],
    ['is in maintenance',      { serverError: 1 },       {},                    /^NOT_SENT VERIFY_RETURN_2_-503$/],
    ['limits the rate',        { rateLimited: 1 },       {},                    /^NOT_SENT VERIFY_HTTP_429$/],
    ['refuses our signature',  {},                       { key1: 'wrong' },     /^MISCONFIGURED VERIFY_RETURN_2_-402$/],
    ['does not listen',        {},                       { baseUrl: 'http://127.0.0.1:1' }, /^NOT_SENT VERIFY_/],
  ] as const)('when ZaloPay %s at the verification: nothing was paid, and the task is given back', async (_, faults, change, end) => {
    const { rail, simulator } = await start(faults, change);

    expect(await endOf(rail.submit(task()))).toMatch(end);
    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it('when a query fails for another reason than an unknown order: it says nothing about the payment', async () => {
    const { rail, simulator } = await start();
    await rail.submit(task());
    simulator.faults.change({ serverError: 1 });

    expect(await endOf(rail.inquire(task()))).toBe('NO_ANSWER RETURN_2_-503');
  });
});

describe('the ZaloPay adapter at its start', () => {
  it('names a set-up that ZaloPay refuses, before a payment meets it', async () => {
    const { logged, session } = await start({}, { key1: 'wrong' });

    await session.stop();
    closing.pop();

    expect(logged).toEqual(['ZaloPay does not tell our balance']);
  });

  it('refuses a configuration with the names of the wrong fields and none of their values', () => {
    const refuse = () =>
      adapter.parseConfig({
        baseUrl: 'nowhere',
        appId: 0,
        paymentId: 'P',
        key1: '',
        zaloPayPublicKey: 'SECRET-VALUE',
      });

    expect(refuse).toThrow(/baseUrl.*appId.*key1.*zaloPayPublicKey/);
    expect(refuse).not.toThrow(/SECRET-VALUE/);
  });
});
