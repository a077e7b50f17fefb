/** The adapter against the simulated bank over real sockets. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { adapter, demoConfig } from '../../../adapters/agribank/index.js';
import { createSimulator } from '../../../adapters/agribank/simulator.js';
import {
  AdapterError,
  silentLog,
  type PaymentNotice,
  type PaymentTask,
} from '../../../adapters/kit/index.js';
import type { Faults, Simulator } from '../../../adapters/kit/simulator/index.js';
import { message } from './vectors.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const newFolder = () => mkdtempSync(join(tmpdir(), 'agribank-'));

async function startBank(
  dataDir: string,
  faults: Partial<Faults> = {},
  pushUrl?: string,
): Promise<Simulator> {
  const settings = pushUrl && {
    ...(demoConfig(dataDir, 'http://x') as { clientId: string; secret: string }),
    pushUrl,
  };
  const simulator = await createSimulator({ dataDir, faults, ...(settings ? { settings } : {}) });
  simulator.accounts.put([
    { number: '1500205000011', name: 'Nguyễn Thị Ánh Đào', personalId: '001145000011', state: 'OPEN' },
    { number: '1500205000022', name: 'Trần Văn Bình', state: 'CLOSED' },
    { number: '1500205000033', name: 'Lê Thị Cúc', state: 'BLOCKED' },
  ]);
  closing.push(() => simulator.stop());
  return simulator;
}

/** What the hub was told, and a way to wait for it. */
function ear() {
  const heard: PaymentNotice[] = [];
  const waiting = new Set<() => void>();
  return {
    heard,
    notify: (notice: PaymentNotice) => {
      heard.push(notice);
      for (const look of waiting) look();
      return Promise.resolve();
    },
    until: (isEnough: (notices: readonly PaymentNotice[]) => boolean) =>
      new Promise<readonly PaymentNotice[]>((resolve) => {
        const look = () => isEnough(heard) && resolve(heard);
        waiting.add(look);
        look();
      }),
  };
}

async function startAdapter(dataDir: string, url: string, change: object = {}) {
  const listening = ear();
  const config = adapter.parseConfig({ ...demoConfig(dataDir, url), pollIntervalMs: 100, ...change });
  const session = await adapter.start(config, {
    clock: () => new Date(),
    log: silentLog,
    randomId: randomUUID,
    notify: listening.notify,
  });
  closing.push(() => session.stop());
  if (!session.payment?.submitBatch || !session.accountChecks) throw new Error('the adapter pays and checks');
  return {
    session,
    rail: session.payment,
    submitBatch: session.payment.submitBatch.bind(session.payment),
    checker: session.accountChecks,
    ...listening,
  };
}

async function start(faults: Partial<Faults> = {}, change: object = {}) {
  const dataDir = newFolder();
  const simulator = await startBank(dataDir, faults);
  return { dataDir, simulator, ...(await startAdapter(dataDir, simulator.url, change)) };
}

function task(change: Partial<PaymentTask> = {}): PaymentTask {
  return {
    id: 'tsk_1',
    paymentId: 'pay_1',
    batchId: 'bat_1',
    reference: 'ASH0000000000000000000000000000001',
    amount: 540_000n,
    sourceAccount: '1500201000001',
    accountNumber: '1500205000011',
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
    (error: unknown) => (error instanceof AdapterError ? `${error.kind} ${error.code}` : 'another error'),
  );

describe('the Agribank adapter checks accounts', () => {
  // prettier-ignore
  it.each([
    ['1500205000011', 'Nguyễn Thị Ánh Đào', '001145000011', { accountState: 'OPEN', returnedName: 'NGUYEN THI ANH DAO', personalIdMatches: true }],
    ['1500205000011', 'Ai Đó <&\'>',        undefined,      { accountState: 'OPEN', returnedName: 'NGUYEN THI ANH DAO' }],
    ['1500205000011', 'Nguyễn Thị Ánh Đào', '001145999999', { accountState: 'OPEN', returnedName: 'NGUYEN THI ANH DAO', personalIdMatches: false }],
    ['1500205000022', 'Trần Văn Bình',      undefined,      { accountState: 'CLOSED' }],
    ['1500205000033', 'Lê Thị Cúc',         undefined,      { accountState: 'BLOCKED', returnedName: 'LE THI CUC' }],
    ['1500209999999', 'Ai Đó',              undefined,      { accountState: 'NOT_FOUND' }],
  ] as const)('%s of %s with id %s: %o', async (number, holderName, holderPersonalId, expected) => {
    const { checker } = await start();

    const answer = await checker.check({ id: 'tsk_1', kind: 'BANK', number, holderName, holderPersonalId });

    expect(answer).toMatchObject(expected);
  });
});

describe('the Agribank adapter pays', () => {
  it('one person: booked at the payer’s side first, settled when the credit is told', async () => {
    const { rail, simulator, until, heard } = await start();

    const outcome = await rail.submit(task());
    await until((notices) => notices.length > 0);

    const [line] = simulator.ledger.entries;
    expect(line).toMatchObject({ reference: task().reference, account: '1500205000011', amount: 540_000 });
    expect(outcome).toMatchObject({
      status: 'ACCEPTED',
      evidence: 'REPLY',
      externalReference: line?.externalReference,
    });
    expect(heard).toEqual([
      expect.objectContaining({
        reference: task().reference,
        status: 'SETTLED',
        evidence: 'NOTIFICATION',
        amount: 540_000n,
      }),
    ]);
    expect(await rail.inquire(task())).toMatchObject({
      status: 'SETTLED',
      evidence: 'INQUIRY',
      amount: 540_000n,
    });
  });

  it('many people in one file, each with an outcome of its own, in the order of the tasks', async () => {
    const { submitBatch, simulator, until } = await start();
    const tasks = ['1500205000011', '1500205000022', '1500205000033', '1500209999999', '1500205000011'].map(
      (accountNumber, index) =>
        task({
          reference: `ASHBATCH${index}`,
          accountNumber,
          ...(index === 4 ? { sourceAccount: '1500201000002', purposeCode: 'PENS' } : {}),
        }),
    );

    const outcomes = await submitBatch(tasks);
    await until((notices) => notices.length === 2);

    expect(outcomes.map(({ status, reason }) => [status, reason])).toEqual([
      ['ACCEPTED', undefined],
      ['REJECTED', 'ACCOUNT_CLOSED'],
      ['REJECTED', 'ACCOUNT_BLOCKED'],
      ['REJECTED', 'ACCOUNT_NOT_FOUND'],
      ['ACCEPTED', undefined],
    ]);
    expect(simulator.ledger.entries.map(({ reference }) => reference)).toEqual(['ASHBATCH0', 'ASHBATCH4']);
  });

  it('and hears later of what the bank finishes later', async () => {
    const { rail, until } = await start({ asynchronous: 1, processingMs: 30 });

    expect(await rail.submit(task())).toMatchObject({
      status: 'ACCEPTED',
      evidence: 'REPLY',
      reasonText: 'ACSP',
    });
    const heard = await until((notices) => notices.some(({ status }) => status === 'SETTLED'));

    expect(heard.map(({ status }) => status)).toEqual(['ACCEPTED', 'SETTLED']);
  });

  it('and hears of money that comes back', async () => {
    const { rail, simulator, until } = await start();
    await rail.submit(task());
    await until((notices) => notices.length === 1);

    const body = JSON.stringify({ reference: task().reference, reason: 'AC04' });
    await fetch(`${simulator.url}/__bank/returns`, { method: 'POST', body });
    const heard = await until((notices) => notices.length === 2);

    expect(heard[1]).toMatchObject({ status: 'RETURNED', reason: 'ACCOUNT_CLOSED', amount: 540_000n });
  });

  it('and finds out by inquiry what became of a reference that the bank already knows', async () => {
    const { rail, submitBatch, simulator } = await start();
    await rail.submit(task());

    expect(await rail.submit(task())).toMatchObject({ status: 'SETTLED', evidence: 'INQUIRY' });
    const again = await submitBatch([task(), task({ reference: 'ASHNEW' })]);
    expect(again.map(({ status }) => status)).toEqual(['SETTLED', 'ACCEPTED']);
    expect(simulator.ledger.entries).toHaveLength(2);
  });

  it('and says NOT_RECEIVED of a reference that the bank does not know', async () => {
    const { rail } = await start();

    expect(await rail.inquire(task())).toMatchObject({
      status: 'UNKNOWN',
      evidence: 'INQUIRY',
      reason: 'NOT_RECEIVED',
    });
  });

  // prettier-ignore
  it.each([
    [{ dropReplyAfterBooking: 1 },   'NO_ANSWER', 1],
    [{ serverErrorAfterBooking: 1 }, 'NO_ANSWER', 1],
    [{ wrongSignature: 1 },          'NO_ANSWER', 1],
    [{ dropBeforeBooking: 1 },       'NO_ANSWER', 0],
    [{ serverError: 1 },             'NO_ANSWER', 0],
    [{ rateLimited: 1 },             'REFUSED',   0],
  ] as const)('and knows nothing of a file when the bank does %o: %s', async (faults, kind, bookings) => {
    const { submitBatch, simulator } = await start(faults);

    expect(await kindOf(submitBatch([task(), task({ reference: 'ASHOTHER' })]))).toMatch(kind);
    expect(simulator.ledger.entries).toHaveLength(2 * bookings);
  });

  it('and tells a bank that is down from one that may have received', async () => {
    const { rail, simulator } = await start();
    await simulator.stop();

    expect(await kindOf(rail.submit(task()))).toMatch(/^NOT_SENT/);
  });

  it('and calls a status word that no documentation names UNKNOWN', async () => {
    const { rail } = await start({ unknownStatusWord: 1 });

    expect(await rail.submit(task())).toMatchObject({ status: 'UNKNOWN', evidence: 'REPLY' });
    expect(await rail.inquire(task())).toMatchObject({ status: 'UNKNOWN', evidence: 'INQUIRY' });
  });

  it('and passes on the amount that the bank names, right or wrong', async () => {
    const { rail } = await start({ wrongAmount: 1 });

    expect(await rail.submit(task())).toMatchObject({ amount: 540_001n });
  });

  it('and is turned away with a wrong secret, saying nothing of the payment', async () => {
    const { rail } = await start({}, { secret: 'another-secret-0123456789' });

    expect(await kindOf(rail.submit(task()))).toBe('REFUSED NOT_AUTHORISED');
  });
});

describe('the files that the bank leaves for the Agribank adapter', () => {
  it('wait until the hub has them: what was not acknowledged is told again after a restart', async () => {
    const dataDir = newFolder();
    const simulator = await startBank(dataDir);
    const config = adapter.parseConfig({ ...demoConfig(dataDir, simulator.url), pollIntervalMs: 100 });
    let told: () => void = () => undefined;
    const isTold = new Promise<void>((resolve) => (told = resolve));
    const away = await adapter.start(config, {
      clock: () => new Date(),
      log: silentLog,
      randomId: randomUUID,
      notify: () => (told(), new Promise<never>(() => undefined)),
    });
    await away.payment?.submit(task());
    await isTold;
    await away.stop();

    const { until } = await startAdapter(dataDir, simulator.url);

    expect(await until((notices) => notices.length > 0)).toMatchObject([
      { reference: task().reference, status: 'SETTLED' },
    ]);
  });

  it('are also taken at a port of its own, once each, and only with the bank’s signature', async () => {
    const dataDir = newFolder();
    const probe = await startAdapter(dataDir, 'http://127.0.0.1:9', {
      listen: { port: 0 },
      pollIntervalMs: 60_000,
    });
    const url = probe.session.callbackUrl ?? '';
    const unsigned = await fetch(url, { method: 'POST', body: message('camt.054-credit') });
    const simulator = await startBank(dataDir, {}, url);
    const payer = await startAdapter(dataDir, simulator.url, { pollIntervalMs: 60_000 });

    await payer.rail.submit(task());
    const heard = await probe.until((notices) => notices.length > 0);

    expect(unsigned.status).toBe(401);
    expect(heard).toMatchObject([{ reference: task().reference, status: 'SETTLED' }]);
  });
});

describe('the Agribank adapter with a drop folder', () => {
  it('leaves payment files whole under their own name, and reads the bank’s files from the other folder', async () => {
    const folder = newFolder();
    const dropFolder = { outgoing: join(folder, 'out'), incoming: join(folder, 'in') };
    const { rail, until } = await start({}, { dropFolder });

    const outcome = await rail.submit(task());
    await rail.submit(task());
    writeFileSync(join(dropFolder.incoming, '1-camt.054.xml'), message('camt.054-credit'));
    writeFileSync(join(dropFolder.incoming, '0-broken.xml'), '<Document>');
    await until((notices) => notices.length > 0);

    expect(outcome).toMatchObject({ status: 'SUBMITTED', evidence: 'NONE' });
    const files = readdirSync(dropFolder.outgoing);
    expect(files).toEqual([expect.stringMatching(/^ASH[0-9a-f]+\.pain\.001\.xml$/)]);
    expect(readFileSync(join(dropFolder.outgoing, files[0] ?? ''), 'utf8')).toContain(task().reference);
    expect(readdirSync(join(dropFolder.incoming, 'unreadable'))).toEqual(['0-broken.xml']);
  });
});
