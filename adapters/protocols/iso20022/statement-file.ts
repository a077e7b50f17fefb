/** An account report as a statement, every entry of it: handed over as a file, read for a day, or left by the bank unasked. */
import {
  collectStatement,
  EntryError,
  StatementError,
  type EntryReading,
  type PaymentNotice,
  type SourceEntry,
  type Statement,
} from '../../kit/index.js';
import { XmlError } from '../xml/index.js';
import { readAccountReport, type AccountReport } from './account-report.js';
import { readingOfEntry, type Stated } from './booked-entry.js';
import type { PlacedEntry } from './entry-details.js';
import { IsoMessageError } from './iso-document.js';

/** A statement file (camt.053), or a file of notifications (camt.054) taken as one.
 *  @param statedAt instant of entries that name none, in a report that names none either
 *  @throws StatementError: then nothing of the file is used */
export function readStatementFile(content: string | Uint8Array, statedAt: Date): Statement {
  const report = reportIn(content);
  const missing = report.missing.pages ?? report.missing.entries;
  if (missing !== undefined) throw new StatementError(`The file is incomplete: ${missing}.`);
  return collectStatement(sourcesOf(report.entries, { evidence: 'STATEMENT', at: statedAt }));
}

/** What a report says that the bank has sent by itself. A notification is news: each page of it is true alone. A second booking of one
 *  payment is not said twice, since news may be, but kept for a person.
 *  @throws IsoMessageError when there is less in it than it says */
export function statementOfReport({ kind, entries, missing }: AccountReport, now: Date): Statement {
  const isStatement = kind === 'STATEMENT';
  const less = missing.entries ?? (isStatement ? missing.pages : undefined);
  if (less !== undefined) throw new IsoMessageError(`incomplete: ${less}`);
  const sources = sourcesOf(entries, { evidence: kind, at: now });
  return collectStatement(isStatement ? sources : onceEach(sources));
}

function sourcesOf(entries: readonly PlacedEntry[], stated: Stated): readonly SourceEntry[] {
  return entries.map(({ place, read }) => ({ place, read: () => readingOfPlaced(read, stated) }));
}

function readingOfPlaced(read: PlacedEntry['read'], stated: Stated): EntryReading {
  try {
    return readingOfEntry(read(), stated);
  } catch (error) {
    if (error instanceof IsoMessageError) throw new EntryError(error.message);
    throw error;
  }
}

function onceEach(sources: readonly SourceEntry[]): readonly SourceEntry[] {
  const told = new Set<string>();
  const once = (reading: EntryReading): EntryReading => {
    if ('notOurs' in reading || !reading.isBooking || reading.notice.evidence !== 'NOTIFICATION')
      return reading;
    const { reference, externalReference, status } = reading.notice;
    const about = `${reference ?? externalReference} ${status}`;
    if (told.has(about)) return { ...reading, notice: forPerson(reading.notice) };
    told.add(about);
    return reading;
  };
  return sources.map(({ place, read }) => ({ place, read: () => once(read()) }));
}

function forPerson(notice: PaymentNotice): PaymentNotice {
  const reasonText = `${notice.reasonText ?? notice.status} for the second time in one notification`;
  return { ...notice, status: 'UNKNOWN', evidence: 'STATEMENT', reason: undefined, reasonText };
}

function reportIn(content: string | Uint8Array): AccountReport {
  try {
    return readAccountReport(content);
  } catch (error) {
    if (!(error instanceof IsoMessageError || error instanceof XmlError)) throw error;
    throw new StatementError(`This is no camt.053 or camt.054 that can be read: ${error.message}`, {
      cause: error,
    });
  }
}
