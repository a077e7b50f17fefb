/** The adapter's own port for MoMo's notifications (IPN). MoMo waits 15 s for HTTP 204, which it gets only after the hub
 *  has the news; a notification without MoMo's signature is nobody's word. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AdapterError } from '../kit/index.js';
import type { Log } from '../kit/index.js';
import { readNotification } from './wire.js';
import type { MomoKeys, MomoResult } from './wire.js';

const path = '/momo/notification';
const bodyBytesMax = 64 * 1024;
/** Below MoMo's 15 s, so that the answer still arrives in time. */
const answerWithinMs = 12_000;

export interface ListenerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly keys: MomoKeys;
  readonly log: Log;
  /** Resolves when the hub has it. */
  readonly hear: (result: MomoResult) => Promise<void>;
}

export interface NotificationListener {
  readonly url: string;
  stop(): Promise<void>;
}

/** @throws AdapterError MISCONFIGURED when the address is taken or not this machine's */
export async function listenForNotifications(options: ListenerOptions): Promise<NotificationListener> {
  const server = createServer((incoming, response) => {
    void statusFor(incoming, options).then((status) => response.writeHead(status).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new AdapterError('MISCONFIGURED', 'LISTEN_FAILED', `momo cannot listen on port ${options.port}`, {
          cause: error,
        }),
      ),
    );
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://${options.host}:${port}${path}`, stop: () => close(server) };
}

async function statusFor(incoming: IncomingMessage, { keys, log, hear }: ListenerOptions): Promise<number> {
  try {
    if (incoming.method !== 'POST' || incoming.url !== path) return 404;
    const body = await readBody(incoming);
    if (body === undefined) return 413;
    const result = readNotification(body, keys);
    if (!result) {
      log.warn({ bytes: body.length }, 'a notification without MoMo’s signature was turned away');
      return 400;
    }
    return (await isHeard(hear(result))) ? 204 : 503;
  } catch (error) {
    log.error(
      { err: error },
      'a notification could not be passed on; MoMo may repeat it, an inquiry will find it',
    );
    return 503;
  }
}

function isHeard(heard: Promise<void>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(false), answerWithinMs);
    heard.then(() => resolve(true), reject).finally(() => clearTimeout(timer));
  });
}

async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
