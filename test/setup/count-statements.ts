/** Counts what reaches PostgreSQL, for the tests that hold an operation to a number of statements which does not grow
 *  with its rows. */
import pg from 'pg';

/** The texts of the statements that any pool of this process sends while `work` runs, transaction control aside. */
export async function countStatements(work: () => Promise<unknown>): Promise<readonly string[]> {
  const prototype = pg.Client.prototype as { query: (...args: unknown[]) => unknown };
  const original = prototype.query;
  const texts: string[] = [];
  prototype.query = function (this: unknown, ...args: unknown[]): unknown {
    const text = textOf(args[0]);
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

function textOf(query: unknown): string {
  return typeof query === 'string' ? query : ((query as { text?: string } | undefined)?.text ?? '');
}
