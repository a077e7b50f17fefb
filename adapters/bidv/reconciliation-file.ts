/** BIDV's reconciliation file: 22 fields a line, `|` after each, and a footer `rows|total|generatedAt`. The form is public
 *  (reconciliation service); the words of `reconciliation result` are this profile's. */
import {
  asReference,
  collectStatement,
  decodeText,
  EntryError,
  StatementError,
  type EntryReading,
  type PaymentNotice,
  type ReportableStatus,
  type Statement,
} from '../kit/index.js';
import { instantOfBank } from './bank-time.js';

const FIELD_COUNT = 22;
/** Places of the fields that are read, from 0. */
const FIELD = {
  amount: 5,
  currency: 6,
  payTime: 10,
  payDate: 11,
  creditAccount: 13,
  result: 16,
  requestId: 17,
  bankReference: 21,
} as const;

/** What a line's result says of its payment. A word that is not here is UNKNOWN, for a person: never paid, never failed. */
const RESULTS: ReadonlyMap<string, ReportableStatus> = new Map([['000', 'SETTLED']]);

/** Every line, once the footer has confirmed that none is missing. @throws StatementError */
export function readReconciliationFile(content: string | Uint8Array): Statement {
  const lines = decodeText(content)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const footer = lines.pop()?.split('|') ?? [];
  const rows = lines.map((line) => line.split('|'));
  checkFooter(footer, rows);
  return collectStatement(
    rows.map((fields, at) => ({ place: `Line ${at + 1}`, read: () => readLine(fields) })),
  );
}

/** The number of lines is exact, and so is the total where every line has an amount in đồng; where one has not, the total must leave
 *  room for it. */
function checkFooter(footer: readonly string[], rows: readonly (readonly string[])[]): void {
  const [count = '', stated = ''] = footer.map((field) => field.trim());
  if (footer.length < 3 || !/^\d+$/.test(count) || !/^\d+$/.test(stated))
    throw new StatementError('The last line is no footer rows|total|generatedAt: the file is cut off.');
  const amounts = rows.map((fields) => (currencyIn(fields) === 'VND' ? amountIn(fields) : undefined));
  const known = amounts.reduce<bigint>((sum, amount) => sum + (amount ?? 0n), 0n);
  const isWhole = amounts.includes(undefined) ? BigInt(stated) >= known : BigInt(stated) === known;
  if (Number(count) !== rows.length || !isWhole)
    throw new StatementError('The footer counts other rows or another total than the lines.');
}

function currencyIn(fields: readonly string[]): string {
  return fields[FIELD.currency]?.trim().toUpperCase() ?? '';
}

function amountIn(fields: readonly string[]): bigint | undefined {
  const text = fields[FIELD.amount]?.trim() ?? '';
  return /^0*\d{1,16}(?:\.0{1,5})?$/.test(text) ? BigInt(text.replace(/\..*$/, '')) : undefined;
}

function readLine(fields: readonly string[]): EntryReading {
  const field = (name: keyof typeof FIELD): string => fields[FIELD[name]]?.trim() ?? '';
  // The sign after the last field makes one more part, which is empty.
  if (fields.length !== FIELD_COUNT + 1 || fields[FIELD_COUNT]?.trim() !== '')
    throw new EntryError(`${FIELD_COUNT} fields and a last | expected`);
  const currency = currencyIn(fields);
  if (/^[A-Z]{3}$/.test(currency) && currency !== 'VND') return { notOurs: 'in another currency' };
  const amount = amountIn(fields);
  if (amount === undefined || currency !== 'VND') throw new EntryError('whole đồng in VND expected');
  const [date, time, externalReference] = [field('payDate'), field('payTime'), field('bankReference')];
  const occurredAt = instantOfBank(date, time);
  if (occurredAt === undefined) throw new EntryError('pay date yyyyMMdd and time HHmmss expected');
  const notice = {
    ...{ ...meaningOf(field('result')), evidence: 'STATEMENT', occurredAt, amount },
    reference: asReference(field('requestId'), true),
    externalReference: externalReference || undefined,
    account: field('creditAccount') || undefined,
  } as const satisfies PaymentNotice;
  // The bank's reference and the day tell a booking; without the reference, everything that is left must.
  const rest = externalReference === '' ? [notice.account, time] : [];
  const bookedAs = ['reconciliation', externalReference, date, ...rest];
  return { notice, bookedAs, isBooking: true };
}

function meaningOf(result: string): Pick<PaymentNotice, 'status' | 'reasonText'> {
  // An outside word of any other form may hold anything.
  const shown = /^[A-Z0-9]{1,8}$/.test(result) ? result : 'of another form';
  return { status: RESULTS.get(result) ?? 'UNKNOWN', reasonText: `reconciliation result ${shown}` };
}
