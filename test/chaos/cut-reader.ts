/** A monitoring client that is cut off again and again, by whoever pulls its plug and by every death of a hub, and that goes on each
 *  time with the cursor of the last event that it has dealt with, at whichever hub answers. */
import { setTimeout as delay } from 'node:timers/promises';

import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';

import type { Chance } from '../crash/seeded-chance.js';
import { operation, type Data } from '../setup/hub-client.js';

export interface CutReaderOptions {
  readonly chance: Chance;
  /** Hubs that may answer, any of which may be dead. */
  readonly urls: () => readonly string[];
  readonly token: () => Promise<string>;
  /** A cursor of the log's beginning. */
  readonly beginning: string;
  readonly onCut: () => void;
}

const QUERY = operation('watch-payment-events');
const PAUSE_MS = 100;
/** A connection is left alone for at most so long. */
const LIFE_MS_MAX = 2_500;

export class CutReader {
  /** The ids of all events, in the order in which they came. */
  readonly ids: string[] = [];
  /** What came in the place of an event. It goes on after it all the same, as a careless client would. */
  readonly refused: string[] = [];
  private cursor: string;
  private isStopping = false;
  private isLeftAlone = false;
  private socket: WebSocket | undefined;
  private connectedAt = 0;
  private running: Promise<void> | undefined;

  constructor(private readonly options: CutReaderOptions) {
    this.cursor = options.beginning;
  }

  /** Where it stands, for who wonders why it lacks something. */
  get state(): string {
    const since = ((performance.now() - this.connectedAt) / 1_000).toFixed(0);
    return `connected to ${this.socket?.url ?? 'nobody'} for ${since} s (${this.socket?.readyState ?? 'closed'})`;
  }

  /** Where it goes on next time. */
  get place(): string {
    return this.cursor;
  }

  /** The log that it has read is gone: it reads another one from its beginning. */
  beginAnew(beginning: string): void {
    this.ids.length = 0;
    this.refused.length = 0;
    this.cursor = beginning;
    this.socket?.terminate();
  }

  start(): void {
    this.running = this.run();
  }

  /** Cuts no more, and resolves when that many events have come, or when the time is over. */
  async untilCount(count: number, withinMs: number): Promise<void> {
    this.isLeftAlone = true;
    const until = Date.now() + withinMs;
    while (this.ids.length < count && Date.now() < until) await delay(PAUSE_MS);
    this.isLeftAlone = false;
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    this.socket?.terminate();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      const urls = this.options.urls();
      const url = urls[this.options.chance.between(0, urls.length - 1)];
      // Nobody is there at the moment: the next turn asks again, perhaps elsewhere.
      const isCut = url === undefined ? false : await this.readOnce(url).catch(() => false);
      if (isCut && !this.isStopping) this.options.onCut();
      await delay(PAUSE_MS);
    }
  }

  /** @returns whether a connection that stood was cut off */
  private async readOnce(url: string): Promise<boolean> {
    let hasStood = false;
    const client: Client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { authorization: `Bearer ${await this.options.token()}` },
      on: {
        connected: (socket) => {
          this.socket = socket as WebSocket;
          this.connectedAt = performance.now();
          hasStood = true;
        },
      },
    });
    const ended = new Promise<void>((resolve) => {
      client.subscribe<Data>(
        { query: QUERY, variables: { after: this.cursor } },
        {
          next: ({ data, errors }) => {
            const event = data?.['paymentEvents'] as Data | undefined;
            if (event) this.take(event);
            else this.refused.push(JSON.stringify(errors));
          },
          error: () => resolve(),
          complete: resolve,
        },
      );
    });
    const life = this.pullPlug();
    await ended;
    life.abort();
    return hasStood;
  }

  private take(event: Data): void {
    this.ids.push(event['id'] as string);
    this.cursor = event['cursor'] as string;
  }

  private pullPlug(): AbortController {
    const life = new AbortController();
    const lifeMs = this.options.chance.between(50, LIFE_MS_MAX);
    const pull = async (): Promise<void> => {
      await delay(lifeMs, undefined, { signal: life.signal });
      while (this.isLeftAlone && !this.isStopping) await delay(PAUSE_MS, undefined, { signal: life.signal });
      this.socket?.terminate();
    };
    // Aborted when the connection has ended by itself.
    pull().catch(() => undefined);
    return life;
  }
}
