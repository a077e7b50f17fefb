/** Stands between a hub and its PostgreSQL and counts statements, so that a hub can be killed at any one of them: before the
 *  server has seen it, or after the server has done it and before the hub hears. */
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/** Messages of PostgreSQL's protocol 3 that run a statement: Execute and Query. */
const RUNNING: ReadonlySet<number> = new Set(['E'.charCodeAt(0), 'Q'.charCodeAt(0)]);
const SSL_REQUEST = 80_877_103;

export interface Trap {
  /** Counted from now, over all connections. */
  readonly statement: number;
  /** Whether the server still gets the statement. */
  readonly isSent: boolean;
  readonly spring: () => void;
}

export class StatementGate {
  private trap: (Trap & { left: number }) | undefined;
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();

  /** @param target where PostgreSQL listens now; asked for each connection, because it may restart elsewhere */
  constructor(private readonly target: () => URL) {}

  async open(): Promise<void> {
    const server = createServer((hub) => this.join(hub));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  /** The address of the database for the hub behind this gate. */
  get url(): string {
    const url = new URL(this.target());
    url.port = String((this.server?.address() as AddressInfo).port);
    return url.href;
  }

  /** Springs once. @returns whether it has sprung, for as long as it is waited for */
  async set(trap: Trap, withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const give = (isSprung: boolean): void => {
        clearTimeout(timer);
        this.trap = undefined;
        resolve(isSprung);
      };
      const timer = setTimeout(() => give(false), withinMs);
      const spring = (): void => {
        trap.spring();
        give(true);
      };
      this.trap = { ...trap, left: trap.statement, spring };
    });
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  private join(hub: Socket): void {
    const { hostname, port } = this.target();
    const database = connect({ host: hostname, port: Number(port) });
    const reader = new FrontendReader();
    for (const [one, other] of [
      [hub, database],
      [database, hub],
    ] as const) {
      this.sockets.add(one);
      one.setNoDelay(true);
      // A side that is killed takes the other one with it.
      one.on('error', () => one.destroy());
      one.once('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
    hub.on('data', (chunk: Buffer) => {
      if (this.admit(reader.countStatements(chunk))) database.write(chunk);
    });
    database.on('data', (chunk: Buffer) => hub.write(chunk));
  }

  /** False when the trap sprang and the statement is not to get through. */
  private admit(statements: number): boolean {
    const { trap } = this;
    if (trap === undefined || statements === 0) return true;
    trap.left -= statements;
    if (trap.left > 0) return true;
    // Killed first: whatever the server answers to what is sent now, nobody is there to hear it.
    trap.spring();
    return trap.isSent;
  }
}

/** Finds message borders in what a client of PostgreSQL sends. */
class FrontendReader {
  private isStarted = false;
  private rest = Buffer.alloc(0);

  countStatements(chunk: Buffer): number {
    let data = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let count = 0;
    for (;;) {
      const head = this.isStarted ? 1 : 0;
      if (data.length < head + 4) break;
      const length = head + data.readUInt32BE(head);
      if (data.length < length) break;
      if (this.isStarted) count += RUNNING.has(data[0] ?? 0) ? 1 : 0;
      else this.isStarted = data.readUInt32BE(4) !== SSL_REQUEST;
      data = data.subarray(length);
    }
    this.rest = Buffer.from(data);
    return count;
  }
}
