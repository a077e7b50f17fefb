/** A client that stops reading for a while, or for ever, over a real socket that it leaves alone. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import WebSocket from 'ws';
import { createMetrics, type Metrics } from '../../src/http/index.js';
import { LogHub, type LogHubOptions } from './log-hub.js';

const QUERY = 'subscription ($after: String) { changes(after: $after) { to cursor filler } }';
/** What a connection may hold in the hub: a run of events, and little beside it. The kernel holds some megabytes more. */
const HELD_BYTES_MAX = 2_000_000;
const MESSAGES = 20_000;

interface Change {
  readonly to: string;
  readonly cursor: string;
}

interface Frame {
  readonly id?: string;
  readonly type: string;
  readonly payload?: { readonly data: { readonly changes: Change } } & readonly {
    readonly message: string;
    readonly extensions: object;
  }[];
}

let metrics: Metrics;
let hub: LogHub;
let recorded = 0;
/** The hub's ends of the connections. */
let accepted: Socket[];
const onAccepted = (message: unknown): void => void accepted.push((message as { socket: Socket }).socket);
const readers: Reader[] = [];

beforeEach(() => {
  metrics = createMetrics(new Registry());
  accepted = [];
  recorded = 0;
  subscribe('net.server.socket', onAccepted);
});

afterEach(async () => {
  unsubscribe('net.server.socket', onAccepted);
  for (const { socket } of readers.splice(0)) socket.terminate();
  await hub.close();
});

async function start(options: LogHubOptions): Promise<void> {
  hub = await LogHub.start({ metrics, ...options });
}

class Reader {
  readonly socket: WebSocket;
  /** The hub's end of it. */
  readonly end: Socket;
  readonly frames: Frame[] = [];
  pings = 0;
  closed: readonly [code: number, reason: string] | undefined;

  private constructor(socket: WebSocket, end: Socket) {
    this.socket = socket;
    this.end = end;
    socket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString()) as Frame));
    socket.on('ping', () => (this.pings += 1));
    socket.on('close', (code, reason) => (this.closed = [code, reason.toString()]));
    readers.push(this);
  }

  static async connect(): Promise<Reader> {
    const authorization = `Bearer ${await hub.tokenOf('demo-monitor')}`;
    accepted = [];
    const socket = new WebSocket(hub.socketUrl, 'graphql-transport-ws');
    await new Promise((resolve) => socket.on('open', resolve));
    const reader = new Reader(socket, accepted[0]!);
    reader.send({ type: 'connection_init', payload: { authorization } });
    await until(() => reader.frames.length === 1);
    return reader;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  follow(id: string, after: string): void {
    this.send({ id, type: 'subscribe', payload: { query: QUERY, variables: { after } } });
  }

  get changes(): readonly Change[] {
    return this.frames.filter(({ type }) => type === 'next').map(({ payload }) => payload!.data.changes);
  }

  get seen(): readonly string[] {
    return this.changes.map(({ to }) => to);
  }

  /** The errors that the operation ended with. */
  errorsOf(id: string) {
    return this.frames.find((frame) => frame.type === 'error' && frame.id === id)?.payload;
  }
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise(setImmediate);
}

/** Makes the reader stop in the middle of a subscription. */
async function stopReading(reader: Reader): Promise<void> {
  reader.follow('one', hub.events.cursorAt(await hub.events.end()));
  await until(() => reader.end.bytesRead > 0 && operations().then((count) => count === 1));
  await record(1);
  await until(() => reader.changes.length === 1);
  reader.socket.pause();
}

async function record(count: number): Promise<void> {
  const states = Array.from({ length: count }, () => `S${(recorded += 1)}`);
  await hub.record(...states);
}

const statesTo = (last: number): string[] => Array.from({ length: last }, (_, index) => `S${index + 1}`);

async function operations(): Promise<number> {
  return (await metrics.socketOperations.get()).values[0]?.value ?? 0;
}

async function closures(): Promise<unknown[]> {
  const { values } = await metrics.socketClosures.get();
  return values.map(({ labels, value }) => [labels.code, value]);
}

describe('a client that stops reading', () => {
  it('is told LAGGED with the cursor of what it got when it reads on, and misses nothing after it', async () => {
    await start({
      socketPulse: { pingEveryMs: 1, silentMsMax: 600_000 },
      streams: { bufferMax: 20, lagGraceMs: 0 },
    });
    const beside = await Reader.connect();
    const reader = await Reader.connect();
    await stopReading(reader);
    let held = 0;
    while ((await operations()) > 0) {
      await record(10);
      held = Math.max(held, reader.end.writableLength);
    }
    const { pings } = beside;
    await until(() => beside.pings > pings + 3);

    reader.socket.resume();
    await until(() => reader.errorsOf('one') !== undefined);
    const { cursor } = reader.changes.at(-1)!;
    const got = reader.changes.length;
    reader.follow('two', cursor);
    await record(1);
    await until(() => reader.changes.length >= recorded);

    expect(reader.errorsOf('one')).toEqual([
      { message: expect.any(String), extensions: { code: 'LAGGED', cursor, retryable: true } },
    ]);
    expect(got).toBeLessThan(recorded - 1);
    expect(reader.seen).toEqual(statesTo(recorded));
    expect(reader.closed).toBeUndefined();
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThan(HELD_BYTES_MAX);
  }, 60_000);

  it('and reads on before its buffer is full has lost nothing, however many pings it has not answered', async () => {
    await start({ socketPulse: { pingEveryMs: 1, silentMsMax: 600_000 } });
    const beside = await Reader.connect();
    const reader = await Reader.connect();
    await stopReading(reader);
    await record(50);
    const { pings } = beside;
    await until(() => beside.pings > pings + 3);

    reader.socket.resume();
    await record(1);
    await until(() => reader.changes.length === recorded);

    expect(reader.seen).toEqual(statesTo(recorded));
    expect(reader.closed).toBeUndefined();
  }, 60_000);

  it('for two minutes is closed with 1013, behind all that was sent and LAGGED with the cursor of the last of it', async () => {
    await start({ socketPulse: { pingEveryMs: 1, silentMsMax: 3_000 } });
    const reader = await Reader.connect();
    await stopReading(reader);
    while (!reader.end.writableNeedDrain) await record(10);
    await record(10);

    await until(async () => (await operations()) === 0);
    reader.socket.resume();
    await until(() => reader.closed !== undefined);

    expect(reader.closed).toEqual([1013, expect.stringContaining('LAGGED')]);
    expect(reader.seen).toEqual(statesTo(reader.seen.length));
    expect(reader.errorsOf('one')).toMatchObject([
      { extensions: { code: 'LAGGED', cursor: reader.changes.at(-1)?.cursor } },
    ]);
  }, 60_000);

  it('for ever is let go of', async () => {
    await start({ socketPulse: { pingEveryMs: 1, silentMsMax: 500 } });
    const reader = await Reader.connect();
    await stopReading(reader);
    while (!reader.end.writableNeedDrain && !reader.end.destroyed) await record(10);

    await until(async () => (await closures()).length > 0);

    expect(await closures()).toEqual([['1013', 1]]);
    expect(reader.end.closed).toBe(true);
    expect(await operations()).toBe(0);
    expect(hub.events.stats().subscribers).toBe(0);
  }, 60_000);
});

describe('a client that asks without reading the answers', () => {
  it('is not listened to until it reads them: they do not pile up, and it gets each', async () => {
    await start({ socketPulse: { silentMsMax: 600_000 } });
    const reader = await Reader.connect();
    const payload = { filler: 'x'.repeat(2_000) };
    reader.socket.pause();

    for (let sent = 0; sent < MESSAGES; sent += 1) reader.send({ type: 'ping', payload });
    await until(() => reader.end.isPaused());
    const held = reader.end.writableLength;
    reader.socket.resume();
    await until(() => reader.frames.length === MESSAGES + 1);

    expect(held).toBeLessThan(HELD_BYTES_MAX);
    expect(reader.closed).toBeUndefined();
  }, 60_000);
});
