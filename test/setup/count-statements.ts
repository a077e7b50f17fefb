/** Counts what reaches PostgreSQL, for the tests that hold an operation to a number of statements which does not grow
 *  with its rows. */
import pg from 'pg';

/** The texts of the statements that any pool of this process sends while `work` runs, transaction control aside. */
export async function countStatements(work: () => Promise<unknown>): Promise<readonly string[]> {
  const prototype = pg.Client.prototype as { query: (...args: unknown[]) => unknown };
  const original = prototype.query;
  const texts: string[] = [];
  prototype.query = function (this: unknown, ...args: unknown[]): unknown {
    for (const text of textsOf(args[0]))
      if (!/^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b/i.test(text)) texts.push(text);
    return original.apply(this, args);
  };
  try {
    await work();
  } finally {
    prototype.query = original;
  }
  return texts;
}

/** Reads that went down one connection together are as many statements; what makes a new connection ready is none. */
function textsOf(query: unknown): readonly string[] {
  if (typeof query === 'string') return [query];
  const { name, text, runs } = query as { name?: string; text?: string; runs?: readonly { text: string }[] };
  if (name === 'database.plan-once') return [];
  return runs === undefined ? [text ?? ''] : runs.map((run) => run.text);
}
