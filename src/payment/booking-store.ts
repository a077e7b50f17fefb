/** The books of institutions held against the hub, line by line: who was paid, how often, and what the hub says of it. */
import type { Db } from '../work/index.js';
import { CLOSED_STATUSES } from './payment-state.js';
import { INTENT, violationsOf, type Invariant } from './invariant-store.js';

/** A line of an institution's own book. */
export interface Booking {
  /** Whose book it is. */
  readonly institution: string;
  readonly reference: string;
  /** The receiver's account; `CASH` at a counter. */
  readonly account: string;
  /** Whole đồng; negative takes a booking back. */
  readonly amount: bigint;
}

export interface Books {
  /** Whose books are here, also those that are empty. */
  readonly institutions: readonly string[];
  readonly bookings: readonly Booking[];
  /** The Treasury's, with its document for each line, where it can be read. */
  readonly treasury?: readonly (Booking & { readonly documentNumber: string })[];
}

/** $1 … $4: the lines, by column. */
const LINES = `unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS b(institution, reference, account, amount)`;

/** What the books have for each payment, under whichever of its references. */
const BOOKED = `SELECT a.payment_id, sum(sign(b.amount)) AS times, sum(b.amount) AS amount
  FROM ${LINES} JOIN payment.attempt a USING (reference) GROUP BY 1`;

/** Payments about which the institution’s words do not agree: people have them on a list, or have decided. */
const LISTED = `SELECT payment_id FROM payment.exception WHERE payment_id IS NOT NULL
  AND (resolved_at IS NULL OR resolution IN ('WAS_PAID','WAS_NOT_PAID','PAID_OTHER_AMOUNT','PAID_OTHER_ACCOUNT')
       OR kind = 'TO_RECOVER')`;

const bookedTwice = violationsOf(
  'BOOKED_ONCE',
  `SELECT min(p.id::text) AS example FROM (${BOOKED}) b JOIN payment.payment p ON p.id = b.payment_id
   GROUP BY ${INTENT}
   -- Money that came back may be paid again, by the payment that replaces it.
   HAVING (max(b.times) > 1 OR sum(greatest(b.times - (p.status = 'RETURNED')::int, 0)) > 1)
     AND NOT bool_or(p.id IN (${LISTED}))`,
);

const bookedOtherwise = violationsOf(
  'BOOKED_AS_SETTLED',
  `SELECT p.id AS example FROM payment.payment p LEFT JOIN (${BOOKED}) b ON b.payment_id = p.id
   WHERE split_part(p.institution_code, ':', 1) = ANY ($5::text[])
     -- What is open may be booked already: that is why it is asked about.
     AND p.status = ANY ($6::text[])
     AND NOT CASE p.status
       WHEN 'SETTLED' THEN coalesce(b.amount, 0) = coalesce(p.paid_amount, p.amount)
       WHEN 'RETURNED' THEN coalesce(b.amount, 0) IN (0, p.amount)
       ELSE coalesce(b.amount, 0) = 0 END
     AND p.id NOT IN (${LISTED})`,
);

const unexplained = violationsOf(
  'BOOKING_EXPLAINED',
  `SELECT b.reference AS example FROM ${LINES}
   LEFT JOIN payment.attempt a ON a.reference = b.reference
     AND split_part(a.institution_code, ':', 1) = b.institution
   LEFT JOIN payment.payment p ON p.id = a.payment_id AND p.amount = abs(b.amount)
     AND coalesce(p.account_number, 'CASH') = b.account
   WHERE p.id IS NULL AND coalesce(a.payment_id NOT IN (${LISTED}), true)
     -- What fits no payment is a person's to explain, or was: a closed list without a decision explains nothing.
     AND NOT EXISTS (SELECT 1 FROM payment.exception x
                     WHERE x.payment_id IS NULL AND x.detail->>'reference' = b.reference AND x.institution_code = b.institution
                       AND x.resolution IS DISTINCT FROM 'NOTED')`,
);

/** What must hold between the hub and books that were read after its snapshot began.
 *  @param later sees what was committed since: an attempt may be newer than the snapshot, and its line with it */
export function invariantsOfBooks(later: Db, { institutions, bookings }: Books): readonly Invariant[] {
  const lines = [
    bookings.map((line) => line.institution),
    bookings.map((line) => line.reference),
    bookings.map((line) => line.account),
    bookings.map((line) => line.amount.toString()),
  ];
  return [
    {
      name: 'BOOKED_ONCE',
      rule: 'over all books, under whatever reference, an intent is booked at most once, or people have it on a list',
      idPrefix: 'pay',
      find: (db) => bookedTwice(db, lines),
    },
    {
      name: 'BOOKED_AS_SETTLED',
      rule: 'what is booked is what the hub calls settled or returned, or people have it on a list',
      idPrefix: 'pay',
      find: (db) => bookedOtherwise(db, [...lines, institutions, [...CLOSED_STATUSES]]),
    },
    {
      name: 'BOOKING_EXPLAINED',
      rule: 'every line of a book is an attempt of the hub at that institution, with its account and amount, or people have it on a list',
      find: () => unexplained(later, lines),
    },
  ];
}
