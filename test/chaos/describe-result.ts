/** Tells what became of an attack: as words for a terminal, and as a table for docs/reference/guarantees.md. */
import { cpus } from 'node:os';

import type { ChaosResult } from './run-chaos.js';
import { FAULT_KINDS } from './strike-book.js';

type Row = readonly [string, string | number];

export function describeResult(result: ChaosResult): string {
  const strikes = result.strikes.rows;
  return [
    table(['Fault', 'Struck'], strikes),
    table(['What', 'How many'], summaryOf(result)),
    result.complaints.length === 0
      ? 'Nothing was paid twice that the hub could know of, every đồng is accounted for, every invariant holds.'
      : `NOT TRUE ANY MORE:\n${result.complaints.map((one) => `- ${one}`).join('\n')}`,
  ].join('\n\n');
}

function summaryOf(result: ChaosResult): readonly Row[] {
  const { strikes, decided, rails, bookingAgain } = result;
  const kinds = Object.keys(FAULT_KINDS).length;
  return [
    ['Payments', result.payments],
    ['settled', result.settled],
    ['rejected', result.rejected],
    ['returned or cancelled', result.returned + result.cancelled],
    ['Attempts', result.attempts],
    ['Faults that struck (reports and cuts left out)', strikes.total],
    ['Kinds of fault that struck', `${strikes.rows.filter(([, count]) => count > 0).length} of ${kinds}`],
    ['Payment events, each told once and in order to the subscriber that was cut off', result.events],
    ...[...decided].map(([kind, count]): Row => [`Decided by people: ${kind}`, count]),
    ['Paid twice, lost, not accounted for', result.complaints.length],
    ['Rounds, each judged at its end', result.rounds],
    ['Rails', rails.join(', ')],
    ['of these, booking a repeated reference again', bookingAgain.join(', ')],
    ['Seconds', result.seconds],
    ['Machine', `${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, Node ${process.versions.node}`],
    ['Seed', result.seed],
  ];
}

function table(head: Row, rows: readonly Row[]): string {
  const lines = [head, ...rows].map(([name, value]) => [name, String(value)] as const);
  const width = Math.max(...lines.map(([name]) => name.length));
  const line = ([name, value]: readonly [string, string]): string => `| ${name.padEnd(width)} | ${value} |`;
  return [line(lines[0]!), `| ${'-'.repeat(width)} | ---: |`, ...lines.slice(1).map(line)].join('\n');
}
