/** Accounts for every đồng: what the books have for a right and month is what the hub calls settled, what it has recorded as to be
 *  recovered, or what an open exception names. And nothing was sent for it while the hub knew that money had moved. */
import type { LedgerLine } from '../setup/simulated-world.js';
import type { ChaosWorld } from './chaos-world.js';
import type { InstitutionDesk } from './institution-desk.js';
import { tellStory } from './tell-story.js';

interface AttemptRow {
  /** Right and month, and whether it is the month itself or a difference. */
  readonly intent: string;
  readonly month: string;
  readonly kind: string;
  readonly payment_id: string;
  readonly reference: string;
  readonly account_number: string | null;
  readonly handed_out_at: Date | null;
}

interface PaymentRow {
  readonly intent: string;
  readonly month: string;
  readonly payment_id: string;
  readonly status: string;
  readonly amount: bigint;
  readonly paid_amount: bigint | null;
  readonly recovering: bigint;
  /** Of that: given up, and it may have come back since. */
  readonly written_off: bigint;
  readonly is_excepted: boolean;
}

const MONTH = `concat_ws('/', p.programme_code, p.period, p.citizen_id, p.line)`;
const ATTEMPTS = `
  SELECT ${MONTH} || '/' || p.kind AS intent, ${MONTH} AS month, p.kind, p.id AS payment_id, a.reference, p.account_number,
    coalesce(a.handed_out_at, t.handed_out_at) AS handed_out_at
  FROM payment.payment p JOIN payment.attempt a ON a.payment_id = p.id LEFT JOIN work.task t ON t.id = a.id`;
const PAYMENTS = `
  SELECT ${MONTH} || '/' || p.kind AS intent, ${MONTH} AS month, p.id AS payment_id, p.status, p.amount, p.paid_amount,
    coalesce(sum(x.named_amount) FILTER (WHERE x.kind = 'TO_RECOVER' AND x.resolution IS DISTINCT FROM 'RECOVERED'), 0)::bigint
      AS recovering,
    coalesce(sum(x.named_amount) FILTER (WHERE x.kind = 'TO_RECOVER' AND x.resolution = 'WRITTEN_OFF'), 0)::bigint AS written_off,
    coalesce(bool_or(x.resolved_at IS NULL AND x.kind <> 'TO_RECOVER'), false) AS is_excepted
  FROM payment.payment p LEFT JOIN payment.exception x ON x.payment_id = p.id GROUP BY p.id`;
/** Money that fits no payment is on the list under the reference that the institution named. */
const LISTED_ALONE = `
  SELECT detail->>'reference' AS reference, coalesce(sum(named_amount), 0)::bigint AS amount FROM payment.exception
  WHERE payment_id IS NULL AND detail->>'reference' IS NOT NULL AND resolution IS DISTINCT FROM 'NOTED' GROUP BY 1`;

/** A failing run names a few and stays readable. */
const SHOWN_MAX = 10;

/** @returns what does not add up, empty when everything does */
export async function accountForMoney(world: ChaosWorld, desk: InstitutionDesk): Promise<readonly string[]> {
  const ledgers = await world.books.ledgers();
  const attempts = await world.rows<AttemptRow>(ATTEMPTS);
  const payments = await world.rows<PaymentRow>(PAYMENTS);
  const alone = await world.rows<{ reference: string; amount: bigint }>(LISTED_ALONE);
  const byReference = new Map(attempts.map((attempt) => [attempt.reference, attempt]));
  const listedAlone = new Map(alone.map(({ reference, amount }) => [reference, amount]));
  const complaints = [
    ...unaccounted({ ledgers, byReference, payments, listedAlone }),
    ...overpaid(payments),
    ...sentThoughTold({ ledgers, attempts, byReference, desk }),
  ];
  const stories = complaints.map(async ({ intent, what }) => {
    return `${intent}: ${what}: ${await tellStory(world, intent, ledgers)}`;
  });
  return [...strangersIn(ledgers, byReference, listedAlone), ...(await Promise.all(stories))];
}

interface Complaint {
  readonly intent: string;
  readonly what: string;
}

/** Lines under a reference that the hub neither made an attempt of nor has on a list. */
function strangersIn(
  ledgers: readonly LedgerLine[],
  byReference: ReadonlyMap<string, AttemptRow>,
  listedAlone: ReadonlyMap<string, bigint>,
): string[] {
  return ledgers
    .filter(({ reference }) => !byReference.has(reference) && !listedAlone.has(reference))
    .map(
      ({ system, reference, amount }) =>
        `booked, and the hub has no word of it: ${system} ${reference} ${amount}`,
    )
    .slice(0, SHOWN_MAX);
}

interface Compared {
  readonly ledgers: readonly LedgerLine[];
  readonly byReference: ReadonlyMap<string, AttemptRow>;
  readonly payments: readonly PaymentRow[];
  readonly listedAlone: ReadonlyMap<string, bigint>;
}

function unaccounted({ ledgers, byReference, payments, listedAlone }: Compared): Complaint[] {
  const booked = new Sums();
  for (const { reference, amount } of ledgers)
    booked.add(byReference.get(reference)?.intent ?? reference, BigInt(amount));
  const recorded = new Sums();
  const writtenOff = new Sums();
  const open = new Set<string>();
  for (const payment of payments) {
    recorded.add(payment.intent, settledOf(payment) + payment.recovering);
    writtenOff.add(payment.intent, payment.written_off);
    if (payment.is_excepted) open.add(payment.intent);
  }
  // The same booking may be listed twice where it was told in two forms: the list is a bound.
  const bound = new Sums();
  for (const [reference, amount] of listedAlone)
    bound.add(byReference.get(reference)?.intent ?? reference, amount);
  return [...recorded.keys]
    .filter((intent) => {
      const more = booked.of(intent) - recorded.of(intent);
      return !open.has(intent) && (more < 0n ? -more > writtenOff.of(intent) : more > bound.of(intent));
    })
    .map((intent) => ({ intent, what: `booked ${booked.of(intent)}, on record ${recorded.of(intent)}` }))
    .slice(0, SHOWN_MAX);
}

/** A month and its differences are never settled for more than the month. */
function overpaid(payments: readonly PaymentRow[]): Complaint[] {
  const settled = new Sums();
  const due = new Map<string, bigint>();
  for (const payment of payments) {
    settled.add(payment.month, settledOf(payment));
    const known = due.get(payment.month) ?? 0n;
    if (payment.amount > known) due.set(payment.month, payment.amount);
  }
  return [...settled.keys]
    .filter((month) => settled.of(month) > (due.get(month) ?? 0n))
    .map((intent) => ({ intent, what: `settled ${settled.of(intent)}, due ${due.get(intent)}` }))
    .slice(0, SHOWN_MAX);
}

function settledOf({ status, amount, paid_amount: paid }: PaymentRow): bigint {
  if (status !== 'SETTLED') return 0n;
  return paid !== null && paid < amount ? paid : amount;
}

interface Known {
  readonly ledgers: readonly LedgerLine[];
  readonly attempts: readonly AttemptRow[];
  readonly byReference: ReadonlyMap<string, AttemptRow>;
  readonly desk: InstitutionDesk;
}

/** Bookings that a hub has made by an attempt that was handed out after it was told of another one, which stands in the person's own
 *  account. A difference is paid besides. */
function sentThoughTold({ ledgers, attempts, byReference, desk }: Known): Complaint[] {
  const standing = new Sums();
  const made = new Set<string>();
  for (const { reference, account, amount, externalReference } of ledgers) {
    if (account === (byReference.get(reference)?.account_number ?? 'CASH'))
      standing.add(reference, BigInt(amount));
    if (!desk.ownLines.has(externalReference)) made.add(reference);
  }
  const ofIntent = new Map<string, AttemptRow[]>();
  for (const attempt of attempts)
    ofIntent.set(attempt.intent, [...(ofIntent.get(attempt.intent) ?? []), attempt]);
  return desk.told
    .flatMap(({ reference, knownFrom }) => {
      const told = byReference.get(reference);
      if (told === undefined || standing.of(reference) <= 0n) return [];
      return (ofIntent.get(told.intent) ?? []).filter(
        (other) => other.reference !== reference && made.has(other.reference) && isAfter(other, knownFrom),
      );
    })
    .map(({ reference, intent }) => ({
      intent,
      what: `${reference} was sent although the hub knew of another booking`,
    }))
    .slice(0, SHOWN_MAX);
}

function isAfter({ handed_out_at: at }: AttemptRow, knownFrom: Date): boolean {
  return at !== null && at > knownFrom;
}

class Sums {
  private readonly sums = new Map<string, bigint>();

  get keys(): IterableIterator<string> {
    return this.sums.keys();
  }

  add(key: string, amount: bigint): void {
    this.sums.set(key, this.of(key) + amount);
  }

  of(key: string): bigint {
    return this.sums.get(key) ?? 0n;
  }
}
