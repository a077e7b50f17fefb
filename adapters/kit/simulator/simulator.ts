/**
 * What a simulator is, and the world that the shell gives it: book, registries, faults, time.
 * The institution's side of a protocol is written by each adapter's `simulator.ts`; nothing here knows a protocol.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { FaultPlan, Faults } from './faults.js';
import type { Journal } from './journal.js';
import type { Ledger } from './ledger.js';
import type { Registry, SimulatedAccount, SimulatedCitizen, SimulatedRecipient } from './registry.js';

export interface SimulatorOptions {
  /** Folder of its own; created, and continued when it exists. */
  readonly dataDir: string;
  /** Default 0: any free port. Always on 127.0.0.1. */
  readonly port?: number;
  /** Seed of the faults, default 1. */
  readonly seed?: number;
  readonly faults?: Partial<Faults>;
  /** What this simulator must know besides (keys, client secrets); `settings.json` of the data folder when left out. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface Simulator {
  readonly name: string;
  readonly url: string;
  readonly port: number;
  readonly ledger: Ledger;
  readonly accounts: Registry<SimulatedAccount>;
  readonly citizens: Registry<SimulatedCitizen>;
  readonly recipients: Registry<SimulatedRecipient>;
  readonly faults: FaultPlan;
  /** Closes at once, open answers too; the data folder stays for the next start. */
  stop(): Promise<void>;
}

/** Every `adapters/<name>/simulator.ts` exports one under the name `createSimulator`. */
export type CreateSimulator = (options: SimulatorOptions) => Promise<Simulator>;

export interface SimulatorWorld {
  readonly dataDir: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly ledger: Ledger;
  readonly accounts: Registry<SimulatedAccount>;
  readonly citizens: Registry<SimulatedCitizen>;
  readonly recipients: Registry<SimulatedRecipient>;
  readonly faults: FaultPlan;
  /** Opens a file of its own in the data folder, for what the institution must remember besides bookings. */
  journal<Entry>(name: string): Journal<Entry>;
  /** Runs work later unless the simulator stops first; a failure is printed and ends nothing. */
  later(delayMs: number, work: () => void | Promise<void>): void;
  /** Calls the hub's side back. Repeats up to five times until a 2xx answer; subject to the faults of notifications. */
  callBack(call: CallBack): void;
}

export interface CallBack {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What the fault draw is keyed by: the payment's reference. */
  readonly key: string;
}

export interface SimulatorRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface SimulatorReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Names the reference when this request moved money: then the reply may be dropped. */
  readonly booked?: string;
}

export type SimulatorHandler = (request: SimulatorRequest) => Promise<SimulatorReply> | SimulatorReply;
