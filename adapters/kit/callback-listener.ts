/** A port of an adapter's own where its institution calls back: never at the hub. The institution gets its good answer only
 *  once the hub has the news, so that one who repeats until heard is heard. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AdapterError } from './adapter-error.js';
import type { Log } from './log.js';

export interface CallbackListenerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly log: Log;
  /** How long the institution waits at most for its answer, default 10 000. */
  readonly answerWithinMs?: number;
  /** Largest call, default 256 KiB. */
  readonly bodyBytesMax?: number;
  /** Gives the HTTP status of the answer once the hub has the news; a failure becomes 503. */
  readonly hear: (call: CallbackRequest) => Promise<number>;
}

export interface CallbackRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface CallbackListener {
  /** `http://host:port`, without a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

const bodyBytesMaxDefault = 256 * 1024;

/** @throws AdapterError MISCONFIGURED when the address is taken or not this machine's */
export async function listenForCallbacks(options: CallbackListenerOptions): Promise<CallbackListener> {
  const server = createServer((incoming, response) => {
    void statusFor(incoming, options).then((status) => response.writeHead(status).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const message = `cannot listen for callbacks on port ${options.port}`;
      reject(new AdapterError('MISCONFIGURED', 'LISTEN_FAILED', message, { cause }));
    });
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://${options.host}:${port}`, stop: () => close(server) };
}

async function statusFor(incoming: IncomingMessage, options: CallbackListenerOptions): Promise<number> {
  try {
    const body = await readBody(incoming, options.bodyBytesMax ?? bodyBytesMaxDefault);
    if (body === undefined) return 413;
    const { pathname } = new URL(incoming.url ?? '/', 'http://listener');
    const call = { method: incoming.method ?? '', path: pathname, headers: incoming.headers, body };
    return await within(options.answerWithinMs ?? 10_000, options.hear(call));
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    options.log.error(
      { error: name },
      'a callback could not be passed on; an inquiry will find what it said',
    );
    return 503;
  }
}

async function within(forMs: number, heard: Promise<number>): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<number>((resolve) => (timer = setTimeout(() => resolve(503), forMs)));
  try {
    return await Promise.race([heard, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function readBody(incoming: IncomingMessage, bytesMax: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
