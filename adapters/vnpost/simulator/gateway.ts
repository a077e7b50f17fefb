/** The simulated post's door: who calls, with what signature, and how its own answers and reports are signed. */
import { createHash, createPublicKey, createSign, createVerify } from 'node:crypto';
import { z } from 'zod';
import type { CallBack, SimulatorReply, SimulatorRequest } from '../../kit/simulator/index.js';

const share = z.number().min(0).max(1);

export const settingsSchema = z.object({
  partnerCode: z.string().min(1),
  partnerPublicKeyPem: z.string().includes('PUBLIC KEY'),
  postPrivateKeyPem: z.string().includes('PRIVATE KEY'),
  /** Where reports are pushed to besides the feed. */
  pushUrl: z.url().optional(),
  /** A list's end comes so long after it was handed over; left out, on the last paying day of its lines. */
  closeAfterMs: z.int().min(0).optional(),
  /** How those who are to be paid behave. */
  people: z
    .object({
      /** Never come, and are never met. */
      neverShare: share.default(0),
      /** Of those paid at home, not met on the first visit. */
      notMetShare: share.default(0),
      comeAfterMsMin: z.int().min(0).default(0),
      comeAfterMsMax: z.int().min(0).default(0),
    })
    .prefault({}),
});

export type Settings = z.infer<typeof settingsSchema>;

const clockSkewMsMax = 5 * 60_000;

export class Gateway {
  constructor(private readonly settings: Settings) {}

  /** The reply that turns a caller away, or nothing when the caller is who it says. */
  turnAway(request: SimulatorRequest): SimulatorReply | undefined {
    const { headers } = request;
    const timestamp = String(headers['x-thoi-diem'] ?? '');
    const isFresh = Math.abs(Date.now() - Date.parse(timestamp)) <= clockSkewMsMax;
    const verify = createVerify('RSA-SHA256').update(textOf(request, timestamp));
    const key = createPublicKey(this.settings.partnerPublicKeyPem);
    const isSigned = verify.verify(key, String(headers['x-chu-ky'] ?? ''), 'base64');
    if (isFresh && isSigned && headers['x-ma-doi-tac'] === this.settings.partnerCode) return undefined;
    return { status: 401, body: 'L02' };
  }

  /** Signs an answer for the request that it answers, so that it cannot be passed off as the answer to another. */
  answer(request: SimulatorRequest, reply: SimulatorReply, isBroken: boolean): SimulatorReply {
    const body = Buffer.from(reply.body ?? '');
    const digest = createHash('sha256').update(body).digest('hex');
    const timestamp = String(request.headers['x-thoi-diem'] ?? '');
    const { method, path, query } = request;
    const about = [method, withQuery(path, query), timestamp, String(reply.status), digest].join('\n');
    const signature = isBroken ? 'c2FpIGNodSBreQ==' : this.#sign(about);
    return { ...reply, headers: { ...reply.headers, 'x-chu-ky': signature } };
  }

  /** A signed call to the partner's own port. */
  push(url: string, key: string, content: object): CallBack {
    const body = JSON.stringify(content);
    const timestamp = new Date().toISOString();
    const digest = createHash('sha256').update(body).digest('hex');
    const signature = this.#sign(['POST', new URL(url).pathname, timestamp, digest].join('\n'));
    const headers = { 'content-type': 'application/json', 'x-thoi-diem': timestamp, 'x-chu-ky': signature };
    return { method: 'POST', url, headers, body, key };
  }

  #sign(text: string): string {
    return createSign('RSA-SHA256').update(text).sign(this.settings.postPrivateKeyPem, 'base64');
  }
}

function textOf({ method, path, query, body }: SimulatorRequest, timestamp: string): string {
  const digest = createHash('sha256').update(body).digest('hex');
  return `${method}\n${withQuery(path, query)}\n${timestamp}\n${digest}`;
}

function withQuery(path: string, query: URLSearchParams): string {
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
