/** What a reader of events and of a batch's totals counts. */
import type { Data } from '../setup/hub-client.js';

const CLOSED: readonly string[] = ['SETTLED', 'REJECTED', 'CANCELLED', 'RETURNED'];

/** How many payments have come to an end, by their events. */
export function countEnded(events: readonly Data[]): number {
  const ended = events.filter(({ to }) => CLOSED.includes(to as string));
  return new Set(ended.map(({ payment }) => payment.id as string)).size;
}

export function countTo(events: readonly Data[], to: string): number {
  return events.filter((event) => event['to'] === to).length;
}

/** Whether no payment of the batch is under way any more. */
export function isAtAnEnd(batch: Data): boolean {
  const open = (batch['totals'].byStatus as Data[]).filter(
    ({ status }) => !CLOSED.includes(status as string),
  );
  return sum(open, 'count') === 0;
}

export function sum(rows: readonly Data[], field: string): number {
  return rows.reduce((total, row) => total + (row[field] as number), 0);
}
