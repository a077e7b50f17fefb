/** The simulated Treasury's door: who calls with what signature, and how its own answers are signed. */
import { createHash, sign, verify } from 'node:crypto';
import { z } from 'zod';
import type { SimulatorReply, SimulatorRequest } from '../../kit/simulator/index.js';

export const settingsSchema = z.object({
  unitCode: z.string(),
  estimateAccount: z.string(),
  /** The Treasury's own, PEM. */
  privateKey: z.string(),
  /** The budget unit's, PEM. */
  unitPublicKey: z.string(),
});

export type Settings = z.infer<typeof settingsSchema>;

const clockSkewMsMax = 5 * 60_000;

export class Gateway {
  constructor(private readonly settings: Settings) {}

  /** The reply that turns a caller away, or nothing when the caller is who it says. */
  turnAway({ method, path, headers, body }: SimulatorRequest): SimulatorReply | undefined {
    const { unitCode, unitPublicKey } = this.settings;
    const time = String(headers['x-thoi-gian'] ?? '');
    const text = `${method}\n${path}\n${time}\n${sha256(body)}`;
    const signature = Buffer.from(String(headers['x-chu-ky'] ?? ''), 'base64');
    const isFresh = Math.abs(Date.now() - Date.parse(time)) <= clockSkewMsMax;
    const isKnown = headers['x-don-vi'] === unitCode;
    return isFresh && isKnown && verify('RSA-SHA256', Buffer.from(text), unitPublicKey, signature)
      ? undefined
      : { status: 401, body: 'chu ky khong hop le' };
  }

  answer(
    { path, headers, body }: SimulatorRequest,
    reply: SimulatorReply,
    isBroken: boolean,
  ): SimulatorReply {
    const time = String(headers['x-thoi-gian'] ?? '');
    const text = `${reply.status}\n${path}\n${time}\n${sha256(body)}\n${sha256(reply.body ?? '')}`;
    const signature = sign('RSA-SHA256', Buffer.from(text), this.settings.privateKey).toString('base64');
    const shown = isBroken ? signature.replace(/^.{8}/, 'AAAAAAAA') : signature;
    return { ...reply, headers: { ...reply.headers, 'x-chu-ky': shown } };
  }
}

function sha256(body: string | Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}
