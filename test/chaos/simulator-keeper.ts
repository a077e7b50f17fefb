/** The simulators of a hub's folder as processes that can be killed and brought back at the same address, with their book or
 *  without its last second; and the count of what they really did, over all their lives. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Faults } from '../../adapters/kit/simulator/index.js';
import { listSimulators, type SimulatorIdentity } from '../setup/hub-folder.js';
import type { FaultKind, StrikeBook } from './strike-book.js';

const ENTRY = join(import.meta.dirname, '../../dist/adapters/kit/simulator/run.js');
/** Where cash waits for people who may not come. */
const POST = 'vnpost';
const UP_MS = 60_000;
const POLL_MS = 20;

export class SimulatorKeeper {
  /** What each living process has counted when it was asked last. */
  private readonly told = new Map<string, Record<string, number>>();
  /** Times that a client went on under a certificate that had run out. Must stay 0. */
  trustedExpired = 0;

  constructor(
    private readonly dataDir: string,
    private readonly seed: number,
    private readonly strikes: StrikeBook,
  ) {}

  get all(): readonly SimulatorIdentity[] {
    return listSimulators(this.dataDir);
  }

  async misbehave(name: string, faults: Partial<Faults>): Promise<void> {
    await this.control(name, 'faults', { method: 'PUT', body: JSON.stringify(faults) });
  }

  async countStrikes(): Promise<void> {
    await Promise.all(this.all.map(({ name }) => this.countStrikesOf(name)));
  }

  /** The month is over at the post: who has not collected cash does not any more. */
  async endPeriod(): Promise<void> {
    const post = this.all.find(({ name }) => name === POST);
    if (post)
      await fetch(`${post.url}/__post/period-end`, { method: 'PUT', signal: AbortSignal.timeout(5_000) });
  }

  /** The hub starts them as one process; here each is to die alone: the same again on the same ports, each a process of its own. */
  async takeApart(): Promise<void> {
    const all = this.all;
    await Promise.all(all.map(({ name }) => this.countStrikesOf(name)));
    for (const pid of new Set(all.map((simulator) => simulator.pid))) await this.kill(pid);
    this.told.clear();
    for (const { name } of all) await this.start(name);
  }

  /** kill -9, and the same again on the same port. */
  async restart(name: string): Promise<void> {
    await this.countStrikesOf(name);
    await this.end(name);
    await this.start(name);
  }

  /** For a second nothing that it says leaves it; then it dies, and comes back as it was before that second: nobody has heard of
   *  what it forgets. The money is gone from its book as well, so the book stays the judge.
   *  @returns how many bookings were lost */
  async loseLastSecond(name: string): Promise<number> {
    const files = (await this.control(name, 'last-second', { method: 'POST' })) as Record<string, number>;
    await delay(1_000);
    await this.countStrikesOf(name);
    await this.end(name);
    const before = this.countLines(name);
    for (const [file, length] of Object.entries(files)) truncateSync(file, length);
    const lost = before - this.countLines(name);
    await this.start(name);
    return lost;
  }

  private async countStrikesOf(name: string): Promise<void> {
    // A process that is down tells it later.
    const struck = (await this.control(name, 'strikes').catch(() => undefined)) as
      Record<string, number> | undefined;
    if (struck === undefined) return;
    const before = this.told.get(name) ?? {};
    this.told.set(name, struck);
    for (const [kind, count] of Object.entries(struck)) {
      const more = count - (before[kind] ?? 0);
      if (kind === 'expiredCertificateTrusted') this.trustedExpired += more;
      else this.strikes.note(kind as FaultKind, more);
    }
  }

  private async end(name: string): Promise<void> {
    await this.kill(this.identity(name).pid);
    this.told.delete(name);
  }

  private async kill(pid: number): Promise<void> {
    process.kill(pid, 'SIGKILL');
    while (isAlive(pid)) await delay(POLL_MS);
  }

  private async start(name: string): Promise<void> {
    const { url } = this.identity(name);
    const folder = join(this.dataDir, 'simulators');
    const logPath = join(this.dataDir, 'simulators.log');
    const log = openSync(logPath, 'a');
    // Detached, as the hub starts it: it outlives whoever dies here.
    spawn(
      process.execPath,
      [ENTRY, name, '--data', folder, '--port', new URL(url).port, '--seed', String(this.seed)],
      { detached: true, stdio: ['ignore', log, log] },
    ).unref();
    closeSync(log);
    const until = Date.now() + UP_MS;
    while (Date.now() < until) {
      if (await this.control(name, 'health').then(Boolean, () => false)) return;
      await delay(POLL_MS);
    }
    throw new Error(`The simulator of ${name} does not come back: see ${logPath}`);
  }

  private countLines(name: string): number {
    try {
      const book = readFileSync(join(this.dataDir, 'simulators', name, 'ledger.jsonl'), 'utf8');
      return book.split('\n').length - 1;
    } catch {
      // A register keeps no book of money.
      return 0;
    }
  }

  private identity(name: string): SimulatorIdentity {
    const found = this.all.find((simulator) => simulator.name === name);
    if (!found) throw new Error(`There is no simulator of ${name} in ${this.dataDir}`);
    return found;
  }

  private async control(name: string, path: string, init: RequestInit = {}): Promise<unknown> {
    const response = await fetch(`${this.identity(name).url}/__simulator/${path}`, {
      ...init,
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) throw new Error(`${name} ${path}: ${await response.text()}`);
    return response.json();
  }
}

/** A child of a container's first process may stay a zombie; such a one has ended. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
