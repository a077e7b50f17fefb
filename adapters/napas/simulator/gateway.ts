/** The simulated switch's door: tokens, who calls with what signature, and how its own answers and notifications are signed.
 *  It has its own reading of the signature: the values of all fields, in the order of the fields' names. */
import { createHash, randomBytes, sign, verify } from 'node:crypto';
import { z } from 'zod';
import type { SimulatorReply, SimulatorRequest } from '../../kit/simulator/index.js';

export const settingsSchema = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  username: z.string(),
  password: z.string(),
  /** The switch's own, PEM. */
  privateKey: z.string(),
  /** The participant's, PEM. */
  partnerPublicKey: z.string(),
});

export type Settings = z.infer<typeof settingsSchema>;

export const tokenPath = '/api/core/v1/oauth/token';
const tokenSeconds = 300;
const clockSkewMsMax = 5 * 60_000;

export class Gateway {
  /** Tokens and when they end; a restart forgets them, as a switch does. */
  readonly #tokens = new Map<string, number>();

  constructor(private readonly settings: Settings) {}

  giveToken({ body }: SimulatorRequest): SimulatorReply {
    const { clientId, clientSecret, username, password } = this.settings;
    const { Signature: signature = '', ...fields } = readJson(body);
    const isWhole = ['client_id', 'client_secret', 'grant_type', 'password', 'username'].every(
      (name) => fields[name] !== undefined,
    );
    if (!isWhole || !this.#isPartners(fields, signature)) {
      return json(400, { statusCode: 400, message: 'Signature could not be verified' });
    }
    const isKnown =
      fields['grant_type'] === 'password' &&
      fields['client_id'] === clientId &&
      fields['client_secret'] === clientSecret &&
      fields['username'] === username &&
      fields['password'] === password;
    if (!isKnown) return json(401, { statusCode: 401, message: 'Unauthorized' });
    const token = randomBytes(12).toString('hex');
    this.#tokens.set(token, Date.now() + tokenSeconds * 1000);
    const answer = {
      result: 'SUCCESS',
      access_token: token,
      token_type: 'bearer',
      refresh_token: randomBytes(12).toString('hex'),
      expires_in: String(tokenSeconds),
    };
    return json(200, { ...answer, Signature: this.#sign(answer) });
  }

  /** The reply that turns a caller away, or nothing when the caller is who it says. */
  turnAway({ headers, body, path }: SimulatorRequest): SimulatorReply | undefined {
    const header = (name: string) => String(headers[name] ?? '');
    const endsAt = this.#tokens.get(header('authorization').replace(/^Bearer /, '')) ?? 0;
    if (endsAt < Date.now()) return json(401, { statusCode: 401, message: 'Unauthorized' });
    const timestamp = header('x-timestamp');
    const isFresh = Math.abs(Date.now() - Date.parse(timestamp)) <= clockSkewMsMax;
    const fields = {
      CallbackUrl: header('x-callback-url'),
      ClientId: header('x-client-id'),
      Digest: digest(body),
      Message: header('x-message'),
      Path: path,
      Timestamp: timestamp,
    };
    const isPartners =
      fields.ClientId === this.settings.clientId && this.#isPartners(fields, header('x-signature'));
    return isFresh && isPartners
      ? undefined
      : json(400, { statusCode: 400, message: 'Signature could not be verified' });
  }

  /** Signs an answer for the request that it answers, so that it cannot be passed off as the answer to another. */
  answer(request: SimulatorRequest, reply: SimulatorReply, isBroken: boolean): SimulatorReply {
    const signature = this.#sign({
      Digest: digest(reply.body ?? ''),
      RequestDigest: digest(request.body),
      RequestTimestamp: String(request.headers['x-timestamp'] ?? ''),
      Status: String(reply.status),
    });
    const shown = isBroken ? signature.replace(/^.{8}/, 'AAAAAAAA') : signature;
    return { ...reply, headers: { ...reply.headers, 'x-signature': shown } };
  }

  notificationHeaders(path: string, body: string): Record<string, string> {
    const timestamp = new Date().toISOString();
    return {
      'content-type': 'application/xml',
      'x-timestamp': timestamp,
      'x-signature': this.#sign({ Digest: digest(body), Path: path, Timestamp: timestamp }),
    };
  }

  #sign(fields: Readonly<Record<string, string>>): string {
    return sign('RSA-SHA256', Buffer.from(inOrder(fields)), this.settings.privateKey).toString('base64url');
  }

  #isPartners(fields: Readonly<Record<string, string>>, signature: string): boolean {
    const bytes = Buffer.from(signature, 'base64url');
    return verify('RSA-SHA256', Buffer.from(inOrder(fields)), this.settings.partnerPublicKey, bytes);
  }
}

function inOrder(fields: Readonly<Record<string, string>>): string {
  const byName = Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1));
  return byName.reduce((text, [, value]) => text + value, '');
}

function digest(body: string | Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}

function readJson(body: Buffer): Record<string, string> {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(body.toString('utf8')));
  } catch {
    // What cannot be read has no fields, and is turned away for that.
    return {};
  }
}

function json(status: number, value: unknown): SimulatorReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
