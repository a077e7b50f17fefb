/** The Treasury's own book held against the orders that it was given: carried out once, and known here. */
import type { Db } from '../work/index.js';
import type { Booking } from './booking-store.js';
import { violationsOf, type Invariant } from './invariant-store.js';

/** $1 … $3: the lines, by column; what went back to the Treasury is below zero. */
const LINES = `unnest($1::text[], $2::text[], $3::bigint[]) AS b(reference, document_number, amount)`;

const twice = violationsOf(
  'TREASURY_ONCE',
  `SELECT reference AS example FROM ${LINES} GROUP BY 1 HAVING count(*) > 1`,
);

const unexplained = violationsOf(
  'TREASURY_EXPLAINED',
  `SELECT b.reference AS example FROM ${LINES}
   LEFT JOIN payment.funding_order o ON o.reference = b.reference
     AND o.amount = CASE o.kind WHEN 'FUND' THEN b.amount ELSE -b.amount END
     -- What is open may be carried out already: that is why it is asked about.
     AND (o.closed_at IS NULL OR o.document_number = b.document_number)
   -- A hub that has forgotten a batch has its document by the treasurer's hand.
   WHERE o.id IS NULL AND NOT EXISTS (
     SELECT 1 FROM payment.funding f WHERE f.document_number = b.document_number AND f.amount = abs(b.amount))`,
);

const unbooked = violationsOf(
  'TREASURY_BOOKED',
  `SELECT o.batch_id AS example FROM payment.funding_order o
   WHERE o.document_number IS NOT NULL AND NOT EXISTS (
     SELECT 1 FROM ${LINES} WHERE b.reference = o.reference AND b.document_number = o.document_number
       AND abs(b.amount) = o.amount)`,
);

/** What must hold between the hub and a book that was read after its snapshot began.
 *  @param later sees what was committed since: an order may be newer than the snapshot, and its line with it */
export function invariantsOfTreasury(
  later: Db,
  book: readonly (Booking & { readonly documentNumber: string })[],
): readonly Invariant[] {
  const lines = [
    book.map(({ reference }) => reference),
    book.map(({ documentNumber }) => documentNumber),
    book.map(({ amount }) => amount.toString()),
  ];
  return [
    {
      name: 'TREASURY_ONCE',
      rule: 'the Treasury carried out each order at most once',
      find: (db) => twice(db, lines),
    },
    {
      name: 'TREASURY_EXPLAINED',
      rule: 'every line of the Treasury’s book is an order of the hub, with its amount and its document while it is closed, or recorded by hand',
      find: () => unexplained(later, lines),
    },
    {
      name: 'TREASURY_BOOKED',
      rule: 'every order that the hub calls carried out stands in the Treasury’s book',
      idPrefix: 'bat',
      find: (db) => unbooked(db, lines),
    },
  ];
}
