/** Does what a client asks for under a key once, and answers every repeat as the first. */
import type { Caller } from '../access/index.js';
import { transactWithin, type Db, type Transact } from '../work/index.js';
import { claimKey, findAnswer, keepAnswer, type NamedKey } from './answer-store.js';
import { digestOf } from './input-digest.js';
import { inTurn } from './in-turn.js';
import { keptOf, resultOf, type RowReaders } from './kept-answer.js';

export type { RowReaders } from './kept-answer.js';

export interface Asked {
  /** The mutation's name. */
  readonly operation: string;
  readonly caller: Pick<Caller, 'clientId' | 'subject'>;
  /** As the client says it; left out, the work is simply done. */
  readonly key: string | null | undefined;
  /** All else that the client says. */
  readonly input: object;
  /** How rows that are members of the result are read again, by name: those that the caller may see now. */
  readonly rows?: RowReaders;
}

export interface KeyRefused {
  readonly kind: 'KEY_REFUSED';
  readonly message: string;
}

/** What a use case needs to work inside of the transaction that keeps its answer. */
interface WorkDeps {
  readonly db: Db;
  readonly transact: Transact;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Safe to repeat with the same key for 30 days. The caller's role has been checked.
 *  @param work may read and write through the deps that it is given, and through these only
 *  @returns what the work answered, now or the first time
 *  @throws whatever the work throws, and then nothing is kept; HubError FORBIDDEN where the answer lies outside of what the
 *          caller may see by now */
export async function answerOnce<Deps extends WorkDeps, Result extends { readonly kind: string }>(
  deps: Deps,
  asked: Asked,
  work: (deps: Deps) => Promise<Result>,
): Promise<Result | KeyRefused> {
  const { operation, caller, key: text, input, rows = {} } = asked;
  if (text === null || text === undefined) return work(deps);
  if (!UUID.test(text)) return refuse('The idempotencyKey is a UUID, such as crypto.randomUUID() makes.');
  const { clientId, subject } = caller;
  const named = { clientId, subject, operation, key: text.toLowerCase() };
  const digest = digestOf(named, input);
  const once = () =>
    deps.transact(async (db, waking) => {
      if (!(await claimKey(db, named, digest))) return repeat<Result>(db, named, { digest, rows });
      const result = await work({ ...deps, db, transact: transactWithin(db, waking) });
      await keepAnswer(db, named, keptOf(result, rows));
      return result;
    });
  return inTurn(JSON.stringify(named), once);
}

async function repeat<Result>(
  db: Db,
  named: NamedKey,
  { digest, rows }: { readonly digest: Buffer; readonly rows: RowReaders },
): Promise<Result | KeyRefused> {
  const known = await findAnswer(db, named);
  if (!known) throw new Error('The answer was forgotten at this very moment.');
  if (!known.input_digest.equals(digest))
    return refuse('This idempotencyKey came with another input before: make a new one for another thing.');
  return (await resultOf(db, known.answer, rows)) as Result;
}

const refuse = (message: string): KeyRefused => ({ kind: 'KEY_REFUSED', message });
