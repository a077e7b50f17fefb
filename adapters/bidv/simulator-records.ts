/** The simulated bank's records of a day, from its ledger: the reconciliation file and the history of a payer's account. */
import type { LedgerEntry, SimulatorWorld } from '../kit/simulator/index.js';

/** What the order of a booking adds to the ledger's line. */
export interface BookedOrder {
  readonly debitAccount?: string;
  readonly remark?: string;
  readonly returnCode?: string;
}

export interface RecordsOf {
  readonly fields: Readonly<Record<string, unknown>>;
}

const pageSize = 100;
const day = /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;

/** `type, providerId, transDate, fileType` gives the file in base64; 001 while there is none. */
export function reconciliationFile(
  { transDate, providerId, type, fileType }: Readonly<Record<string, unknown>>,
  { ledger }: SimulatorWorld,
  orderOf: (reference: string) => BookedOrder,
): RecordsOf {
  const isGood = typeof transDate === 'string' && day.test(transDate) && String(providerId).length === 3;
  if (!isGood || !type || !fileType) return { fields: { errorCode: '002', errorDesc: 'Invalid message' } };
  const credited = ledger.entries.filter(
    ({ amount, bookedAt }) => amount > 0 && inHanoi(bookedAt).date === transDate,
  );
  if (credited.length === 0) return { fields: { errorCode: '001', errorDesc: 'File not found' } };
  const lines = credited.map((entry, at) => lineOf(entry, at, orderOf(entry.reference).debitAccount ?? ''));
  const total = credited.reduce((sum, { amount }) => sum + amount, 0);
  const { date, time } = inHanoi(new Date().toISOString());
  const content = [...lines, `${lines.length}|${total}|${date}${time}`, ''].join('\r\n');
  return {
    fields: {
      ...{ errorCode: '000', errorDesc: 'Successful', fileName: `${providerId as string}_${transDate}.txt` },
      fileContent: Buffer.from(content, 'utf8').toString('base64'),
    },
  };
}

/** `actNumber, curr, fromDate, toDate, page` gives a hundred lines of the account. */
export function accountTransactions(
  { actNumber, fromDate, toDate, page }: Readonly<Record<string, unknown>>,
  { ledger }: SimulatorWorld,
  orderOf: (reference: string) => BookedOrder,
): RecordsOf {
  const [from, to, number] = [String(fromDate), String(toDate), Number(page)];
  if (!day.test(from) || !day.test(to) || !Number.isInteger(number) || number < 1)
    return { fields: { errorCode: '002', errorDesc: 'Invalid message' } };
  const all = ledger.entries.flatMap((entry, at) => {
    const { date, time } = inHanoi(entry.bookedAt);
    const order = orderOf(entry.reference);
    if (order.debitAccount !== actNumber || date < from || date > to) return [];
    const isReturn = entry.amount < 0;
    return {
      tranDate: `${date}${time}`,
      remark: isReturn ? `HOAN TRA ${order.returnCode ?? '119'} ${order.remark ?? ''}` : (order.remark ?? ''),
      debitAmount: isReturn ? '0' : String(entry.amount),
      creditAmount: isReturn ? String(-entry.amount) : '0',
      seq: String(at + 1),
      ref: entry.externalReference,
      currCode: 'VND',
    };
  });
  const trans = all.slice((number - 1) * pageSize, number * pageSize);
  const balances = { startingBal: '0', endingBal: '0' };
  return {
    fields: { errorCode: '000', errorDesc: 'Successful', totalRecords: all.length, ...balances, trans },
  };
}

/** The 22 published fields, each with the sign after it. */
function lineOf(entry: LedgerEntry, at: number, debitAccount: string): string {
  const { amount, bookedAt, account, reference, externalReference } = entry;
  const { date, time } = inHanoi(bookedAt);
  const trace = String(at + 1).padStart(6, '0');
  const about = ['IBANK', 'ASXH', 'CHI', '', '', String(amount), 'VND', trace];
  const when = [time, date, time, date];
  const parties = [debitAccount, account, '', ''];
  return [
    ...about,
    ...when,
    ...parties,
    '000',
    reference,
    'CT',
    '',
    `TX${trace}`,
    externalReference,
    '',
  ].join('|');
}

function inHanoi(instant: string): { readonly date: string; readonly time: string } {
  const [date = '', time = ''] = new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().split('T');
  return { date: date.replaceAll('-', ''), time: time.slice(0, 8).replaceAll(':', '') };
}
