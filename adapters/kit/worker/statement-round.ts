/** Reads the institution's statements again and again and brings every line to the hub: what a reply, an inquiry and a
 *  notification left open, the institution's books close. */
import { createHash } from 'node:crypto';
import { NoteStatementsDocument, StatementsWantedDocument } from '../generated/hub-client.js';
import { hanoiDay } from '../hanoi-time.js';
import type { Statement, StatementNotice } from '../statement.js';
import type { RoundRoom } from './rounds-of.js';
import type { Round } from './round.js';
import { paymentReport } from './wire-tasks.js';

const dayMs = 24 * 3_600_000;
/** Days before today that every turn reads: yesterday's last lines appear after midnight. */
const daysBack = 1;
/** Days before today that the first turn reads: what was booked while nobody ran. Older ones: `hub reconcile FILE`. */
const daysBackAtStart = 7;
/** Lines on their way to the hub at once: a day of a million lines must not stand in memory as reports. */
const linesMax = 1_000;

/** Entries that a log line names. */
const placesMax = 20;

/** How much of a day's statement the hub has. */
interface Told {
  readonly lines: number;
  readonly digest: string;
  /** Entries that cannot be read, of which somebody was told. */
  readonly unreadable: number;
}

const nothing: Told = { lines: 0, digest: '', unreadable: 0 };

export function statementRound({ session, hub, reporters, clock, log }: RoundRoom): Round | undefined {
  const source = session.statements;
  if (!source) return undefined;
  const toldOf = new Map<string, Told>();
  let isFirst = true;

  /** Whether the hub has the whole of it. Rejects when the day's statement cannot be read; then nothing of it has been told in this turn. */
  const tell = async (day: string, stopping: AbortSignal): Promise<boolean> => {
    const statement = await source.read(day);
    if (statement === undefined) return false;
    const { notices } = statement;
    const told = toldOf.get(day) ?? nothing;
    // A statement grows at its end. One that begins otherwise than before is told anew: that changes nothing, only costs.
    const from = digestOf(notices.slice(0, told.lines)) === told.digest ? told.lines : 0;
    for (let at = from; at < notices.length; at += linesMax) {
      if (stopping.aborted) return false;
      await Promise.all(
        notices.slice(at, at + linesMax).map((notice) => reporters.payments.report(paymentReport(notice))),
      );
    }
    const unreadable = statement.unreadable.length;
    toldOf.set(day, { lines: notices.length, digest: digestOf(notices), unreadable });
    if (notices.length > from) log.info({ day, lines: notices.length - from }, 'statement read');
    if (unreadable > 0 && unreadable !== told.unreadable) nameUnreadable(day, statement);
    return unreadable === 0;
  };

  const nameUnreadable = (day: string, { unreadable, entries, notOurs }: Statement): void => {
    const counts = { day, entries, notOurs: notOurs.length, unreadable: unreadable.length };
    const places = unreadable.slice(0, placesMax).map(({ place, why }) => `${place}: ${why}`);
    log.error({ ...counts, places }, 'entries of a statement cannot be read');
  };

  /** What a hub that recovers after a restore waits for. It has forgotten what it was told of these days. */
  const askWanted = async (): Promise<readonly string[]> => {
    try {
      const { statementsWanted } = await hub.execute(StatementsWantedDocument, {});
      const wanted = statementsWanted ?? [];
      for (const day of wanted) toldOf.delete(day);
      return wanted;
    } catch {
      // It is asked again with the next turn; until then nothing is noted as read.
      log.debug({}, 'the hub did not say which statements it wants');
      return [];
    }
  };

  return {
    name: 'statement',
    everyMs: source.everyMs,
    turn: async (stopping) => {
      const now = clock().getTime();
      const usual = Array.from({ length: (isFirst ? daysBackAtStart : daysBack) + 1 }, (_, back) =>
        hanoiDay(new Date(now - back * dayMs)),
      );
      const wanted = await askWanted();
      const days = [...new Set([...usual, ...wanted])].sort();
      for (const day of toldOf.keys()) if (!days.includes(day)) toldOf.delete(day);
      const failures: unknown[] = [];
      const whole: string[] = [];
      for (const day of days) {
        if (stopping.aborted) return;
        // A day that cannot be read must not hide the others.
        const isWhole = await tell(day, stopping).catch((error: unknown) => void failures.push(error));
        if (isWhole) whole.push(day);
      }
      // Only what was wanted before it was read: what came before a restore is forgotten.
      const noted = whole.filter((day) => wanted.includes(day));
      if (noted.length > 0) await hub.execute(NoteStatementsDocument, { days: noted });
      if (failures.length > 0) throw failures[0];
      isFirst = false;
    },
  };
}

/** What the entries are, and what is said of them besides: a reason that comes later is told too. */
function digestOf(notices: readonly StatementNotice[]): string {
  const hash = createHash('sha256');
  for (const { reportId, reason, reasonText } of notices)
    hash.update(`${reportId}|${reason}|${reasonText}\n`);
  return hash.digest('hex');
}
