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
const SUFFIX_LENGTH = 26;

/** The client's form of a UUID. */
export function formatId(prefix: IdPrefix, uuid: string): string {
  const hex = uuid.replaceAll('-', '');
  const high = BigInt(`0x${hex}`);
  let suffix = '';
  // 128 bits in 26 digits of 5: taken as 65 + 65 bits, each within what a pair of numbers can hold.
  for (let shift = 125n; shift >= 0n; shift -= 5n) suffix += ALPHABET[Number((high >> shift) & 31n)];
  return `${prefix}_${suffix}`;
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
