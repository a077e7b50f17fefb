/** Ids as clients see them: TypeIDs (`ben_01h455vb4pex5vsknk084sn02q`), a prefix and a UUIDv7 in Crockford base32.
 *  Inside the hub an id is the plain UUID, which PostgreSQL stores in 16 bytes. Written here rather than taken from a
 *  library because a page of a unified view makes thousands of them. Format: TypeID specification 0.3. */
import { HubError } from './hub-error.js';

export const ID_PREFIXES = [
  'ben', 'cit', 'acc', 'pay', 'bat', 'evt', 'adm', 'tsk', 'att', 'ent', 'aut', 'exc',
] as const; // prettier-ignore
export type IdPrefix = (typeof ID_PREFIXES)[number];

type Id<P extends IdPrefix> = string & { readonly brand: P };
export type BeneficiaryId = Id<'ben'>;
export type CitizenId = Id<'cit'>;
export type AccountId = Id<'acc'>;
export type PaymentId = Id<'pay'>;
export type BatchId = Id<'bat'>;
export type EventId = Id<'evt'>;
export type UnitId = Id<'adm'>;
export type TaskId = Id<'tsk'>;
export type AttemptId = Id<'att'>;
export type EntitlementId = Id<'ent'>;
export type AuthorisationId = Id<'aut'>;
export type ExceptionId = Id<'exc'>;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const VALUE_OF = new Int8Array(128).fill(-1);
for (let value = 0; value < 32; value++) VALUE_OF[ALPHABET.charCodeAt(value)] = value;
/** Two digits at once: half the pieces that a text is put together of. */
const PAIRS = Array.from({ length: 1024 }, (_, value) => `${ALPHABET[value >> 5]}${ALPHABET[value & 31]}`);
const SUFFIX_LENGTH = 26;
const [HYPHEN, ZERO, NINE, LOWER_A] = [45, 48, 57, 97] as const;

/** The client's form of a UUID. */
export function formatId(prefix: IdPrefix, uuid: string): string {
  let text = `${prefix}_`;
  let pending = 0;
  let pendingBits = 2; // 26 digits of 5 bits hold 130: two leading zeros, then the 128 of the UUID.
  for (let at = 0; at < uuid.length; at++) {
    const code = uuid.charCodeAt(at);
    if (code === HYPHEN) continue;
    pending = (pending << 4) | (code <= NINE ? code - ZERO : (code | 32) - LOWER_A + 10);
    pendingBits += 4;
    if (pendingBits >= 10) {
      pendingBits -= 10;
      text += PAIRS[pending >> pendingBits]!;
      pending &= (1 << pendingBits) - 1;
    }
  }
  return text;
}

/** The UUID behind a client's id. @throws HubError BAD_USER_INPUT when it is no id of that kind. */
export function parseId<P extends IdPrefix>(prefix: P, text: string): Id<P> {
  const uuid = findId(prefix, text);
  if (uuid === undefined) throw new HubError('BAD_USER_INPUT', `Not an id of the form ${prefix}_….`);
  return uuid;
}

/** The UUID behind a client's id, or undefined when it is no id of that kind. */
export function findId<P extends IdPrefix>(prefix: P, text: string): Id<P> | undefined {
  if (!text.startsWith(`${prefix}_`) || text.length !== prefix.length + 1 + SUFFIX_LENGTH) return undefined;
  let bits = 0n;
  for (let at = prefix.length + 1; at < text.length; at++) {
    const value = VALUE_OF[text.charCodeAt(at)] ?? -1;
    if (value < 0) return undefined;
    bits = (bits << 5n) | BigInt(value);
  }
  if (bits >> 128n) return undefined;
  const hex = bits.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id<P>;
}

/** The prefix of a client's id, when it is one of ours. */
export function prefixOf(text: string): IdPrefix | undefined {
  return ID_PREFIXES.find((prefix) => text.startsWith(`${prefix}_`));
}
