/** Reads today's and yesterday's statement again and again and brings every line to the hub: what a reply, an inquiry and a
 *  notification left open, the institution's books close. */
import type { RoundRoom } from './rounds-of.js';
import type { Round } from './round.js';
import { paymentReport } from './wire-tasks.js';

const hanoiOffsetMs = 7 * 3_600_000;
const dayMs = 24 * 3_600_000;

export function statementRound({ session, reporters, clock, log }: RoundRoom): Round | undefined {
  const source = session.statements;
  if (!source) return undefined;
  /** What was acknowledged is not said again; it would change nothing, only cost. Holds two days. */
  const told = new Map<string, Set<string>>();
  return {
    name: 'statement',
    everyMs: source.everyMs,
    turn: async (stopping) => {
      const days = [calendarDay(clock().getTime() - dayMs), calendarDay(clock().getTime())];
      for (const day of told.keys()) if (!days.includes(day)) told.delete(day);
      for (const day of days) {
        if (stopping.aborted) return;
        const toldOfDay = told.get(day) ?? new Set<string>();
        told.set(day, toldOfDay);
        const reports = ((await source.read(day)) ?? [])
          .map(paymentReport)
          .filter(({ reportId }) => !toldOfDay.has(reportId));
        await Promise.all(
          reports.map(async (report) => {
            await reporters.payments.report(report);
            toldOfDay.add(report.reportId);
          }),
        );
        if (reports.length > 0) log.info({ day, lines: reports.length }, 'statement read');
      }
    },
  };
}

function calendarDay(atMs: number): string {
  return new Date(atMs + hanoiOffsetMs).toISOString().slice(0, 10);
}
