/** One line of the history of the payer's account (`inquire-account-transaction`): its fields are public, the words of a remark
 *  are this profile's. */
import { z } from 'zod';
import { StatementError, type PaymentNotice } from '../kit/index.js';
import { reasonOfCode } from './translate.js';
import { referenceIn } from './wire.js';

const amount = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,16}$/))
  .transform(BigInt);

const schema = z.object({
  tranDate: z.string().regex(/^\d{8}(\d{6})?$/),
  remark: z.string(),
  debitAmount: amount,
  creditAmount: amount,
  seq: z.union([z.string(), z.number()]),
  ref: z.string().min(1),
  currCode: z.literal('VND'),
});

/** Nothing for a credit that is no payment's: that is how the account is filled.
 *  @param returnWord stands in the remark of a credit that gives a payment back, the bank's code after it
 *  @throws StatementError, naming the line and the fields and never their content */
export function noticeOfTransaction(
  line: unknown,
  number: number,
  returnWord: string,
): readonly PaymentNotice[] {
  const parsed = schema.safeParse(line);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new StatementError(`Line ${number} of the account’s history: ${fields} cannot be read.`);
  }
  const { debitAmount, creditAmount, remark, ref, tranDate } = parsed.data;
  if (debitAmount > 0n === creditAmount > 0n)
    throw new StatementError(`Line ${number} of the account’s history: a debit or a credit expected.`);
  const reference = referenceIn(remark);
  const said = {
    evidence: 'STATEMENT' as const,
    externalReference: ref,
    occurredAt: instantOf(tranDate, number),
    ...(reference === undefined ? {} : { reference }),
  };
  // Our own side is booked; the receiver's is not proven by it.
  if (debitAmount > 0n)
    return [{ ...said, status: 'ACCEPTED', amount: debitAmount, reasonText: 'debit booked' }];
  if (reference === undefined) return [];
  const about = { ...said, amount: creditAmount };
  const after = remark.split(returnWord)[1];
  if (after === undefined)
    return [{ ...about, status: 'UNKNOWN', reasonText: 'credit booked without a word why' }];
  const reason = reasonOfCode(/^ (\d{3})\b/.exec(after)?.[1]);
  return [{ ...about, status: 'RETURNED', reason, reasonText: 'credit booked: given back' }];
}

function instantOf(tranDate: string, number: number): Date {
  const [, date = '', time = ''] = /^(\d{8})(\d{6})?$/.exec(tranDate) ?? [];
  const day = date.replace(/^(.{4})(..)(..)$/, '$1-$2-$3');
  const instant = new Date(`${day}T${(time || '000000').replace(/^(..)(..)(..)$/, '$1:$2:$3')}+07:00`);
  if (Number.isNaN(instant.getTime()))
    throw new StatementError(`Line ${number} of the account’s history: tranDate does not exist.`);
  return instant;
}
