/** Brings the entries of a statement file to the hub, and counts what it made of them: whatever stands in the file is in the count. */
import { NoteStatementsDocument } from '../generated/hub-client.js';
import type { HubConnection } from '../hub/hub-connection.js';
import type { Log } from '../log.js';
import type { PassedEntry, Statement } from '../statement.js';
import { openReporters } from './reporters.js';
import { paymentReport } from './wire-tasks.js';

/** `entries` is `lines` and `notOurs`; `lines` is `applied`, `known`, `exceptions` and `refused`. */
export interface StatementSummary {
  readonly entries: number;
  readonly lines: number;
  /** They moved a payment. */
  readonly applied: number;
  /** They agree with what was known, or were read before. */
  readonly known: number;
  /** They fit no payment, or contradict one: kept for a person. */
  readonly exceptions: number;
  /** They are about another institution's payments, or cannot be taken, or not be read at all. */
  readonly refused: number;
  /** Of the refused: nobody can read them. */
  readonly unreadable: number;
  /** They explain themselves as no payment of ours. */
  readonly notOurs: number;
  /** Of the days that it is the statement of: a hub that recovers has them now. None while an entry is refused. */
  readonly daysNoted: number;
  /** Where those stand that moved nothing, and why. */
  readonly places: {
    readonly exceptions: readonly PassedEntry[];
    readonly refused: readonly PassedEntry[];
    readonly notOurs: readonly PassedEntry[];
  };
}

/** Repeats until the hub has acknowledged every entry. Safe to repeat: one that was read before changes nothing.
 *  @param days of which it is the whole statement, at most 400 */
export async function reportStatement(
  hub: HubConnection,
  log: Log,
  { entries, notices, notOurs, unreadable }: Statement,
  days: readonly string[] = [],
): Promise<StatementSummary> {
  const { payments } = openReporters(hub, log);
  const told = await Promise.all(
    notices.map(async (notice) => ({ notice, outcome: await payments.report(paymentReport(notice)) })),
  );
  const those = (...wanted: readonly string[]) => told.filter(({ outcome }) => wanted.includes(outcome));
  const places = (outcome: string, otherwise: string): readonly PassedEntry[] =>
    those(outcome).map(({ notice: { place, reasonText } }) => ({ place, why: reasonText ?? otherwise }));
  const refused = [
    ...unreadable,
    ...places('REFUSED', 'the hub does not take it'),
    ...places('KEPT_APART', 'the hub fails over it'),
  ];
  const noted = refused.length === 0 ? days : [];
  if (noted.length > 0) await hub.execute(NoteStatementsDocument, { days: [...noted] });
  return {
    entries,
    lines: entries - notOurs.length,
    applied: those('APPLIED').length,
    known: those('DUPLICATE', 'STALE').length,
    exceptions: those('EXCEPTION').length,
    refused: refused.length,
    unreadable: unreadable.length,
    notOurs: notOurs.length,
    daysNoted: noted.length,
    places: { exceptions: places('EXCEPTION', 'the hub keeps it'), refused, notOurs },
  };
}
