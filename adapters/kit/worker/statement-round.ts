/** Reads the institution's statements again and again and brings every line to the hub: what a reply, an inquiry and a
 *  notification left open, the institution's books close. */
import { createHash } from 'node:crypto';
import type { PaymentNotice } from '../adapter.js';
import type { PaymentStatusReport } from '../generated/hub-client.js';
import { hanoiDay } from '../hanoi-time.js';
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

/** How much of a day's statement the hub has. */
interface Told {
  readonly lines: number;
  readonly digest: string;
}

const nothing: Told = { lines: 0, digest: '' };

export function statementRound({ session, reporters, clock, log }: RoundRoom): Round | undefined {
  const source = session.statements;
  if (!source) return undefined;
  const toldOf = new Map<string, Told>();
  let isFirst = true;

  /** Rejects when the day's statement cannot be read; then nothing of it has been told in this turn. */
  const tell = async (day: string, stopping: AbortSignal): Promise<void> => {
    const notices = await source.read(day);
    if (notices === undefined) return;
    const told = toldOf.get(day) ?? nothing;
    // A statement grows at its end. One that begins otherwise than before is told anew: that changes nothing, only costs.
    const from = digestOf(notices.slice(0, told.lines)) === told.digest ? told.lines : 0;
    for (let at = from; at < notices.length; at += linesMax) {
      if (stopping.aborted) return;
      await Promise.all(
        notices.slice(at, at + linesMax).map((notice) => reporters.payments.report(statedReport(notice))),
      );
    }
    toldOf.set(day, { lines: notices.length, digest: digestOf(notices) });
    if (notices.length > from) log.info({ day, lines: notices.length - from }, 'statement read');
  };

  return {
    name: 'statement',
    everyMs: source.everyMs,
    turn: async (stopping) => {
      const now = clock().getTime();
      const days = Array.from({ length: (isFirst ? daysBackAtStart : daysBack) + 1 }, (_, back) =>
        hanoiDay(new Date(now - back * dayMs)),
      ).reverse();
      for (const day of toldOf.keys()) if (!days.includes(day)) toldOf.delete(day);
      const failures: unknown[] = [];
      for (const day of days) {
        if (stopping.aborted) return;
        // A day that cannot be read must not hide the others.
        await tell(day, stopping).catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw failures[0];
      isFirst = false;
    },
  };
}

/** Whatever an adapter calls it, what stands on a statement is the word of a statement. */
function statedReport(notice: PaymentNotice): PaymentStatusReport {
  return paymentReport({ ...notice, evidence: 'STATEMENT' });
}

function digestOf(notices: readonly PaymentNotice[]): string {
  const hash = createHash('sha256');
  for (const notice of notices) {
    const { status, amount, account, reason, reasonText, occurredAt, externalReference } = notice;
    const reference = 'reference' in notice ? notice.reference : undefined;
    const said = [reference, externalReference, status, amount, account, reason, reasonText];
    hash.update(`${said.join('|')}|${occurredAt.getTime()}\n`);
  }
  return hash.digest('hex');
}
