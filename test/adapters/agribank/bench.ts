/** What the tests of this adapter share: a simulated bank, the adapter between it and an ear that stands for the hub. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsOf } from '../../../adapters/agribank/demo-partnership.js';
import { adapter, demoConfig } from '../../../adapters/agribank/index.js';
import { createSimulator } from '../../../adapters/agribank/simulator.js';
import {
  AdapterError,
  silentLog,
  type AdapterDeps,
  type PaymentNotice,
  type PaymentTask,
} from '../../../adapters/kit/index.js';
import type { Faults, Simulator } from '../../../adapters/kit/simulator/index.js';

const closing: (() => Promise<unknown>)[] = [];

/** Call it after each test. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

export const newFolder = () => mkdtempSync(join(tmpdir(), 'agribank-'));

export async function startBank(
  dataDir: string,
  faults: Partial<Faults> = {},
  change: object = {},
): Promise<Simulator> {
  const settings = { ...settingsOf({ dataDir, settings: {} }), ...change };
  const simulator = await createSimulator({ dataDir, faults, settings });
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

export async function startAdapter(
  dataDir: string,
  url: string,
  change: object = {},
  deps: Partial<AdapterDeps> = {},
) {
  const listening = ear();
  const config = adapter.parseConfig({ ...demoConfig(dataDir, url), pollIntervalMs: 100, ...change });
  const session = await adapter.start(config, {
    clock: () => new Date(),
    log: silentLog,
    randomId: randomUUID,
    notify: listening.notify,
    ...deps,
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

export async function start(faults: Partial<Faults> = {}, change: object = {}) {
  const dataDir = newFolder();
  const simulator = await startBank(dataDir, faults);
  return { dataDir, simulator, ...(await startAdapter(dataDir, simulator.url, change)) };
}

export function task(change: Partial<PaymentTask> = {}): PaymentTask {
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

export const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => (error instanceof AdapterError ? `${error.kind} ${error.code}` : 'another error'),
  );
