/** BIDV's reconciliation file: 22 fields a line, `|` after each, and a footer `rows|total|generatedAt`. The form is public
 *  (reconciliation service); the words of `reconciliation result` are this profile's. */
import { StatementError, type PaymentNotice, type ReportableStatus } from '../kit/index.js';

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

/** What a line's result says of its payment. A word that is not here is UNKNOWN: never paid, never failed. */
const RESULTS: ReadonlyMap<string, ReportableStatus> = new Map([['000', 'SETTLED']]);

/** Every line, once the footer has confirmed that none is missing. @throws StatementError */
export function readReconciliationFile(text: string): readonly PaymentNotice[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '');
  const footer = lines.pop()?.split('|') ?? [];
  const notices = lines.map((line, at) => readLine(line.split('|'), at + 1));
  const total = notices.reduce((sum, { amount }) => sum + (amount ?? 0n), 0n);
  const [rows = '', stated = ''] = footer;
  if (footer.length < 3 || !/^\d+$/.test(rows) || !/^\d+$/.test(stated))
    throw new StatementError('The last line is no footer rows|total|generatedAt: the file is cut off.');
  if (Number(rows) !== notices.length || BigInt(stated) !== total)
    throw new StatementError('The footer counts other rows or another total than the lines.');
  return notices;
}

function readLine(fields: readonly string[], line: number): PaymentNotice {
  const field = (name: keyof typeof FIELD): string => fields[FIELD[name]]?.trim() ?? '';
  const expect = (isRight: boolean, what: string): void => {
    if (!isRight) throw new StatementError(`Line ${line}: ${what}.`);
  };
  // The sign after the last field makes one more part, which is empty.
  expect(
    fields.length === FIELD_COUNT + 1 && fields[FIELD_COUNT] === '',
    `${FIELD_COUNT} fields and a last | expected`,
  );
  expect(/^\d{1,16}$/.test(field('amount')) && field('currency') === 'VND', 'whole đồng in VND expected');
  const [date, time] = [field('payDate'), field('payTime')];
  expect(/^\d{8}$/.test(date) && /^\d{6}$/.test(time), 'pay date yyyyMMdd and time HHmmss expected');
  const occurredAt = new Date(
    `${date.replace(/^(.{4})(..)(..)$/, '$1-$2-$3')}T${time.replace(/^(..)(..)(..)$/, '$1:$2:$3')}+07:00`,
  );
  expect(!Number.isNaN(occurredAt.getTime()), 'a pay date and time that exist expected');
  const [reference, externalReference] = [field('requestId'), field('bankReference')];
  expect(reference !== '' || externalReference !== '', 'a partner request id or BIDV reference expected');
  const result = field('result');
  const status = RESULTS.get(result) ?? 'UNKNOWN';
  return {
    ...{ status, evidence: 'STATEMENT', occurredAt, amount: BigInt(field('amount')), externalReference },
    // An outside word of any other form may hold anything.
    reasonText: `reconciliation result ${/^[A-Z0-9]{1,8}$/.test(result) ? result : 'of another form'}`,
    account: field('creditAccount') || undefined,
    ...(reference === '' ? {} : { reference }),
  };
}
