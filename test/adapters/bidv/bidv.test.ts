/** The adapter against the simulated bank over real sockets. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { adapter, demoConfig } from '../../../adapters/bidv/index.js';
import { createSimulator } from '../../../adapters/bidv/simulator.js';
import { AdapterError, silentLog, toAdapterError } from '../../../adapters/kit/index.js';
import type { AdapterSession, PaymentRail, PaymentTask } from '../../../adapters/kit/index.js';
import type { Faults, Simulator } from '../../../adapters/kit/simulator/index.js';
import { vectors } from './vectors.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const newDataDir = () => mkdtempSync(join(tmpdir(), 'bidv-'));

async function startBank(faults: Partial<Faults> = {}, dataDir = newDataDir(), port = 0): Promise<Simulator> {
  const simulator = await createSimulator({ dataDir, faults, port });
  simulator.accounts.put([
    { number: '21510000000001', name: 'Nguyễn Thị Ánh Đào', state: 'OPEN' },
    { number: '21510000000002', name: 'Trần Văn Bình', state: 'CLOSED' },
    { number: '21510000000003', name: 'Lê Thị Cúc', state: 'BLOCKED' },
  ]);
  closing.push(() => simulator.stop());
  return simulator;
}

async function startAdapter(dataDir: string, url: string, change: object = {}): Promise<AdapterSession> {
  const config = adapter.parseConfig({ ...demoConfig(dataDir, url), ...change });
  const session = await adapter.start(config, {
    clock: () => new Date(),
    log: silentLog,
    randomId: randomUUID,
    notify: () => Promise.reject(new Error('this bank never calls')),
  });
  closing.push(() => session.stop());
  return session;
}

async function start(faults: Partial<Faults> = {}, change: object = {}) {
  const dataDir = newDataDir();
  const simulator = await startBank(faults, dataDir);
  const session = await startAdapter(dataDir, simulator.url, change);
  if (!session.payment || !session.accountChecks) throw new Error('the adapter pays and checks');
  return { dataDir, simulator, session, rail: session.payment, checker: session.accountChecks };
}

function task(change: Partial<PaymentTask> = {}): PaymentTask {
  return {
    id: 'tsk_1',
    paymentId: 'pay_1',
    batchId: 'bat_1',
    reference: 'ASH0000000000000000000000000000001',
    amount: 540_000n,
    sourceAccount: '12010000000001',
    accountNumber: '21510000000001',
    receiverName: 'Nguyễn Thị Ánh Đào',
    requestedDate: '2026-11-20',
    narrative: 'Trợ cấp xã hội 2026-11',
    purposeCode: 'SSBE',
    ...change,
  };
}

const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => {
      const { kind, code } = toAdapterError(error);
      return `${kind} ${code}`;
    },
  );

describe('the BIDV adapter checks accounts', () => {
  // prettier-ignore
  it.each([
    ['21510000000001', 'OPEN',      'NGUYEN THI ANH DAO'],
    ['21510000000002', 'CLOSED',    'TRAN VAN BINH'],
    ['21510000000003', 'BLOCKED',   'LE THI CUC'],
    ['21519999999999', 'NOT_FOUND', undefined],
  ] as const)('%s is %s and its holder is %s', async (number, accountState, returnedName) => {
    const { checker } = await start();

    const answer = await checker.check({ id: 'tsk_1', kind: 'BANK', number, holderName: 'Ai Đó' });

    expect(answer).toMatchObject({ accountState, checkedAt: expect.any(Date) });
    expect(answer.returnedName).toBe(returnedName);
  });
});

describe('the BIDV adapter pays', () => {
  it('and reports the bank’s own word, reference, amount and time', async () => {
    const { rail, simulator } = await start();

    const outcome = await rail.submit(task());

    const [line] = simulator.ledger.entries;
    expect(line).toMatchObject({ reference: task().reference, account: '21510000000001', amount: 540_000 });
    expect(outcome).toEqual({
      status: 'SETTLED',
      evidence: 'REPLY',
      amount: 540_000n,
      account: '21510000000001',
      externalReference: line?.externalReference,
      occurredAt: new Date(line?.bookedAt ?? ''),
    });
    expect(await rail.inquire(task())).toEqual({ ...outcome, evidence: 'INQUIRY' });
  });

  // prettier-ignore
  it.each([
    [{ accountNumber: '21510000000002' }, 'ACCOUNT_CLOSED'],
    [{ accountNumber: '21510000000003' }, 'ACCOUNT_BLOCKED'],
    [{ accountNumber: '21519999999999' }, 'ACCOUNT_NOT_FOUND'],
    [{ accountNumber: '12' },             'ACCOUNT_INVALID'],
    [{ amount: 500_000_000n },            'LIMIT_EXCEEDED'],
  ] as const)('and reports a refusal of %o as %s, the same by inquiry', async (change, reason) => {
    const { rail, simulator } = await start();

    const outcome = await rail.submit(task(change));

    expect(outcome).toMatchObject({ status: 'REJECTED', evidence: 'REPLY', reason });
    expect(await rail.inquire(task(change))).toMatchObject({ status: 'REJECTED', evidence: 'INQUIRY', reason });
    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it('and asks for no money under a lease that ended while something else was asked first', async () => {
    const { rail, simulator } = await start();
    const confirm = () => Promise.reject(new AdapterError('NOT_SENT', 'LEASE_LOST', 'others decide now'));

    await expect(rail.submit(task(), { confirm })).rejects.toMatchObject({ kind: 'NOT_SENT' });

    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it('and finds out by inquiry what became of a reference that the bank already knows', async () => {
    const { rail, simulator } = await start();
    await rail.submit(task());

    expect(await rail.submit(task())).toMatchObject({ status: 'SETTLED', evidence: 'INQUIRY' });
    expect(simulator.ledger.entries).toHaveLength(1);
  });

  it('and says NOT_RECEIVED of a reference that the bank does not know', async () => {
    const { rail } = await start();

    expect(await rail.inquire(task())).toMatchObject({
      status: 'UNKNOWN',
      evidence: 'INQUIRY',
      reason: 'NOT_RECEIVED',
    });
  });

  it('and follows a payment that the bank finishes later', async () => {
    const { rail, simulator } = await start({ asynchronous: 1, processingMs: 30 });

    const taken = await rail.submit(task());
    const final = await untilStatus(rail, 'SETTLED');

    expect(taken).toMatchObject({ status: 'ACCEPTED', evidence: 'REPLY' });
    expect(final).toMatchObject({ status: 'SETTLED', amount: 540_000n });
    expect(simulator.ledger.entries).toHaveLength(1);
  });
});

describe('the BIDV adapter does not guess', () => {
  it.each(['dropReplyAfterBooking', 'serverErrorAfterBooking', 'wrongSignature'] as const)(
    'after %s: the payment is without an answer until an inquiry finds it booked',
    async (fault) => {
      const { rail, simulator } = await start({ [fault]: 1 });

      const first = await kindOf(rail.submit(task()));
      simulator.faults.change({ [fault]: 0 });

      expect(first).toMatch(/^NO_ANSWER /);
      expect(await rail.inquire(task())).toMatchObject({ status: 'SETTLED', evidence: 'INQUIRY' });
      expect(simulator.ledger.entries).toHaveLength(1);
    },
  );

  it('at a status word that its profile does not name', async () => {
    const { rail } = await start({ unknownStatusWord: 1 });

    expect(await rail.submit(task())).toMatchObject({ status: 'UNKNOWN', reason: 'TECHNICAL' });
  });

  it('and passes on the amount that the bank names, right or wrong', async () => {
    const { rail } = await start({ wrongAmount: 1 });

    expect(await rail.submit(task())).toMatchObject({ amount: 540_001n });
  });

  it('when nobody listens: nothing was sent', async () => {
    const { rail, simulator } = await start();
    await simulator.stop();

    expect(await kindOf(rail.submit(task()))).toMatch(/^NOT_SENT /);
    closing.shift();
  });

  it('when the gateway turns requests away', async () => {
    const { rail, simulator } = await start({ rateLimited: 1 });

    expect(await kindOf(rail.submit(task()))).toBe('REFUSED GATEWAY_011');
    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it('when its credentials are wrong: an operator must mend them', async () => {
    const { rail } = await start({}, { clientSecret: 'wrong' });

    expect(await kindOf(rail.submit(task()))).toBe('MISCONFIGURED TOKEN_REFUSED');
  });

  it('when its key is not the one that the bank knows', async () => {
    const { rail } = await start({}, { symmetricKeyHex: '00'.repeat(32) });

    expect(await kindOf(rail.submit(task()))).toBe('REFUSED GATEWAY_002');
  });

  it('when its signing key does not belong to its certificate', async () => {
    const { rail } = await start({}, { partnerPrivateKey: vectors.partnerPrivateKeyPem });

    expect(await kindOf(rail.submit(task()))).toBe('REFUSED GATEWAY_004');
  });
});

describe('the BIDV adapter’s token', () => {
  it('is renewed when the bank has forgotten it', async () => {
    const { simulator, dataDir, rail } = await start();
    await rail.inquire(task());
    await simulator.stop();
    closing.shift();

    const restarted = await startBank({}, dataDir, simulator.port);

    expect(await rail.submit(task())).toMatchObject({ status: 'SETTLED' });
    expect(restarted.ledger.entries).toHaveLength(1);
  });
});

describe('the BIDV adapter’s configuration', () => {
  it('is refused with the names of the wrong fields and none of their values', () => {
    const wrong = {
      ...demoConfig(newDataDir(), 'nowhere'),
      symmetricKeyHex: 'SECRET-VALUE',
      partnerPrivateKey: '/no/file',
    };

    const refuse = () => adapter.parseConfig(wrong);

    expect(refuse).toThrow(/baseUrl.*symmetricKeyHex.*partnerPrivateKey/);
    expect(refuse).not.toThrow(/SECRET-VALUE/);
  });

  it('with a key of the wrong length does not start', async () => {
    const start = startAdapter(newDataDir(), 'http://127.0.0.1:1', { symmetricKeyHex: '00'.repeat(16) });

    await expect(start).rejects.toMatchObject({ kind: 'MISCONFIGURED', code: 'KEYS_INVALID' });
  });

  it('decides whether a repeated reference is refused', async () => {
    const { session } = await start({}, { repeatedReference: 'BOOKED_AGAIN' });

    expect(session.capabilities?.payment?.repeatedReference).toBe('BOOKED_AGAIN');
  });
});

async function untilStatus(rail: PaymentRail, status: string) {
  for (;;) {
    const outcome = await rail.inquire(task());
    if (outcome.status === status) return outcome;
  }
}
