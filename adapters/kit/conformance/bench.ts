/** What each rule of the suite works on: a hub, the institution's simulator, and the adapter running between them. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Adapter, AdapterSession, PaymentRail, PaymentTask } from '../adapter.js';
import { AdapterError } from '../adapter-error.js';
import type { Capabilities } from '../capabilities.js';
import type { Log } from '../log.js';
import type {
  CreateSimulator,
  Faults,
  SimulatedAccount,
  SimulatedCitizen,
  Simulator,
} from '../simulator/index.js';
import { runAdapter, type RunningAdapter } from '../worker/run-adapter.js';
import { FlakyHub } from './flaky-hub.js';
import type { ConformanceHub, PaymentView } from './conformance-hub.js';

/** What an adapter's `index.ts` exports, as far as the suite needs it. */
export interface AdapterModule {
  readonly adapter: Adapter;
  /** The configuration for a simulator that keeps its data in `dataDir` and listens at `simulatorUrl`. */
  readonly demoConfig: (dataDir: string, simulatorUrl: string) => Readonly<Record<string, unknown>>;
}

export const people = {
  open: { number: '0970000001', name: 'Nguyễn Thị Hường', personalId: '079160000017', state: 'OPEN' },
  other: { number: '0970000004', name: 'Phạm Văn Khải', personalId: '079161000041', state: 'OPEN' },
  closed: { number: '0970000002', name: 'Trần Văn Bình', personalId: '001060000025', state: 'CLOSED' },
  blocked: { number: '0970000003', name: 'Lê Minh Đức', personalId: '048070000033', state: 'BLOCKED' },
} as const satisfies Record<string, SimulatedAccount>;

export class Bench {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'conformance-'));
  readonly logged: string[] = [];
  #simulator: Simulator | undefined;
  #running: RunningAdapter | undefined;
  #connection: FlakyHub | undefined;

  constructor(
    readonly hub: ConformanceHub,
    private readonly module: AdapterModule,
    private readonly createSimulator: CreateSimulator,
    /** BIN that the tasks name, where the institution routes by it. */
    readonly bankBin?: string,
    /** Whether the receivers get cash and have no account. */
    readonly paysCash = false,
  ) {}

  get simulator(): Simulator {
    if (!this.#simulator) throw new Error('no simulator runs');
    return this.#simulator;
  }

  get adapter(): RunningAdapter {
    if (!this.#running) throw new Error('no adapter runs');
    return this.#running;
  }

  /** The line between adapter and hub, to be troubled. */
  get line(): FlakyHub {
    if (!this.#connection) throw new Error('no adapter runs');
    return this.#connection;
  }

  async startSimulator(
    faults: Partial<Faults> = {},
    citizens: readonly SimulatedCitizen[] = [],
  ): Promise<void> {
    const port = this.#simulator?.port;
    this.#simulator = await this.createSimulator({ dataDir: this.dataDir, port, faults });
    this.#simulator.accounts.put(Object.values(people));
    this.#simulator.citizens.put(citizens);
  }

  /** As a crash of the institution: whatever it was doing is cut off; its book stays. */
  async stopSimulator(): Promise<void> {
    await this.#simulator?.stop();
  }

  /** @param isAskable false: no inquiry comes through, as when the institution's service for it is down
   *  @param readsStatements false: no statement is read, which may be sooner than what a rule is about */
  async startAdapter(
    config: Readonly<Record<string, unknown>> = {},
    { isAskable = true, readsStatements = true }: { isAskable?: boolean; readsStatements?: boolean } = {},
  ): Promise<void> {
    const { adapter } = this.module;
    this.#connection = new FlakyHub(await this.hub.connect());
    this.#running = await runAdapter({
      adapter: changed(adapter, (session) => ({
        ...session,
        ...(isAskable ? {} : { payment: session.payment && withoutInquiry(session.payment) }),
        ...(readsStatements ? {} : { statements: undefined }),
      })),
      config: { ...this.module.demoConfig(this.dataDir, this.simulator.url), ...config },
      hub: this.#connection,
      log: this.#log,
      worker: 'conformance',
      leaseSeconds: 30,
      pollMs: 25,
    });
  }

  async stopAdapter(): Promise<void> {
    await this.#running?.stop(10_000);
    await this.#connection?.close();
    this.#running = undefined;
    this.#connection = undefined;
  }

  async close(): Promise<void> {
    await this.stopAdapter();
    await this.stopSimulator();
    await this.hub.close();
  }

  /** A payment as this institution gets it. */
  task(overrides: Partial<PaymentTask> = {}): PaymentTask {
    const cash = { accountNumber: undefined, delivery: 'COUNTER', areaCode: '26734' } as const;
    return paymentTask({ bankBin: this.bankBin, ...(this.paysCash && cash), ...overrides });
  }

  /** What makes a payment one that the institution refuses: a closed account, or more than any counter hands out. */
  get refusable(): Partial<PaymentTask> {
    return this.paysCash ? { amount: 999_000_000_000n } : { accountNumber: people.closed.number };
  }

  /** Queues a payment and gives its reference. */
  async pay(overrides: Partial<PaymentTask> = {}): Promise<string> {
    const task = this.task(overrides);
    await this.hub.addPayment(task);
    return task.reference;
  }

  /** Follows the hub until the payment is as wanted; jest's own limit ends a wait that never will. */
  async until(reference: string, isWanted: (payment: PaymentView) => boolean): Promise<PaymentView> {
    for (;;) {
      const payment = await this.hub.payment(reference);
      if (isWanted(payment)) return payment;
      await this.hub.changed();
    }
  }

  /** Follows the hub until it has an answer. */
  async answer<Answer>(ask: () => Promise<Answer | undefined>): Promise<Answer> {
    for (;;) {
      const answer = await ask();
      if (answer !== undefined) return answer;
      await this.hub.changed();
    }
  }

  get #log(): Log {
    const note = (fields: object, message: string) =>
      void this.logged.push(`${JSON.stringify(fields)} ${message}`);
    return { debug: note, info: note, warn: note, error: note };
  }
}

function withoutInquiry(rail: PaymentRail): PaymentRail {
  return {
    submit: (task, lease) => rail.submit(task, lease),
    submitBatch: rail.submitBatch?.bind(rail),
    inquire: () => Promise.reject(new AdapterError('NO_ANSWER', 'INQUIRY_DOWN', 'no inquiry')),
  };
}

/** The adapter with a side of its session taken away. */
function changed(adapter: Adapter, change: (session: AdapterSession) => AdapterSession): Adapter {
  return { ...adapter, start: async (config, deps) => change(await adapter.start(config, deps)) };
}

export function paymentTask(overrides: Partial<PaymentTask> = {}): PaymentTask {
  return {
    id: `tsk_${randomUUID()}`,
    paymentId: `pay_${randomUUID()}`,
    batchId: `bat_${randomUUID()}`,
    reference: `ASH${randomBytes(10).toString('hex').toUpperCase()}`,
    amount: 1_500_000n,
    sourceAccount: '9700000000001',
    accountNumber: people.open.number,
    receiverName: people.open.name,
    receiverPersonalId: people.open.personalId,
    requestedDate: '2026-11-22',
    narrative: 'Tro cap xa hoi thang 11/2026',
    purposeCode: 'GOVT',
    ...overrides,
  };
}

export function isFinal({ status }: PaymentView): boolean {
  return ['SETTLED', 'REJECTED', 'CANCELLED', 'RETURNED'].includes(status);
}

/** The last good status at this institution: some can only say that the money left the payer. */
export function creditedStatus({ payment }: Capabilities): string {
  return payment?.finalWord === 'CREDITED' ? 'SETTLED' : 'ACCEPTED';
}
