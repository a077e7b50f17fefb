/** One LISTEN connection a process, for every channel. A notification only wakes: after a lost connection every
 *  handler is woken once, because what was missed meanwhile is unknown. */
import type pg from 'pg';

export interface WakeListenerOptions {
  /** One of its connections is kept until `close`. */
  readonly pool: pg.Pool;
  readonly onError?: (error: unknown) => void;
}

export interface WakeListener {
  /** Calls `onWake` with each payload, with '' after a reconnection.
   *  @param channel lower-case letters and underscores
   *  @returns how to stop listening */
  listen(channel: string, onWake: (payload: string) => void): () => void;
  /** Releases the connection; call it before the pool ends. */
  close(): Promise<void>;
}

const retryDelayMs = 500;

/** Resolves once it listens. */
export async function openWakeListener(options: WakeListenerOptions): Promise<WakeListener> {
  const listener = new PoolWakeListener(options);
  await listener.connect();
  return listener;
}

class PoolWakeListener implements WakeListener {
  readonly #options: WakeListenerOptions;
  readonly #handlers = new Map<string, Set<(payload: string) => void>>();
  #client: pg.PoolClient | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** One statement after the other: the driver is giving up its own queue. */
  #telling: Promise<unknown> = Promise.resolve();

  constructor(options: WakeListenerOptions) {
    this.#options = options;
  }

  listen(channel: string, onWake: (payload: string) => void): () => void {
    if (!/^[a-z_]+$/.test(channel)) throw new Error('A channel is lower-case letters and underscores.');
    const handlers = this.#handlers.get(channel) ?? new Set();
    this.#handlers.set(channel, handlers.add(onWake));
    if (handlers.size === 1) this.#tell(`LISTEN ${channel}`);
    return () => {
      handlers.delete(onWake);
      if (handlers.size > 0 || this.#handlers.get(channel) !== handlers) return;
      this.#handlers.delete(channel);
      this.#tell(`UNLISTEN ${channel}`);
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    const client = this.#client;
    this.#client = undefined;
    // The connection still listens, so it must not go back to the pool for others.
    client?.release(true);
    await Promise.resolve();
  }

  async connect(): Promise<void> {
    const client = await this.#options.pool.connect();
    if (this.#isClosed) return client.release(true);
    client.on('notification', ({ channel, payload }) => this.#wake(channel, payload ?? ''));
    client.on('error', (error) => this.#lose(client, error));
    client.on('end', () => this.#lose(client, new Error('The listening connection ended.')));
    this.#client = client;
    const channels = [...this.#handlers.keys()];
    if (channels.length > 0) await client.query(channels.map((channel) => `LISTEN ${channel}`).join(';'));
    for (const channel of channels) this.#wake(channel, '');
  }

  #wake(channel: string, payload: string): void {
    for (const onWake of [...(this.#handlers.get(channel) ?? [])]) onWake(payload);
  }

  #tell(statement: string): void {
    const client = this.#client;
    if (client === undefined) return;
    this.#telling = this.#telling
      .then(() => (this.#client === client ? client.query(statement) : undefined))
      .catch((error: unknown) => this.#lose(client, error));
  }

  #lose(client: pg.PoolClient, error: unknown): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    client.release(true);
    this.#options.onError?.(error);
    this.#reconnectSoon();
  }

  #reconnectSoon(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.connect().catch((error: unknown) => {
        this.#options.onError?.(error);
        if (this.#client === undefined) this.#reconnectSoon();
        else this.#lose(this.#client, error);
      });
    }, retryDelayMs).unref();
  }
}
