/** The adapter against the simulated MoMo over real sockets, notifications included. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { adapter, demoConfig } from '../../../adapters/momo/index.js';
import { createSimulator } from '../../../adapters/momo/simulator.js';
import { silentLog, toAdapterError } from '../../../adapters/kit/index.js';
import type { PaymentNotice, PaymentTask } from '../../../adapters/kit/index.js';
import type { Faults } from '../../../adapters/kit/simulator/index.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(faults: Partial<Faults> = {}, change: object = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'momo-'));
  const simulator = await createSimulator({ dataDir, faults });
  closing.push(() => simulator.stop());
  simulator.accounts.put([
    { number: '0912345678', name: 'Nguyễn Thị Ánh Đào', personalId: '001190000001', state: 'OPEN' },
    { number: '0912345679', name: 'Trần Văn Bình', state: 'CLOSED' },
    { number: '0912345670', name: 'Lê Thị Cúc', state: 'BLOCKED' },
  ]);
  const notices = new Notices();
  const session = await adapter.start(
    adapter.parseConfig({ ...demoConfig(dataDir, simulator.url), ...change }),
    {
      clock: () => new Date(),
      log: silentLog,
      randomId: randomUUID,
      notify: (notice) => notices.take(notice),
    },
  );
  closing.push(() => session.stop());
  if (!session.payment || !session.accountChecks) throw new Error('the adapter pays and checks');
  return { dataDir, simulator, session, notices, rail: session.payment, checker: session.accountChecks };
}

/** The hub's side of notifications: keeps them and lets a test wait for the next one. */
class Notices {
  readonly all: PaymentNotice[] = [];
  failures = 0;
  #wake: () => void = () => undefined;

  take(notice: PaymentNotice): Promise<void> {
    if (this.failures > 0) {
      this.failures -= 1;
      return Promise.reject(new Error('the hub is away'));
    }
    this.all.push(notice);
    this.#wake();
    return Promise.resolve();
  }

  async until(count: number): Promise<readonly PaymentNotice[]> {
    while (this.all.length < count) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.all;
  }
}

function task(change: Partial<PaymentTask> = {}): PaymentTask {
  return {
    id: 'tsk_1',
    paymentId: 'pay_1',
    batchId: 'bat_1',
    reference: 'ASH0000000000000000000000000000001',
    amount: 540_000n,
    sourceAccount: 'ANSINHHUBDEMO',
    accountNumber: '0912345678',
    receiverName: 'Nguyễn Thị Ánh Đào',
    receiverPersonalId: '001190000001',
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

describe('the MoMo adapter checks wallets', () => {
  // prettier-ignore
  it.each([
    ['0912345678', 'Nguyễn Thị Ánh Đào', '001190000001', { accountState: 'OPEN', institutionMatch: 'MATCH', personalIdMatches: true }],
    ['0912345678', 'Nguyễn Thị Ánh Đào', undefined,      { accountState: 'OPEN', institutionMatch: 'MATCH' }],
    ['0912345678', 'Nguyễn Thị Đào',     '001190000001', { accountState: 'OPEN', institutionMatch: 'NO_MATCH' }],
    ['0912345678', 'Nguyễn Thị Ánh Đào', '001190000002', { accountState: 'OPEN', institutionMatch: 'NO_MATCH' }],
    ['0912345679', 'Trần Văn Bình',      undefined,      { accountState: 'NOT_FOUND' }],
    ['0912345670', 'Lê Thị Cúc',         undefined,      { accountState: 'BLOCKED' }],
    ['0999999999', 'Không Có Ai',        undefined,      { accountState: 'NOT_FOUND' }],
  ] as const)('%s held by %s (%s) is %o, and no name comes back', async (number, holderName, holderPersonalId, answer) => {
    const { checker } = await start();

    const given = await checker.check({ id: 't', kind: 'WALLET', number, holderName, holderPersonalId });

    expect(given).toMatchObject(answer);
    expect(given.returnedName).toBeUndefined();
  });
});

describe('the MoMo adapter pays', () => {
  it('and reports MoMo’s own word, id and amount, by reply, notification and inquiry alike', async () => {
    const { rail, simulator, notices } = await start();

    const outcome = await rail.submit(task());
    const [notice] = await notices.until(1);
    const inquiry = await rail.inquire(task());

    const externalReference = simulator.ledger.entries[0]?.externalReference;
    const word = { status: 'SETTLED', amount: 540_000n, externalReference };
    expect(outcome).toMatchObject({ ...word, evidence: 'REPLY' });
    expect(notice).toMatchObject({ ...word, evidence: 'NOTIFICATION', reference: task().reference });
    expect(inquiry).toMatchObject({ ...word, evidence: 'INQUIRY' });
  });

  it('and hears of the end of a payment that was only taken at first', async () => {
    const { rail, notices, simulator } = await start({ asynchronous: 1 });

    const taken = await rail.submit(task());
    const [notice] = await notices.until(1);

    expect(taken).toMatchObject({ status: 'ACCEPTED', evidence: 'REPLY' });
    expect(notice).toMatchObject({
      status: 'SETTLED',
      evidence: 'NOTIFICATION',
      reference: task().reference,
    });
    expect(simulator.ledger.entries).toHaveLength(1);
  });

  it('and is told again when the hub could not take the news', async () => {
    const { rail, notices } = await start();
    notices.failures = 1;

    await rail.submit(task());

    expect(await notices.until(1)).toHaveLength(1);
  });

  // prettier-ignore
  it.each([
    [{ accountNumber: '0912345679', receiverName: 'Trần Văn Bình' }, 'ACCOUNT_NOT_FOUND'],
    [{ accountNumber: '0912345670', receiverName: 'Lê Thị Cúc' },    'ACCOUNT_BLOCKED'],
    [{ receiverName: 'Người Khác' },                                 'REFUSED'],
    [{ amount: 50_000_001n },                                        'AMOUNT'],
  ] as const)('and reports a refusal of %o as %s', async (change, reason) => {
    const { rail, simulator } = await start();

    expect(await rail.submit(task(change))).toMatchObject({ status: 'REJECTED', evidence: 'REPLY', reason });
    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it('and says NOT_RECEIVED of a reference that MoMo does not know', async () => {
    const { rail } = await start();

    expect(await rail.inquire(task())).toMatchObject({
      status: 'UNKNOWN',
      evidence: 'INQUIRY',
      reason: 'NOT_RECEIVED',
    });
  });

  it('once, however often the same reference is sent', async () => {
    const { rail, simulator } = await start();

    const outcomes = [await rail.submit(task()), await rail.submit(task())];

    expect(outcomes).toMatchObject([{ status: 'SETTLED' }, { status: 'SETTLED' }]);
    expect(simulator.ledger.entries).toHaveLength(1);
  });

  it('and asks what became of a reference whose first answer was not final', async () => {
    const { rail, simulator } = await start();
    await rail.submit(task({ amount: 1n }));

    const again = await rail.submit(task());

    expect(again).toMatchObject({ status: 'UNKNOWN', reason: 'DUPLICATE' });
    expect(simulator.ledger.entries).toHaveLength(0);
  });
});

describe('the MoMo adapter does not guess', () => {
  it('after a reply lost behind a booking: an inquiry finds it', async () => {
    const { rail, simulator } = await start({ dropReplyAfterBooking: 1, loseNotification: 1 });

    expect(await kindOf(rail.submit(task()))).toMatch(/^NO_ANSWER /);
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

  it('when its own set-up is refused: no payment fails for a wrong key', async () => {
    const { rail, simulator } = await start({}, { secretKey: 'wrong' });

    expect(await rail.submit(task())).toMatchObject({ status: 'UNKNOWN', reason: 'SOURCE_ACCOUNT' });
    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it('when nobody listens: nothing was sent', async () => {
    const { rail, simulator } = await start();
    await simulator.stop();
    closing.shift();

    expect(await kindOf(rail.submit(task()))).toMatch(/^NOT_SENT /);
  });

  it('when it is turned away without a result', async () => {
    const { rail } = await start({ rateLimited: 1 });

    expect(await kindOf(rail.submit(task()))).toBe('REFUSED HTTP_429');
  });
});

describe('the MoMo adapter’s listener', () => {
  const post = (url: string, body: string, method = 'POST') =>
    fetch(url, { method, body: method === 'GET' ? undefined : body }).then(({ status }) => status);

  it('turns away what does not carry MoMo’s signature, and tells the hub nothing', async () => {
    const { session, notices } = await start();
    const forged = {
      partnerCode: 'ANSINHHUBDEMO',
      orderId: 'A',
      requestId: 'A',
      resultCode: 0,
      signature: '00',
    };

    const url = session.callbackUrl ?? '';
    const statuses = [
      await post(url, JSON.stringify(forged)),
      await post(url, 'not JSON'),
      await post(url, 'x'.repeat(300_000)),
      await post(url, '', 'GET'),
      await post(`${url}/elsewhere`, '{}'),
    ];

    expect(statuses).toEqual([400, 400, 413, 404, 404]);
    expect(notices.all).toHaveLength(0);
  });

  it('gives a free address without a query string, as MoMo asks', async () => {
    const { session } = await start();

    expect(session.callbackUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/momo\/notification$/);
  });
});

describe('the MoMo adapter’s configuration', () => {
  it('is refused with the names of the wrong fields and none of their values', () => {
    const refuse = () =>
      adapter.parseConfig({
        baseUrl: 'nowhere',
        partnerCode: 'P',
        accessKey: 'A',
        secretKey: '',
        momoPublicKey: 'SECRET-VALUE',
      });

    expect(refuse).toThrow(/baseUrl.*secretKey.*momoPublicKey/);
    expect(refuse).not.toThrow(/SECRET-VALUE/);
  });
});
