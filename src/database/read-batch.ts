/** Several reads on one connection in one write. Alone, each would cost a checkout, a wake-up of PostgreSQL and a wake-up of this
 *  process; together they cost one of each. One Sync ends them, so PostgreSQL passes over what stands behind a read that fails: those
 *  are handed back, to be sent again. Reads only: what a failure undoes then is nothing. */
import type { Column, Connection, PreparedQuery } from './prepared-query.js';

export type Read = PreparedQuery<unknown>;

export class ReadBatch {
  /** What waits for an answer, in the order in which the answers come. */
  private readonly sent: Read[] = [];
  private answered = 0;

  /** @param ended is told once: what went wrong, and which reads PostgreSQL passed over */
  constructor(
    readonly runs: readonly Read[],
    private readonly ended: (failure: Error | undefined, passedOver: readonly Read[]) => void,
  ) {}

  /** The client notes under them what PostgreSQL has parsed, and forgets what failed. */
  get name(): string | undefined {
    return this.sent[this.answered]?.name;
  }

  get text(): string | undefined {
    return this.sent[this.answered]?.text;
  }

  submit(connection: Connection): null {
    connection.stream.cork();
    try {
      // How those are planned that are planned once holds until the Sync: they come last.
      for (const run of this.runs) if (!run.isPlannedOnce) this.write(run, connection);
      const first = this.sent.length;
      for (const run of this.runs)
        if (run.isPlannedOnce) this.write(run, connection, this.sent.length > first);
      connection.sync();
    } finally {
      connection.stream.uncork();
    }
    return null;
  }

  private write(run: Read, connection: Connection, isModeSet?: boolean): void {
    const fault = run.write(connection, isModeSet);
    if (fault === null) this.sent.push(run);
    else run.handleError(fault);
  }

  handleRowDescription(message: { readonly fields: readonly Column[] }): void {
    this.sent[this.answered]?.handleRowDescription(message);
  }

  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void {
    this.sent[this.answered]?.handleDataRow(message);
  }

  handleCommandComplete(message: { readonly text: string }): void {
    if (this.sent[this.answered]?.handleCommandComplete(message) !== false) this.answered += 1;
  }

  handleReadyForQuery(): void {
    this.ended(undefined, []);
    for (const run of this.sent) run.handleReadyForQuery();
  }

  handleError(error: Error, connection: Connection): void {
    const passedOver = this.sent.slice(this.answered + 1);
    for (const { name } of passedOver) connection.submittedNamedStatements[name] = undefined;
    this.ended(error, passedOver);
    for (const run of this.sent.slice(0, this.answered)) run.handleReadyForQuery();
    this.sent[this.answered]?.handleError(error);
  }

  handleCopyInResponse(connection: Connection): void {
    connection.sendCopyFail('No source stream defined');
  }

  handleCopyData(): void {
    // What COPY sends is not what a store reads.
  }

  handleEmptyQuery(): void {
    this.answered += 1;
  }

  handlePortalSuspended(): void {
    // Rows are asked for all at once.
  }
}
