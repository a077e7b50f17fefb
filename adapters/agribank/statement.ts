/** A statement file (camt.053) or a file of notifications (camt.054) that an operator hands over. */
import { StatementError, type PaymentNotice } from '../kit/index.js';
import { readAccountReport } from '../protocols/iso20022/index.js';
import { noticeOfEntry } from './translate.js';

/** @throws StatementError */
export function readStatementFile(text: string, statedAt: Date): readonly PaymentNotice[] {
  return entriesOf(text).flatMap((entry) => {
    const said = { evidence: 'STATEMENT', occurredAt: entry.bookedAt ?? statedAt } as const;
    // What comes back names the payer's account; only what goes out names the receiver's.
    const account = entry.direction === 'DEBIT' ? entry.creditorAccount : undefined;
    return noticeOfEntry(entry, said).map((notice) => ({ ...notice, account }));
  });
}

function entriesOf(text: string) {
  try {
    return readAccountReport(text).entries;
  } catch (error) {
    const what = error instanceof Error ? error.message : 'unreadable';
    throw new StatementError(`This is no camt.053 or camt.054 that can be read: ${what}`, { cause: error });
  }
}
