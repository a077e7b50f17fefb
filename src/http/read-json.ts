/** Reads the JSON body of a request, within bounds. */
import type { IncomingMessage } from 'node:http';
import { finished, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { HubError } from '../values/index.js';

/** A body that is not taken, with the status that says why. */
export class UnreadableBody extends Error {
  constructor(
    readonly refusal: HubError,
    readonly status: number,
  ) {
    super(refusal.message);
  }
}

const JSON_TYPES = ['application/json', 'application/graphql-response+json'];

const INFLATERS: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** The value, or undefined where there is no body or one of another type, which is not read.
 *  @param bytesMax of the body, inflated   @throws UnreadableBody 400, 413, 415 */
export async function readJson(request: IncomingMessage, bytesMax: number): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!JSON_TYPES.includes(type)) {
    const [essence = ''] = type.split(';');
    if (!JSON_TYPES.includes(essence.trim().toLowerCase())) return undefined;
    const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(type)?.[1] ?? 'utf-8';
    if (!/^utf-?8$/i.test(charset)) throw unreadable('The body cannot be read.', 415);
  }
  return parse(await readText(request, bytesMax));
}

async function readText(request: IncomingMessage, bytesMax: number): Promise<string> {
  const source = inflated(request);
  const chunks: Buffer[] = [];
  let bytes = 0;
  await new Promise<void>((resolve, reject) => {
    const settle = (error?: Error | null): void => {
      if (error === undefined || error === null) resolve();
      else reject(unreadable('The body cannot be read.', 400));
    };
    source.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) return void chunks.push(chunk);
      chunks.length = 0;
      // A few bytes more may stand for gigabytes: nothing more is inflated.
      if (source !== request) {
        request.unpipe();
        source.destroy();
        settle();
      }
      // What is too much is let pass unread, within bounds: a client that still sends would not hear the refusal.
      letPass(request, bytesMax * PASSED_FACTOR);
    });
    if (source === request) {
      request.once('end', () => settle()).once('error', settle);
      request.once('close', () => request.complete || settle(new Error('The client left.')));
    } else finished(source, settle);
  });
  if (bytes > bytesMax) {
    const refusal = new HubError('PAYLOAD_TOO_LARGE', 'A request body is at most 1 MiB: split it.');
    throw new UnreadableBody(refusal, 413);
  }
  const [only] = chunks;
  return (only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)).toString('utf8');
}

/** Takes what still comes and forgets it; a client that sends without end is cut off. */
function letPass(request: IncomingMessage, bytesMax: number): void {
  if (passing.has(request)) return;
  passing.add(request);
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > bytesMax) request.destroy();
  });
  request.resume();
}

const passing = new WeakSet<IncomingMessage>();
/** So many times what a body may have is let pass. */
const PASSED_FACTOR = 16;

function inflated(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding === 'identity') return request;
  const inflate = INFLATERS[encoding];
  if (inflate === undefined) throw unreadable('The body cannot be read.', 415);
  const stream = inflate();
  request.once('close', () => request.complete || stream.destroy());
  return request.pipe(stream);
}

/** Nothing is `{}`, as many clients mean it; a document is an object or a list. */
function parse(text: string): unknown {
  const start = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  if (text.length === start) return {};
  try {
    const value: unknown = JSON.parse(start === 0 ? text : text.slice(start));
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // What is wrong with it would repeat it.
  }
  throw unreadable('The body is not JSON.', 400);
}

const BYTE_ORDER_MARK = 0xfeff;

function unreadable(message: string, status: number): UnreadableBody {
  return new UnreadableBody(new HubError('BAD_REQUEST', message), status);
}
