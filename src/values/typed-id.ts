/** Ids as clients see them: TypeIDs (`ben_01h455vb4pex5vsknk084sn02q`), a prefix and a UUIDv7 in Crockford base32.
 *  Inside the hub an id is the plain UUID, which PostgreSQL stores in 16 bytes. Written here rather than taken from a
 *  library because a page of a unified view makes thousands of them. Format: TypeID specification 0.3. */
import { HubError } from './hub-error.js';

export const ID_PREFIXES = [
  'ben', 'cit', 'acc', 'pay', 'bat', 'evt', 'adm', 'tsk', 'att', 'ent', 'aut', 'exc', 'ins', 'pro',
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
const DIGITS = Buffer.from(ALPHABET, 'latin1');
const VALUE_OF = new Int8Array(128).fill(-1);
for (let value = 0; value < 32; value++) VALUE_OF[ALPHABET.charCodeAt(value)] = value;
const HEX_DIGITS = Buffer.from('0123456789abcdef', 'latin1');
const [SUFFIX_LENGTH, UUID_LENGTH] = [26, 36] as const;
const [HYPHEN, ZERO, NINE, LOWER_A] = [45, 48, 57, 97] as const;

/** Where an id is written, digit by digit, before it becomes a text in one piece: no big integer, no text in parts. */
const written = Buffer.alloc(UUID_LENGTH);

/** The client's form of a UUID. */
export function formatId(prefix: IdPrefix, uuid: string): string {
  let length = 0;
  let pending = 0;
  let pendingBits = 2; // 26 digits of 5 bits hold 130: two leading zeros, then the 128 of the UUID.
  for (let at = 0; at < uuid.length; at++) {
    const code = uuid.charCodeAt(at);
    if (code === HYPHEN) continue;
    pending = (pending << 4) | (code <= NINE ? code - ZERO : (code | 32) - LOWER_A + 10);
    pendingBits += 4;
    if (pendingBits >= 5) {
      pendingBits -= 5;
      written[length++] = DIGITS[pending >> pendingBits]!;
      pending &= (1 << pendingBits) - 1;
    }
  }
  return `${prefix}_${written.toString('latin1', 0, length)}`;
}

/** The UUID behind a client's id. @throws HubError BAD_USER_INPUT when it is no id of that kind. */
export function parseId<P extends IdPrefix>(prefix: P, text: string): Id<P> {
  const uuid = findId(prefix, text);
  if (uuid === undefined) throw new HubError('BAD_USER_INPUT', `Not an id of the form ${prefix}_….`);
  return uuid;
}

/** The UUID behind a client's id, or undefined when it is no id of that kind. */
export function findId<P extends IdPrefix>(prefix: P, text: string): Id<P> | undefined {
  const start = prefix.length + 1;
  if (!text.startsWith(`${prefix}_`) || text.length !== start + SUFFIX_LENGTH) return undefined;
  let length = 0;
  let pending = 0;
  let pendingBits = -2; // The two leading zeros.
  for (let at = start; at < text.length; at++) {
    const value = VALUE_OF[text.charCodeAt(at)] ?? -1;
    if (value < 0 || (at === start && value > 7)) return undefined;
    pending = (pending << 5) | value;
    pendingBits += 5;
    while (pendingBits >= 4) {
      pendingBits -= 4;
      written[length++] = HEX_DIGITS[pending >> pendingBits]!;
      pending &= (1 << pendingBits) - 1;
      if (length === 8 || length === 13 || length === 18 || length === 23) written[length++] = HYPHEN;
    }
  }
  return written.toString('latin1', 0, length) as Id<P>;
}

/** The prefix of a client's id, when it is one of ours. */
export function prefixOf(text: string): IdPrefix | undefined {
  return ID_PREFIXES.find((prefix) => text.startsWith(`${prefix}_`));
}
