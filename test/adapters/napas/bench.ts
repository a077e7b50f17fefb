/** What the tests of this adapter share: a simulated switch, the adapter in front of it and an ear that stands for the hub. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdapterError,
  silentLog,
  type PaymentNotice,
  type PaymentTask,
} from '../../../adapters/kit/index.js';
import type { Faults, Simulator } from '../../../adapters/kit/simulator/index.js';
import { adapter, demoConfig } from '../../../adapters/napas/index.js';
import { createSimulator } from '../../../adapters/napas/simulator.js';

const closing: (() => Promise<unknown>)[] = [];

/** Call it after each test. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

export async function startSwitch(
  dataDir: string,
  faults: Partial<Faults> = {},
  port?: number,
): Promise<Simulator> {
  const simulator = await createSimulator({ dataDir, faults, port });
  const atVietcombank = { bin: '970436' };
  simulator.accounts.put([
    { number: '1012345678', name: 'Nguyễn Thị Ánh Đào', state: 'OPEN', ...atVietcombank },
    { number: '1012345679', name: 'Trần Văn Bình', state: 'CLOSED', ...atVietcombank },
    { number: '1012345680', name: 'Lê Thị Cúc', state: 'BLOCKED', ...atVietcombank },
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

export async function start(faults: Partial<Faults> = {}, change: object = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'napas-'));
  const simulator = await startSwitch(dataDir, faults);
  const listening = ear();
  const session = await adapter.start(
    adapter.parseConfig({ ...demoConfig(dataDir, simulator.url), ...change }),
    { clock: () => new Date(), log: silentLog, randomId: randomUUID, notify: listening.notify },
  );
  closing.push(() => session.stop());
  const { payment, accountChecks, statements } = session;
  if (!payment || !accountChecks || !statements) throw new Error('the adapter pays, checks and reads');
  const giveBack = (reference: string, reason: string) =>
    fetch(`${simulator.url}/__bank/returns`, { method: 'POST', body: JSON.stringify({ reference, reason }) });
  return {
    dataDir,
    simulator,
    rail: payment,
    checker: accountChecks,
    statements,
    today: () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10),
    callbackUrl: session.callbackUrl ?? '',
    giveBack,
    ...listening,
  };
}

export function task(change: Partial<PaymentTask> = {}): PaymentTask {
  return {
    id: 'tsk_1',
    paymentId: 'pay_1',
    batchId: 'bat_1',
    reference: 'ASH0000000000000000000000000000001',
    amount: 540_000n,
    sourceAccount: '12010001234567',
    accountNumber: '1012345678',
    bankBin: '970436',
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
