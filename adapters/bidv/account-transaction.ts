/** One line of the history of the payer's account (`inquire-account-transaction`): its fields are public, the words of a remark
 *  are this profile's. */
import { z } from 'zod';
import { EntryError, type EntryReading, type PaymentNotice } from '../kit/index.js';
import { instantOfBank } from './bank-time.js';
import { reasonOfCode } from './translate.js';
import { referenceIn } from './wire.js';

const amount = z
  .union([z.string(), z.number()])
  .transform((value) => String(value).trim())
  .pipe(z.string().regex(/^0*\d{1,16}(?:\.0{1,5})?$/))
  .transform((text) => BigInt(text.replace(/\..*$/, '')));

const schema = z.object({
  tranDate: z.string().regex(/^\d{8}(\d{6})?$/),
  remark: z.string(),
  debitAmount: amount,
  creditAmount: amount,
  ref: z.string().trim().min(1),
  currCode: z.literal('VND'),
});

/** Whose history it is, and the word in the remark of a credit that gives a payment back, the bank's code after it. */
export interface AccountHistory {
  readonly account: string;
  readonly returnWord: string;
}

/** @throws EntryError, naming the fields and never their content */
export function readTransaction(line: unknown, { account, returnWord }: AccountHistory): EntryReading {
  if (isForeign(line)) return { notOurs: 'in another currency' };
  const parsed = schema.safeParse(line);
  if (!parsed.success) {
    const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join('.') || 'the line'))];
    throw new EntryError(`${fields.join(', ')} cannot be read`);
  }
  const { debitAmount, creditAmount, remark, ref, tranDate } = parsed.data;
  const [day, time] = [tranDate.slice(0, 8), tranDate.slice(8) || '000000'];
  const occurredAt = instantOfBank(day, time);
  if (occurredAt === undefined) throw new EntryError('tranDate does not exist');
  if (debitAmount > 0n === creditAmount > 0n) throw new EntryError('a debit or a credit expected');
  const reference = referenceIn(remark);
  const said = { evidence: 'STATEMENT', externalReference: ref, occurredAt, reference } as const;
  const bookedAs = ['history', account, ref, day, debitAmount > 0n ? 'debit' : 'credit'];
  const booked = (notice: PaymentNotice): EntryReading => ({ notice, bookedAs, isBooking: true });
  // Our own side is booked; the receiver's is not proven by it.
  if (debitAmount > 0n)
    return booked({ ...said, status: 'ACCEPTED', amount: debitAmount, reasonText: 'debit booked' });
  return creditOf(remark, returnWord, { ...said, amount: creditAmount }, booked);
}

type Booked = Omit<PaymentNotice, 'status'> & { readonly evidence: 'STATEMENT'; readonly amount: bigint };

/** How the account is filled is no payment's business, unless the remark names one, or says that money comes back. */
function creditOf(
  remark: string,
  returnWord: string,
  about: Booked,
  booked: (notice: PaymentNotice) => EntryReading,
): EntryReading {
  const at = remark.toUpperCase().indexOf(returnWord.toUpperCase());
  if (at >= 0) {
    const reason = reasonOfCode(/^ (\d{3})\b/.exec(remark.slice(at + returnWord.length))?.[1]);
    return booked({ ...about, status: 'RETURNED', reason, reasonText: 'credit booked: given back' });
  }
  if (about.reference === undefined) return { notOurs: 'a credit that names no payment of ours' };
  return booked({ ...about, status: 'UNKNOWN', reasonText: 'credit booked without a word why' });
}

function isForeign(line: unknown): boolean {
  const { currCode } = (line ?? {}) as { readonly currCode?: unknown };
  return typeof currCode === 'string' && /^[A-Z]{3}$/.test(currCode) && currCode !== 'VND';
}
