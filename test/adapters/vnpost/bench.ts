/** What the tests of this adapter share: a simulated post where nobody comes unless a test says so, and the adapter before it. */
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
import type { Faults } from '../../../adapters/kit/simulator/index.js';
import { settingsOf } from '../../../adapters/vnpost/demo-partnership.js';
import { adapter, demoConfig } from '../../../adapters/vnpost/index.js';
import { createSimulator } from '../../../adapters/vnpost/simulator.js';

const anHourMs = 3_600_000;
const closing: (() => Promise<unknown>)[] = [];

/** Call it after each test. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

export function closeLater(close: () => Promise<unknown>): void {
  closing.push(close);
}

export const newFolder = () => mkdtempSync(join(tmpdir(), 'vnpost-'));

export async function startPost(dataDir: string, faults: Partial<Faults> = {}, change: object = {}) {
  const settings = { ...settingsOf({ dataDir, settings: {} }), closeAfterMs: undefined };
  const simulator = await createSimulator({
    dataDir,
    faults,
    settings: { ...settings, people: { comeAfterMsMin: anHourMs, comeAfterMsMax: anHourMs }, ...change },
  });
  closing.push(() => simulator.stop());
  const order = async (method: string, what: string, body: object = {}) =>
    (await fetch(`${simulator.url}/__post/${what}`, { method, body: JSON.stringify(body) })).status;
  return {
    simulator,
    collect: (reference: string, isLate = false) => order('POST', 'collections', { reference, isLate }),
    visit: (reference: string, outcome: string) => order('POST', 'visits', { reference, outcome }),
    endPeriod: () => order('PUT', 'period-end'),
  };
}

/** @param config whole, or what differs from the demo's */
export async function startAdapter(config: object, clock = () => new Date()) {
  const told: PaymentNotice[] = [];
  const session = await adapter.start(adapter.parseConfig(config), {
    clock,
    log: silentLog,
    randomId: randomUUID,
    notify: (notice) => Promise.resolve(void told.push(notice)),
  });
  closing.push(() => session.stop());
  const { payment, feed, statements } = session;
  if (!payment?.submitBatch || !feed || !statements) throw new Error('the adapter pays and listens');
  const submitBatch = payment.submitBatch.bind(payment);
  return { session, told, rail: payment, submitBatch, feed, statements };
}

export async function start(faults: Partial<Faults> = {}, change: object = {}) {
  const dataDir = newFolder();
  const post = await startPost(dataDir, faults);
  const running = await startAdapter({ ...demoConfig(dataDir, post.simulator.url), ...change });
  return { dataDir, ...post, ...running };
}

export function task(reference: string, change: Partial<PaymentTask> = {}): PaymentTask {
  return {
    id: `tsk_${reference}`,
    paymentId: `pay_${reference}`,
    batchId: 'bat_1',
    reference,
    amount: 540_000n,
    sourceAccount: '9527.1.0000001',
    receiverName: 'Nguyễn Thị Ánh Đào',
    receiverPersonalId: '037145000011',
    delivery: 'COUNTER',
    areaCode: '13285',
    requestedDate: '2026-11-20',
    narrative: 'CHI TRA 2026-11 00000001',
    purposeCode: 'SSBE',
    ...change,
  };
}

export const endOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => (error instanceof AdapterError ? `${error.kind} ${error.code}` : 'another error'),
  );
