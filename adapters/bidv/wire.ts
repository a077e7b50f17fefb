/** BIDV Open API on the wire: General JWE JSON bodies under the shared symmetric key, RS256 signatures over the body
 *  string, the mandatory headers. Public parts: the BIDV Open API partner specification; the rest is `profile.ts`. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { CompactSign, compactVerify, GeneralEncrypt, generalDecrypt } from 'jose';
import type { GeneralJWE } from 'jose';
import type { Profile, SignatureMode } from './profile.js';

/** Keys of one partnership, read once. */
export interface BidvKeys {
  readonly symmetricKey: Uint8Array;
  readonly partnerPrivateKey: KeyObject;
  /** PEM body without header, footer and white space: the value of X-Client-Certificate. */
  readonly clientCertificate: string;
  readonly bankPublicKey: KeyObject;
}

const keyLengths = { A128KW: 16, A192KW: 24, A256KW: 32 } as const;

/** @throws Error naming the key that is wrong, never its value. */
export function readKeys(
  text: {
    readonly symmetricKeyHex: string;
    readonly partnerPrivateKey: string;
    readonly partnerCertificate: string;
    readonly bankCertificate: string;
  },
  profile: Profile,
): BidvKeys {
  const symmetricKey = Buffer.from(text.symmetricKeyHex, 'hex');
  const length = keyLengths[profile.keyAlgorithm];
  if (symmetricKey.length !== length) {
    throw new Error(`symmetricKeyHex must be ${length * 2} hex digits for ${profile.keyAlgorithm}`);
  }
  return {
    symmetricKey,
    partnerPrivateKey: named('partnerPrivateKey', () => createPrivateKey(text.partnerPrivateKey)),
    clientCertificate: named('partnerCertificate', () =>
      new X509Certificate(text.partnerCertificate).raw.toString('base64'),
    ),
    bankPublicKey: named('bankCertificate', () => new X509Certificate(text.bankCertificate).publicKey),
  };
}

/** The JSON text that is sent, and signed, as it is. */
export async function sealBody(plain: object, keys: BidvKeys, profile: Profile): Promise<string> {
  const sealer = new GeneralEncrypt(new TextEncoder().encode(JSON.stringify(plain)));
  sealer.setProtectedHeader({ enc: profile.contentEncryption });
  sealer.addRecipient(keys.symmetricKey).setUnprotectedHeader({ alg: profile.keyAlgorithm });
  return JSON.stringify(await sealer.encrypt());
}

/** @throws Error when the text is no JWE of this key and of the profile's algorithms. */
export async function openBody(
  text: string,
  keys: BidvKeys,
  profile: Profile,
): Promise<Record<string, unknown>> {
  const { plaintext } = await generalDecrypt(JSON.parse(text) as GeneralJWE, keys.symmetricKey, {
    keyManagementAlgorithms: [profile.keyAlgorithm],
    contentEncryptionAlgorithms: [profile.contentEncryption],
  });
  const value: unknown = JSON.parse(new TextDecoder().decode(plaintext));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('the body is no JSON object');
  return value as Record<string, unknown>;
}

export async function signBody(body: string, privateKey: KeyObject, mode: SignatureMode): Promise<string> {
  const payload = new TextEncoder().encode(mode === 'empty-payload' ? '' : body);
  const jws = await new CompactSign(payload).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
  if (mode === 'compact') return jws;
  const [header, , signature] = jws.split('.');
  return `${header}..${signature}`;
}

/** True only when the signature is the bank's and covers exactly this body (RFC 7515, appendix F). */
export async function verifyBody(
  body: string,
  signature: string | undefined,
  bankKey: KeyObject,
  mode: SignatureMode,
): Promise<boolean> {
  const parts = signature?.split('.') ?? [];
  if (parts.length !== 3) return false;
  const expected = Buffer.from(mode === 'empty-payload' ? '' : body).toString('base64url');
  if (mode === 'compact' ? parts[1] !== expected : parts[1] !== '') return false;
  try {
    await compactVerify(`${parts[0]}.${expected}.${parts[2]}`, bankKey, { algorithms: ['RS256'] });
    return true;
  } catch {
    return false; // every way of being wrong is the same answer: not the bank's word
  }
}

export interface CallHeaders {
  readonly token: string;
  readonly sentAt: Date;
  readonly interactionId: string;
  /** The same in every retry of one business call. */
  readonly idempotencyKey: string;
  readonly signature: string;
  readonly channel: string;
  readonly userAgent: string;
  readonly customerIpAddress: string;
}

export function callHeaders(call: CallHeaders, keys: BidvKeys): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    Authorization: `Bearer ${call.token}`,
    Timestamp: call.sentAt.toISOString(),
    'X-API-Interaction-ID': call.interactionId,
    'X-Idempotency-Key': call.idempotencyKey,
    'X-JWS-Signature': call.signature,
    'X-Client-Certificate': keys.clientCertificate,
    Channel: call.channel,
    'User-Agent': call.userAgent,
    'X-Customer-IP-Address': call.customerIpAddress,
  };
}

/** Puts the profile's names on values; what the hub does not know is left out. */
export function renameFields<Name extends string>(
  names: Readonly<Record<Name, string>>,
  values: Readonly<Partial<Record<Name, string>>>,
): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const name of Object.keys(names) as Name[]) {
    const value = values[name];
    if (value !== undefined) fields[names[name]] = value;
  }
  return fields;
}

/** One opened body in the bank's field names. */
export type BidvFields = Readonly<Record<string, unknown>>;

/** One opened reply in the hub's field names; everything is text, as the profile's bodies are. */
export type BidvReply = Readonly<Partial<Record<keyof Profile['reply'], string>>>;

export function readReply(fields: BidvFields, profile: Profile): BidvReply {
  const reply: Partial<Record<keyof Profile['reply'], string>> = {};
  for (const [name, wireName] of Object.entries(profile.reply) as [keyof Profile['reply'], string][]) {
    const value = fields[wireName];
    if (typeof value === 'string' || typeof value === 'number') reply[name] = String(value);
  }
  return reply;
}

/** How a transfer's remark names its reference, so that the account's history can be traced to it. */
const referenceMark = /\bREF:([A-Z0-9]{1,35})\b/i;

/** Narrative and reference in the letters of a core bank; the narrative gives way. */
export function remarkOf(narrative: string, reference: string, lengthMax: number): string {
  const mark = ` REF:${reference}`;
  const room = lengthMax - mark.length;
  return room < 1 ? plainText(narrative, lengthMax) : plainText(narrative, room) + mark;
}

export function referenceIn(remark: string): string | undefined {
  return referenceMark.exec(remark)?.[1]?.toUpperCase();
}

/** Capitals and digits without diacritics: what a core bank keeps of a name or a narrative. */
export function plainText(text: string, lengthMax: number): string {
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
  return folded
    .replace(/[^A-Za-z0-9 .,:/()-]/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, lengthMax);
}

function named<Value>(name: string, read: () => Value): Value {
  try {
    return read();
  } catch {
    throw new Error(`${name} cannot be read: give it as PEM`);
  }
}
