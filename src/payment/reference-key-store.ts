/** The keys that references are made with. They are kept outside of the database too: a database that is older than a key, or new, must
 *  make the references that were made before it, or what it has forgotten is paid again. */
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';

export interface ReferenceKey {
  /** 1 to 9, without a gap. */
  readonly number: number;
  /** The first period that it makes references of, `YYYY-MM`; the key before it makes those of earlier ones, whenever they are made. */
  readonly validFrom: string;
  /** 32 to 64 bytes in hexadecimal digits. */
  readonly secret: string;
}

/** Keys that cannot all be this installation's. The message names no secret. */
export class ReferenceKeysDiffer extends Error {}

interface KeyRow {
  readonly number: number;
  readonly valid_from: string;
  readonly secret: string;
  readonly created_at: Date;
}

const hold = sql('reference-key.hold', 'LOCK TABLE payment.reference_key IN SHARE ROW EXCLUSIVE MODE');
const list = sql<KeyRow>(
  'reference-key.list',
  `SELECT number, valid_from, encode(secret, 'hex') AS secret, created_at FROM payment.reference_key ORDER BY number`,
);
const insert = sql(
  'reference-key.insert',
  `INSERT INTO payment.reference_key (number, valid_from, secret) VALUES ($1, $2, decode($3, 'hex'))`,
);
const replace = sql(
  'reference-key.replace',
  `UPDATE payment.reference_key SET valid_from = $2, secret = decode($3, 'hex') WHERE number = $1`,
);
/** Ids begin with their time: the last attempt and the last order are enough. */
const usedSince = sql(
  'reference-key.used-since',
  `SELECT 1 FROM (SELECT started_at AS at FROM payment.attempt ORDER BY id DESC LIMIT 1) a WHERE at >= $1
   UNION ALL SELECT 1 FROM (SELECT ordered_at AS at FROM payment.funding_order ORDER BY id DESC LIMIT 1) o WHERE at >= $1`,
);
const paidFrom = sql(
  'reference-key.paid-from',
  `SELECT 1 FROM payment.batch b WHERE b.period >= $1
     AND EXISTS (SELECT 1 FROM payment.payment p JOIN payment.attempt a ON a.payment_id = p.id WHERE p.batch_id = b.id) LIMIT 1`,
);

/** Gives the database the keys that are kept outside of it, and returns those of both. A key that the database drew for itself gives way to
 *  the one that is kept while nothing has been named with it.
 *  @param kept in the order of their numbers
 *  @throws ReferenceKeysDiffer: nothing is changed then */
export async function agreeOnReferenceKeys(
  db: Db,
  kept: readonly ReferenceKey[],
): Promise<readonly ReferenceKey[]> {
  await hold.run(db);
  for (const key of kept) await agreeOn(db, key);
  return (await list.all(db)).map(({ number, valid_from: validFrom, secret }) => ({
    number,
    validFrom,
    secret,
  }));
}

async function agreeOn(db: Db, { number, validFrom, secret }: ReferenceKey): Promise<void> {
  const rows = await list.all(db);
  const known = rows.find((row) => row.number === number);
  if (known?.secret === secret && known.valid_from === validFrom) return;
  if (known) {
    if (await usedSince.first(db, [known.created_at]))
      throw new ReferenceKeysDiffer(
        `Key ${number} is another in the database, and references were made with it.`,
      );
    await replace.run(db, [number, validFrom, secret]);
    return;
  }
  const last = rows.at(-1);
  if (last && (number !== last.number + 1 || validFrom <= last.valid_from))
    throw new ReferenceKeysDiffer(`Key ${number} must follow key ${last.number}, from a later period on.`);
  if (await paidFrom.first(db, [validFrom]))
    throw new ReferenceKeysDiffer(`Key ${number} must begin with a period that nothing was paid for yet.`);
  await insert.run(db, [number, validFrom, secret]);
}
