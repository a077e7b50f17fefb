/** The adapter's own port for files that the bank pushes. The bank gets its 204 only after the hub has the news, and a file
 *  without the bank's signature is nobody's word. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AdapterError, isSameSignature, type AdapterDeps } from '../kit/index.js';
import type { AgribankConfig } from './config.js';
import { isUnreadable, takeFile } from './outbox-reader.js';
import { signatureOf } from './wire.js';

const path = '/agribank/files';
const bodyBytesMax = 16 * 1024 * 1024;
const clockSkewMsMax = 5 * 60_000;

export interface PushListener {
  readonly url: string;
  stop(): Promise<void>;
}

type Listen = NonNullable<AgribankConfig['listen']>;
type ListenerDeps = Pick<AdapterDeps, 'clock' | 'log' | 'notify'>;

/** @throws AdapterError MISCONFIGURED when the address is taken or not this machine's */
export async function listenForFiles(
  { host, port }: Listen,
  secret: string,
  deps: ListenerDeps,
): Promise<PushListener> {
  const server = createServer((incoming, response) => {
    void statusFor(incoming, secret, deps).then((status) => response.writeHead(status).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new AdapterError('MISCONFIGURED', 'LISTEN_FAILED', `agribank cannot listen on port ${port}`, {
          cause,
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return { url: `http://${host}:${address.port}${path}`, stop: () => close(server) };
}

async function statusFor(incoming: IncomingMessage, secret: string, deps: ListenerDeps): Promise<number> {
  try {
    if (incoming.method !== 'POST' || incoming.url !== path) return 404;
    const body = await readBody(incoming);
    if (body === undefined) return 413;
    if (!isSigned(incoming, body, secret, deps.clock())) {
      deps.log.warn({ bytes: body.length }, 'a file without the bank’s signature was turned away');
      return 401;
    }
    await takeFile(body.toString('utf8'), deps);
    return 204;
  } catch (error) {
    if (isUnreadable(error)) return 400;
    deps.log.error({ error: 'ADAPTER_BUG' }, 'a pushed file could not be passed on; it stays in the outbox');
    return 503;
  }
}

function isSigned(incoming: IncomingMessage, body: Buffer, secret: string, now: Date): boolean {
  const timestamp = String(incoming.headers['x-timestamp'] ?? '');
  const isFresh = Math.abs(now.getTime() - Date.parse(timestamp)) <= clockSkewMsMax;
  const expected = signatureOf(secret, ['POST', path, timestamp], body);
  return isFresh && isSameSignature(String(incoming.headers['x-signature'] ?? ''), expected);
}

async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // A bank that is waiting for its 204 repeats the file; a stop does not wait for a hub that may be away.
    server.closeAllConnections();
  });
}
