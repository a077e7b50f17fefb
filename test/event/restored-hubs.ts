/** Hubs on one server that goes back, each with a high-water mark of its own, and what they are told of it. */
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { openPool } from '../../src/database/index.js';
import {
  type Events,
  type EventsOptions,
  highWaterMarkFile,
  type LogWentBack,
  openEvents,
} from '../../src/event/index.js';
import { RestorableServer } from '../setup/restorable-server.js';
import { appendThings } from './event-database.js';

export interface RestoredHub {
  readonly pool: pg.Pool;
  readonly events: Events;
  readonly markPath: string;
  /** What was said to be lost. */
  readonly told: readonly LogWentBack[];
  /** Records so many events, each with its position. */
  record(count: number): Promise<void>;
  stop(): Promise<void>;
}

export class RestoredHubs {
  readonly #running = new Set<RestoredHub>();

  #database = '';

  private constructor(readonly server: RestorableServer) {}

  static async create(): Promise<RestoredHubs> {
    return new RestoredHubs(await RestorableServer.create());
  }

  /** @param markPath of the hub that it goes on from; default: a new hub */
  async start({
    markPath = join(this.server.dataDir, `mark-${randomUUID()}.json`),
    ...options
  }: Partial<EventsOptions> & { readonly markPath?: string } = {}): Promise<RestoredHub> {
    const url = new URL(this.server.url);
    url.pathname = `/${this.#database}`;
    const pool = openPool({ url: url.href });
    const told: LogWentBack[] = [];
    const onLogWentBack: EventsOptions['onLogWentBack'] = (_db, lost) => {
      told.push(lost);
      return Promise.resolve();
    };
    const mark = highWaterMarkFile(markPath);
    let events: Events;
    try {
      events = await openEvents({ pool, pollMs: 20, mark, onLogWentBack, ...options });
    } catch (error) {
      await pool.end();
      throw error;
    }
    const hub: RestoredHub = {
      ...{ pool, events, markPath, told },
      record: async (count) => {
        await appendThings(pool, count);
        await events.flush();
      },
      stop: async () => {
        if (!this.#running.delete(hub)) return;
        await events.stop();
        await pool.end();
      },
    };
    this.#running.add(hub);
    return hub;
  }

  /** Stops every hub; the next ones have a database without events. */
  async begin(): Promise<void> {
    for (const hub of this.#running) await hub.stop();
    const { pathname } = new URL(this.server.url);
    this.#database = `log_${randomUUID().replaceAll('-', '')}`;
    await this.server.query(`CREATE DATABASE ${this.#database} TEMPLATE ${pathname.slice(1)}`, 'postgres');
  }

  async remove(): Promise<void> {
    for (const hub of this.#running) await hub.stop();
    await this.server.remove();
  }
}
