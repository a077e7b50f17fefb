/** The bank's front door in the simulator: tokens, headers, signatures and sealing, written with node:crypto alone so
 *  that nothing is shared with the adapter's own reading of the protocol. */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
  X509Certificate,
} from 'node:crypto';
import { z } from 'zod';
import type { SimulatorReply, SimulatorRequest } from '../kit/simulator/index.js';

export const settingsSchema = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  symmetricKeyHex: z.string().regex(/^([0-9a-f]{32}|[0-9a-f]{48}|[0-9a-f]{64})$/),
  partnerCertificatePem: z.string(),
  bankPrivateKeyPem: z.string().transform((pem) => createPrivateKey(pem)),
  contentEncryption: z.enum(['A128GCM', 'A256GCM']).default('A128GCM'),
  tokenLifetimeSeconds: z.number().default(3600),
  timestampToleranceMs: z.number().default(300_000),
});
export type BankSettings = z.infer<typeof settingsSchema>;

/** A refusal of the gateway: plain JSON, unsigned, before the core bank saw anything. */
export class GatewayRefusal extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: string,
    readonly errorDesc: string,
  ) {
    super(errorDesc);
  }

  get reply(): SimulatorReply {
    return json(this.status, { errorCode: this.errorCode, errorDesc: this.errorDesc });
  }
}

const mandatoryHeaders = [
  'authorization',
  'timestamp',
  'x-api-interaction-id',
  'x-jws-signature',
  'x-client-certificate',
  'channel',
  'user-agent',
  'x-customer-ip-address',
] as const;

export class Gateway {
  readonly #tokens = new Map<string, number>();
  readonly #interactions = new Set<string>();
  readonly #partnerCertificate: X509Certificate;
  readonly #symmetricKey: Buffer;

  constructor(private readonly settings: BankSettings) {
    this.#partnerCertificate = new X509Certificate(settings.partnerCertificatePem);
    this.#symmetricKey = Buffer.from(settings.symmetricKeyHex, 'hex');
  }

  giveToken(request: SimulatorRequest): SimulatorReply {
    const form = new URLSearchParams(request.body.toString('utf8'));
    const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const credentials = basic
      ? Buffer.from(basic, 'base64').toString('utf8')
      : `${form.get('client_id')}:${form.get('client_secret')}`;
    if (form.get('grant_type') !== 'client_credentials')
      return json(400, { error: 'unsupported_grant_type' });
    if (!equal(credentials, `${this.settings.clientId}:${this.settings.clientSecret}`)) {
      return json(401, { error: 'invalid_client' });
    }
    const token = randomBytes(24).toString('base64url');
    this.#tokens.set(token, Date.now() + this.settings.tokenLifetimeSeconds * 1000);
    return json(200, {
      access_token: token,
      token_type: 'bearer',
      expires_in: this.settings.tokenLifetimeSeconds,
      consented_on: Math.floor(Date.now() / 1000),
      scope: form.get('scope') ?? 'read',
    });
  }

  /** The opened body of an honest request. @throws GatewayRefusal */
  admit(request: SimulatorRequest): Record<string, unknown> {
    const header = (name: string) => String(request.headers[name] ?? '');
    const missing = mandatoryHeaders.find((name) => header(name) === '');
    if (missing) throw new GatewayRefusal(400, '006', `missing header ${missing}`);
    if (!this.#isKnownToken(header('authorization')))
      throw new GatewayRefusal(401, '008', 'token unknown or expired');
    const sentAt = header('timestamp');
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(sentAt)) {
      throw new GatewayRefusal(400, '006', 'Timestamp is not ISO-8601 with milliseconds');
    }
    if (Math.abs(Date.now() - Date.parse(sentAt)) > this.settings.timestampToleranceMs) {
      throw new GatewayRefusal(400, '007', 'Timestamp is stale');
    }
    if (header('x-client-certificate') !== this.#partnerCertificate.raw.toString('base64')) {
      throw new GatewayRefusal(403, '009', 'client certificate is not the partner’s');
    }
    const body = request.body.toString('utf8');
    if (!this.#isPartnerSignature(header('x-jws-signature'), body)) {
      throw new GatewayRefusal(400, '004', 'signature does not verify');
    }
    const interaction = header('x-api-interaction-id');
    if (this.#interactions.has(interaction))
      throw new GatewayRefusal(400, '010', 'interaction id used before');
    this.#interactions.add(interaction);
    return this.#open(body);
  }

  /** Seals and signs an answer of the core bank. `breakSignature` signs something else. */
  seal(fields: object, breakSignature: boolean): SimulatorReply {
    const contentKey = randomBytes(this.settings.contentEncryption === 'A256GCM' ? 32 : 16);
    const iv = randomBytes(12);
    const protectedHeader = base64url(JSON.stringify({ enc: this.settings.contentEncryption }));
    const cipher = createCipheriv(gcmName(contentKey), contentKey, iv).setAAD(Buffer.from(protectedHeader));
    const ciphertext = Buffer.concat([cipher.update(JSON.stringify(fields), 'utf8'), cipher.final()]);
    const wrapper = createCipheriv(wrapName(this.#symmetricKey), this.#symmetricKey, wrapIv);
    const body = JSON.stringify({
      recipients: [
        {
          header: { alg: `A${this.#symmetricKey.length * 8}KW` },
          encrypted_key: Buffer.concat([wrapper.update(contentKey), wrapper.final()]).toString('base64url'),
        },
      ],
      protected: protectedHeader,
      ciphertext: ciphertext.toString('base64url'),
      iv: iv.toString('base64url'),
      tag: cipher.getAuthTag().toString('base64url'),
    });
    const head = base64url('{"alg":"RS256"}');
    const signed = Buffer.from(`${head}.${base64url(breakSignature ? `${body} ` : body)}`);
    const signature = sign('sha256', signed, this.settings.bankPrivateKeyPem);
    return {
      status: 200,
      headers: {
        'content-type': 'application/json',
        'x-jws-signature': `${head}..${signature.toString('base64url')}`,
      },
      body,
    };
  }

  #isKnownToken(authorization: string): boolean {
    const token = /^Bearer (.+)$/.exec(authorization)?.[1] ?? '';
    return (this.#tokens.get(token) ?? 0) > Date.now();
  }

  #isPartnerSignature(jws: string, body: string): boolean {
    const [head = '', payload, signature = '', ...rest] = jws.split('.');
    if (payload !== '' || rest.length > 0) return false;
    if (parseObject(Buffer.from(head, 'base64url').toString('utf8'))?.alg !== 'RS256') return false;
    const signed = Buffer.from(`${head}.${base64url(body)}`);
    return verify('sha256', signed, this.#partnerCertificate.publicKey, Buffer.from(signature, 'base64url'));
  }

  #open(body: string): Record<string, unknown> {
    try {
      const jwe = JSON.parse(body) as Record<string, string> & { recipients: { encrypted_key: string }[] };
      const unwrapper = createDecipheriv(wrapName(this.#symmetricKey), this.#symmetricKey, wrapIv);
      const wrapped = Buffer.from(jwe.recipients[0]?.encrypted_key ?? '', 'base64url');
      const contentKey = Buffer.concat([unwrapper.update(wrapped), unwrapper.final()]);
      const decipher = createDecipheriv(
        gcmName(contentKey),
        contentKey,
        Buffer.from(jwe.iv ?? '', 'base64url'),
      )
        .setAAD(Buffer.from(jwe.protected ?? ''))
        .setAuthTag(Buffer.from(jwe.tag ?? '', 'base64url'));
      const ciphertext = Buffer.from(jwe.ciphertext ?? '', 'base64url');
      const plain = parseObject(
        Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8'),
      );
      if (plain) return plain;
    } catch {
      // Whatever is wrong inside a sealed body, the bank's word for it is one code.
    }
    throw new GatewayRefusal(400, '002', 'message could not be opened');
  }
}

/** RFC 3394's initial value. */
const wrapIv = Buffer.alloc(8, 0xa6);
const wrapName = (key: Buffer) => `id-aes${key.length * 8}-wrap`;
const gcmName = (key: Buffer) => (key.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm');
const base64url = (text: string) => Buffer.from(text, 'utf8').toString('base64url');

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function parseObject(text: string): Record<string, unknown> | undefined {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

export function json(status: number, value: unknown): SimulatorReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
