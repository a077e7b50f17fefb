/** An institution that takes five a second says so through its adapter, everybody can see it, and it gets five a second. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import * as bidv from '../../adapters/bidv/index.js';
import { createSimulator } from '../../adapters/bidv/simulator.js';
import type { Adapter, RunningAdapter } from '../../adapters/kit/index.js';
import type { Simulator } from '../../adapters/kit/simulator/index.js';
import { createDomains } from '../../src/app/create-domains.js';
import { createSubgraphs } from '../../src/app/create-subgraphs.js';
import { runAdapters } from '../../src/app/run-adapters.js';
import type { Database } from '../../src/database/index.js';
import { openEvents, type Events } from '../../src/event/index.js';
import { executeSupergraph, type ExecutableSupergraph } from '../../src/federation/index.js';
import { createLogger } from '../../src/http/index.js';
import { createTransact, openWorkSignal, type WorkSignal } from '../../src/work/index.js';
import { monitor } from '../account/account-world.js';
import { openPaymentBench, type PaymentBench } from '../payment/payment-bench.js';
import { projectRoot } from '../architecture/source-file.js';
import { openLookUps } from '../setup/look-ups.js';

const RATE = 5;
const PAYMENTS = 6;
const dataDir = mkdtempSync(join(tmpdir(), 'declared-pace-'));
const logger = createLogger({ level: 'silent' });
/** When the adapter was given a payment to send, in milliseconds of a clock that never jumps. */
const begun: number[] = [];

let bench: PaymentBench;
let simulator: Simulator;
let events: Events;
let signal: WorkSignal;
let graph: ExecutableSupergraph;
let running: readonly RunningAdapter[] = [];

beforeAll(async () => {
  bench = await openPaymentBench();
  await bench.reset();
  simulator = await createSimulator({ dataDir, port: 0 });
  simulator.accounts.put(
    Array.from({ length: PAYMENTS }, (_, at) => ({
      number: `9704${String(at + 1).padStart(8, '0')}`,
      name: 'Nguyễn Văn Thử',
      personalId: `035050${String(at + 1).padStart(6, '0')}`,
      state: 'OPEN' as const,
    })),
  );
  const { pool } = bench.database;
  events = await openEvents({ pool });
  signal = openWorkSignal({ pool });
  const domains = createDomains({
    database: {
      pool,
      prisma: bench.deps.prisma,
      work: { pool, prisma: bench.deps.prisma },
    } as unknown as Database,
    transact: createTransact(pool, (items) => signal.wake(items)),
    config: { policy: {} } as Parameters<typeof createDomains>[0]['config'],
    clock: () => new Date(),
    ...openLookUps(),
    ...{ events, signal, logger },
  });
  graph = await executeSupergraph({
    subgraphs: createSubgraphs(domains),
    supergraph: readFileSync(join(projectRoot, 'schema/supergraph.graphql'), 'utf8'),
  });
});

afterAll(async () => {
  for (const adapter of running) await adapter.stop(5_000);
  await simulator.stop();
  await signal.stop();
  await events.stop();
  await bench.database.drop();
  rmSync(dataDir, { recursive: true });
}, 60_000);

/** BIDV's adapter with a watch on every payment that its rail is given. */
const watched: Adapter = {
  ...(bidv.adapter as Adapter),
  start: async (config, deps) => {
    const session = await (bidv.adapter as Adapter).start(config, deps);
    const submit = session.payment!.submit.bind(session.payment);
    const payment = {
      ...session.payment!,
      submit: (task: Parameters<typeof submit>[0]) => (begun.push(performance.now()), submit(task)),
    };
    return { ...session, payment, stop: () => session.stop() };
  },
};

async function ratePerSecondMax(): Promise<number | undefined> {
  const document = parse('{ institutions(kind: BANK) { code capabilities { ratePerSecondMax } } }');
  const contextValue = { caller: monitor, requestId: 'test' };
  const { data } = await graph.execute({ document, variables: {}, contextValue });
  const institutions = data?.['institutions'] as {
    code: string;
    capabilities: { ratePerSecondMax: number } | null;
  }[];
  return institutions.find(({ code }) => code === 'BIDV')?.capabilities?.ratePerSecondMax;
}

describe('an institution that takes five a second', () => {
  it('shows so to everybody, and gets no more', async () => {
    const before = await ratePerSecondMax();
    await bench.releasedBatch(PAYMENTS);

    const config = { ...bidv.demoConfig(dataDir, simulator.url), ratePerSecondMax: RATE };
    running = await runAdapters({ adapters: [{ adapter: watched, config }], graph, dataDir, logger });
    while ((await bench.totals())['SETTLED'] !== PAYMENTS)
      await new Promise((again) => setTimeout(again, 50));

    expect(before).toBeUndefined();
    expect(await ratePerSecondMax()).toBe(RATE);
    expect(begun).toHaveLength(PAYMENTS);
    // However slow the machine: never sooner than the rate allows, two timers' milliseconds aside.
    expect(begun.at(-1)! - begun[0]!).toBeGreaterThanOrEqual(((PAYMENTS - 1) * 1_000) / RATE - 2 * PAYMENTS);
  });
});
