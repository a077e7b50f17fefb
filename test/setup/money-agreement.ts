/** Holds what the hub says against what institutions booked: for every intent the money in all books, under whatever reference,
 *  must be what the hub calls SETTLED, once. */
import type { RunningHub } from './running-hub.js';
import type { LedgerLine } from './simulated-world.js';

export interface Disagreements {
  /** Intents for which money was booked more than once. */
  readonly paidTwice: readonly string[];
  /** Intents whose booked money is not what the hub calls settled, those in doubt left out. */
  readonly different: readonly string[];
  /** Lines of a book that no attempt of the hub explains. */
  readonly unexplained: readonly string[];
  /** Payments that are neither at an end nor listed as an exception for a person. */
  readonly unfinished: readonly string[];
}

export interface MoneySummary extends Disagreements {
  readonly intents: number;
  readonly settled: number;
  /** Open payments that two people must decide about. */
  readonly exceptions: number;
}

interface AttemptRow {
  readonly intent: string;
  readonly payment_id: string;
  readonly reference: string;
  readonly status: string;
  readonly amount: bigint;
  readonly account_number: string | null;
  readonly is_excepted: boolean;
}

/** A failing test names a few and stays readable. */
const SHOWN_MAX = 10;

const CLOSED: readonly string[] = ['SETTLED', 'REJECTED', 'CANCELLED', 'RETURNED'];

const ATTEMPTS = `
  SELECT concat_ws('/', p.programme_code, p.period, p.citizen_id, p.entitlement_id, p.line, p.kind) AS intent,
    p.id AS payment_id, a.reference, p.status, p.amount, p.account_number,
    EXISTS (SELECT 1 FROM payment.exception x WHERE x.payment_id = p.id AND x.resolved_at IS NULL) AS is_excepted
  FROM payment.payment p JOIN payment.attempt a ON a.payment_id = p.id
  ORDER BY a.started_at`;

export async function compareMoney(hub: RunningHub, ledgers: readonly LedgerLine[]): Promise<MoneySummary> {
  const attempts = await hub.rows<AttemptRow>(ATTEMPTS);
  const byReference = new Map(attempts.map((attempt) => [attempt.reference, attempt]));
  const booked = new Map<string, LedgerLine[]>();
  const unexplained: string[] = [];
  for (const line of ledgers) {
    const attempt = byReference.get(line.reference);
    // Money over a counter goes into no account.
    const isExplained = attempt !== undefined && (attempt.account_number ?? 'CASH') === line.account;
    if (!isExplained || BigInt(line.amount) !== attempt.amount) {
      unexplained.push(`${line.system} ${line.reference} ${line.amount}`);
    } else booked.set(attempt.intent, [...(booked.get(attempt.intent) ?? []), line]);
  }
  const intents = new Map<string, AttemptRow[]>();
  for (const attempt of attempts)
    intents.set(attempt.intent, [...(intents.get(attempt.intent) ?? []), attempt]);
  return {
    ...judge(intents, booked),
    unexplained: unexplained.slice(0, SHOWN_MAX),
    intents: intents.size,
    settled: new Set(attempts.filter(({ status }) => status === 'SETTLED').map(({ payment_id: id }) => id))
      .size,
    exceptions: attempts.filter((attempt) => isOpen(attempt) && attempt.is_excepted).length,
    unfinished: attempts
      .filter((attempt) => isOpen(attempt) && !attempt.is_excepted)
      .map(describe)
      .slice(0, SHOWN_MAX),
  };
}

function judge(
  intents: ReadonlyMap<string, readonly AttemptRow[]>,
  booked: ReadonlyMap<string, readonly LedgerLine[]>,
): Pick<Disagreements, 'paidTwice' | 'different'> {
  const paidTwice: string[] = [];
  const different: string[] = [];
  for (const [intent, attempts] of intents) {
    const lines = booked.get(intent) ?? [];
    const money = lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    const payments = new Map(attempts.map((attempt) => [attempt.payment_id, attempt]));
    const settled = [...payments.values()]
      .filter(({ status }) => status === 'SETTLED')
      .reduce((sum, { amount }) => sum + amount, 0n);
    if (lines.length > 1 && money > attempts[0]!.amount) paidTwice.push(`${intent} ${String(money)}`);
    // In doubt the institution may have booked it, once: that is why a person is asked.
    if (money !== settled && !attempts.some(isOpen))
      different.push(`${intent}: booked ${money}, settled ${settled}`);
  }
  return { paidTwice: paidTwice.slice(0, SHOWN_MAX), different: different.slice(0, SHOWN_MAX) };
}

function isOpen({ status }: AttemptRow): boolean {
  return !CLOSED.includes(status);
}

function describe({ reference, status }: AttemptRow): string {
  return `${reference} ${status}`;
}
