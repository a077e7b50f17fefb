/** One run of a named prepared statement on a connection of `pg`, which takes such objects beside its own. What does not change from run
 *  to run is done once a connection: PostgreSQL describes the columns the first time only, and rows are built by a function made for
 *  them. The library's own query does both with every run, which is a third of what a small statement costs the process. */
import pg from 'pg';
import { readerOf } from './column-types.js';

export interface Outcome<Row> {
  readonly rows: Row[];
  /** Rows returned or changed; null for a statement that has none. */
  readonly rowCount: number | null;
}

/** What `pg` has of a connection and hands to a query; its type declarations leave it out. */
export interface Connection {
  readonly stream: { cork(): void; uncork(): void };
  readonly parsedStatements: Record<string, string | undefined>;
  readonly submittedNamedStatements: Record<string, string | undefined>;
  parse(statement: { readonly name: string; readonly text: string }): void;
  bind(values: { readonly statement: string; readonly values: readonly unknown[] }): void;
  describe(what: { readonly type: 'P'; readonly name: string }): void;
  execute(): void;
  sync(): void;
  sendCopyFail(reason: string): void;
}

export interface Column {
  readonly name: string;
  readonly dataTypeID: number;
}

/** Sent ahead of a statement whose plan never depends on its values: PostgreSQL then keeps the plan, where it would plan anew with every run
 *  because values seem to promise fewer rows. It lasts until the statement's own end. `preparePlanOnce` must have run on the connection. */
const PLAN_ONCE = {
  name: 'database.plan-once',
  text: "SELECT set_config('plan_cache_mode', 'force_generic_plan', true)",
} as const;

/** Makes a new connection ready for statements that are planned once. */
export async function preparePlanOnce(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  await client.query({ ...PLAN_ONCE });
}

type BuildRow = (fields: readonly (string | null)[]) => unknown;

/** By connection and statement; undefined for a statement that gives no rows. */
const described = new WeakMap<object, Map<string, BuildRow | undefined>>();

const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown) => unknown } }).utils;

export class PreparedQuery<Row> {
  /** Set by the client that it is handed to. */
  callback: ((error: Error | null, outcome?: Outcome<Row>) => void) | undefined;
  /** Of a read: who waits for it. */
  reader: AbortSignal | undefined;
  private readonly rows: Row[] = [];
  private rowCount: number | null = null;
  private failure: Error | undefined;
  private connection: Connection | undefined;
  private build: BuildRow | undefined;
  /** Whether what PostgreSQL says next is still about PLAN_ONCE. */
  private isAhead = false;

  /** @param isPlannedOnce never within a transaction, where it would outlast the statement */
  constructor(
    readonly name: string,
    readonly text: string,
    readonly values: readonly unknown[],
    readonly isPlannedOnce = false,
  ) {}

  /** Sends it. @returns what is wrong with it, when nothing was sent */
  submit(connection: Connection): Error | null {
    connection.stream.cork();
    try {
      const fault = this.write(connection);
      if (fault === null) connection.sync();
      return fault;
    } finally {
      connection.stream.uncork();
    }
  }

  /** Sends it without the Sync that makes PostgreSQL answer.
   *  @param isModeSet true when PLAN_ONCE was sent since the last Sync   @returns what is wrong with it, when nothing was sent */
  write(connection: Connection, isModeSet = false): Error | null {
    const { name, text } = this;
    const known = connection.parsedStatements[name] ?? connection.submittedNamedStatements[name];
    if (known !== undefined && known !== text)
      return new Error(`Prepared statements must be unique - '${name}' was used for a different statement`);
    let values: unknown[];
    try {
      values = this.values.map((value) => prepareValue(value));
    } catch (error) {
      return error as Error;
    }
    this.connection = connection;
    if (known === undefined) {
      connection.parse({ name, text });
      connection.submittedNamedStatements[name] = text;
    }
    this.isAhead =
      this.isPlannedOnce && !isModeSet && connection.parsedStatements[PLAN_ONCE.name] !== undefined;
    if (this.isAhead) {
      connection.bind({ statement: PLAN_ONCE.name, values: [] });
      connection.execute();
    }
    connection.bind({ statement: name, values });
    const rowsOf = described.get(connection);
    if (rowsOf?.has(name) === true) this.build = rowsOf.get(name);
    else connection.describe({ type: 'P', name: '' });
    connection.execute();
    return null;
  }

  handleRowDescription({ fields }: { readonly fields: readonly Column[] }): void {
    this.build = compileRow(fields);
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (this.failure !== undefined || this.isAhead) return;
    try {
      this.rows.push(this.build?.(fields) as Row);
    } catch (error) {
      this.failure = error as Error;
    }
  }

  /** @returns whether the statement itself is complete */
  handleCommandComplete({ text }: { readonly text: string }): boolean {
    if (this.isAhead) {
      this.isAhead = false;
      return false;
    }
    // `INSERT 0 3`, `SELECT 3`, `CREATE TABLE`: the last word, where it is a number.
    const count = Number(text.slice(text.lastIndexOf(' ') + 1));
    this.rowCount = Number.isNaN(count) ? null : count;
    if (this.connection !== undefined) remember(this.connection, this.name, this.build);
    return true;
  }

  handleReadyForQuery(): void {
    const { callback, failure, rows, rowCount } = this;
    if (failure === undefined) callback?.(null, { rows, rowCount });
    else callback?.(failure);
  }

  handleError(error: Error): void {
    const { callback } = this;
    this.callback = undefined;
    callback?.(this.failure ?? error);
  }

  handleCopyInResponse(connection: Connection): void {
    connection.sendCopyFail('No source stream defined');
  }

  handleCopyData(): void {
    // What COPY sends is not what a store reads.
  }

  handleEmptyQuery(): void {
    // A statement without a command has no rows.
  }

  handlePortalSuspended(): void {
    // Rows are asked for all at once.
  }
}

function remember(connection: object, name: string, build: BuildRow | undefined): void {
  const rowsOf = described.get(connection) ?? new Map<string, BuildRow | undefined>();
  described.set(connection, rowsOf.set(name, build));
}

/** A function that makes a row of its texts. Generated, so that all rows of a statement share one hidden class. */
function compileRow(columns: readonly Column[]): BuildRow {
  const readers = columns.map(({ dataTypeID }) => readerOf(dataTypeID));
  const members = columns.map(({ name }, index) => {
    const value = readers[index] ? `f[${index}] === null ? null : r[${index}](f[${index}])` : `f[${index}]`;
    return `[${JSON.stringify(name)}]: ${value}`;
  });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- names are quoted; a store's own statement chose them
  const compile = new Function('r', `return (f) => ({ ${members.map(plainKey).join(', ')} });`);
  return (compile as (readers: readonly unknown[]) => BuildRow)(readers);
}

/** A computed `__proto__` is an ordinary member, a plain one is not; all other keys are faster plain. */
function plainKey(member: string): string {
  return member.startsWith('["__proto__"]') ? member : member.replace(/^\[("\w+")\]/, '$1');
}
