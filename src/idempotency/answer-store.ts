/** Keys and the answers that were given under them. */
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';
import type { KeptAnswer } from './kept-answer.js';

/** A key is its client's own, for one mutation. */
export interface NamedKey {
  readonly clientId: string;
  readonly subject: string;
  readonly operation: string;
  readonly key: string;
}

const KEY = 'client_id = $1 AND subject = $2 AND operation = $3 AND key = $4';
const valuesOf = ({ clientId, subject, operation, key }: NamedKey): readonly string[] => [
  clientId,
  subject,
  operation,
  key,
];

const claim = sql(
  'idempotency.claim-key',
  `INSERT INTO idempotency.answer (client_id, subject, operation, key, input_digest) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT DO NOTHING`,
);

/** Takes a key that nobody has used. Waits for a transaction that has it in hand: if that commits, the key is used.
 *  @returns whether it is new */
export async function claimKey(db: Db, named: NamedKey, inputDigest: Buffer): Promise<boolean> {
  return (await claim.run(db, [...valuesOf(named), inputDigest])) === 1;
}

const keep = sql('idempotency.keep-answer', `UPDATE idempotency.answer SET answer = $5 WHERE ${KEY}`);

/** Called in the transaction that claimed the key: no other one ever sees it without its answer. */
export async function keepAnswer(db: Db, named: NamedKey, answer: KeptAnswer): Promise<void> {
  await keep.run(db, [...valuesOf(named), JSON.stringify(answer)]);
}

interface AnswerRow {
  readonly input_digest: Buffer;
  readonly answer: KeptAnswer;
}

const find = sql<AnswerRow>(
  'idempotency.find-answer',
  `SELECT input_digest, answer FROM idempotency.answer WHERE ${KEY}`,
);

export async function findAnswer(db: Db, named: NamedKey): Promise<AnswerRow | undefined> {
  return find.first(db, valuesOf(named));
}

const forget = sql(
  'idempotency.forget-answers',
  `DELETE FROM idempotency.answer WHERE ctid = ANY(ARRAY(
     SELECT ctid FROM idempotency.answer WHERE given_at < now() - make_interval(days => $1)
     ORDER BY given_at LIMIT $2 FOR UPDATE SKIP LOCKED))`,
);

/** @returns how many it was */
export async function deleteAnswers(db: Db, olderThanDays: number, countMax: number): Promise<number> {
  return forget.run(db, [olderThanDays, countMax]);
}
