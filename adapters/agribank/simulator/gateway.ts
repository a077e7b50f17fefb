/** The simulated bank's door: who calls, with what signature, and how its own answers are signed. */
import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import type { SimulatorReply, SimulatorRequest } from '../../kit/simulator/index.js';

export const settingsSchema = z.object({
  clientId: z.string().min(1),
  secret: z.string().min(16),
  /** Where files are pushed to; without it they wait in the outbox. */
  pushUrl: z.url().optional(),
});

export type Settings = z.infer<typeof settingsSchema>;

const clockSkewMsMax = 5 * 60_000;

export class Gateway {
  constructor(private readonly settings: Settings) {}

  /** The reply that turns a caller away, or nothing when the caller is who it says. */
  turnAway(request: SimulatorRequest): SimulatorReply | undefined {
    const timestamp = String(request.headers['x-timestamp'] ?? '');
    const isFresh = Math.abs(Date.now() - Date.parse(timestamp)) <= clockSkewMsMax;
    const expected = this.#sign([request.method, request.path, timestamp], request.body);
    const isKnown =
      request.headers['x-client-id'] === this.settings.clientId &&
      request.headers['x-signature'] === expected;
    return isFresh && isKnown ? undefined : { status: 401, body: 'unknown caller or signature' };
  }

  /** Signs an answer for the request that it answers, so that it cannot be passed off as the answer to another. */
  answer(request: SimulatorRequest, reply: SimulatorReply, isBroken: boolean): SimulatorReply {
    const timestamp = String(request.headers['x-timestamp'] ?? '');
    const signature = this.#sign([String(reply.status), timestamp], Buffer.from(reply.body ?? ''));
    return {
      ...reply,
      headers: { ...reply.headers, 'x-signature': isBroken ? signature.replace(/./g, '0') : signature },
    };
  }

  /** Headers of a file that the bank pushes. */
  pushHeaders(path: string, body: string): Record<string, string> {
    const timestamp = new Date().toISOString();
    return {
      'content-type': 'application/xml',
      'x-client-id': this.settings.clientId,
      'x-timestamp': timestamp,
      'x-signature': this.#sign(['POST', path, timestamp], Buffer.from(body)),
    };
  }

  #sign(parts: readonly string[], body: Buffer): string {
    const digest = createHash('sha256').update(body).digest('hex');
    return createHmac('sha256', this.settings.secret)
      .update([...parts, digest].join('\n'))
      .digest('hex');
  }
}
