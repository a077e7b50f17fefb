/** Writes down what reaches PostgreSQL and which documented operation asked for it. */
import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

export interface SentStatement {
  /** The name that `sql()` gave it, or `unnamed`. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** PostgreSQL keeps its first plan, whatever the values. */
  readonly isPlannedOnce: boolean;
  /** The step that was under way when it was sent; undefined outside of any, as for the access log. */
  readonly step: string | undefined;
}

/** Sent every now and then, by whichever operation comes: an institution's sign of life, a wake-up for many at once. */
const NOW_AND_THEN = [
  // Begun by a look-up, where nothing of the log waited yet.
  'access-entry-append',
  // Once a connection.
  'database.plan-once',
  'event.confirm-log',
  'event.read-server',
  // Reference data, remembered for a minute: which operation asks for it first, and whether again, is the clock's to say.
  'account.institutions-by-code',
  'social-protection.find-units',
  'social-protection.list-programmes',
  'account.note-institution',
  'work.announce',
];
const CONTROL = /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b/i;

export class StatementRecord {
  readonly sent: SentStatement[] = [];
  private readonly current = new AsyncLocalStorage<string>();
  private readonly original = clientPrototype().query;

  /** Listens to every pool of this process until `stop`. */
  start(): void {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the client's own `this` is needed beside ours
    const record = this;
    clientPrototype().query = function (this: unknown, ...args: unknown[]): unknown {
      // Reads that go down one connection together are as many statements.
      const { runs } = args[0] as { readonly runs?: readonly unknown[] };
      for (const one of runs ?? [args[0]]) record.note(one, args[1]);
      return record.original.apply(this, args);
    };
  }

  stop(): void {
    clientPrototype().query = this.original;
  }

  /** What `work` sends, now and later, belongs to the step. */
  during<T>(step: string, work: () => T): T {
    return this.current.run(step, work);
  }

  /** What the steps sent, by statement: how often in the step that sent it most. */
  timesOf(steps: readonly string[]): ReadonlyMap<string, number> {
    const times = new Map<string, number>();
    for (const step of steps)
      for (const [statement, count] of this.timesIn(step))
        times.set(statement, Math.max(count, times.get(statement) ?? 0));
    return times;
  }

  private timesIn(step: string): ReadonlyMap<string, number> {
    const times = new Map<string, number>();
    for (const { name, text } of this.sent.filter(
      (one) => one.step === step && !NOW_AND_THEN.includes(one.name),
    )) {
      const statement = name === 'unnamed' ? text : name;
      times.set(statement, (times.get(statement) ?? 0) + 1);
    }
    return times;
  }

  private note(query: unknown, values: unknown): void {
    const given = (typeof query === 'string' ? { text: query, values } : query) as {
      readonly name?: string;
      readonly text?: string;
      readonly values?: readonly unknown[];
      readonly isPlannedOnce?: boolean;
    };
    const text = given.text ?? '';
    if (text === '' || CONTROL.test(text)) return;
    const name =
      given.name ?? (text.includes('"public"') || text.startsWith('SELECT "') ? 'prisma' : 'unnamed');
    this.sent.push({
      ...{ name, text, values: [...(given.values ?? [])], isPlannedOnce: given.isPlannedOnce === true },
      step: this.current.getStore(),
    });
  }
}

function clientPrototype(): { query: (...args: unknown[]) => unknown } {
  return pg.Client.prototype;
}
