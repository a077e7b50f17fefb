/**
 * What a worker holds, and until when by its own clock. Nothing may be sent under a lease that may have ended: by then the
 * hub calls the payment unknown and lets people decide about it.
 */
import type { Log } from '../log.js';

/** Time that a lease must still have when a request starts. */
const marginMs = 5_000;

/** What the hub extends in one call at most. */
const extendMax = 1_000;

export interface LeasesDeps {
  readonly leaseSeconds: number;
  /** `extendLeases`: how many of the tasks are still ours. */
  readonly extend: (taskIds: readonly string[]) => Promise<number>;
  readonly log: Log;
  readonly clock: () => Date;
  readonly monotonicMs: () => number;
}

export class Leases {
  readonly #endsAt = new Map<string, { monotonicMs: number; wallMs: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly deps: LeasesDeps) {}

  get size(): number {
    return this.#endsAt.size;
  }

  /** Extends everything held, three times a lease. */
  start(): void {
    this.#timer = setInterval(() => void this.#extendAll(), (this.deps.leaseSeconds * 1_000) / 3);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** The time before a claim or an extension was asked for: the lease began then or later. */
  now(): { monotonicMs: number; wallMs: number } {
    return { monotonicMs: this.deps.monotonicMs(), wallMs: this.deps.clock().getTime() };
  }

  hold(taskIds: readonly string[], since: { monotonicMs: number; wallMs: number }): void {
    const leaseMs = this.deps.leaseSeconds * 1_000;
    const end = { monotonicMs: since.monotonicMs + leaseMs, wallMs: since.wallMs + leaseMs };
    for (const id of taskIds) this.#endsAt.set(id, end);
  }

  release(taskId: string): void {
    this.#endsAt.delete(taskId);
  }

  /** Whether a request may start under this lease now; asks the hub for more time when the end is near. */
  async confirm(taskId: string): Promise<boolean> {
    const end = this.#endsAt.get(taskId);
    if (end === undefined) return false;
    const now = this.now();
    // Both clocks: the monotonic one stands still while a machine sleeps, the other one can be set.
    const leftMs = Math.min(end.monotonicMs - now.monotonicMs, end.wallMs - now.wallMs);
    const neededMs = Math.min(marginMs, (this.deps.leaseSeconds * 1_000) / 4);
    return leftMs >= neededMs || this.renew(taskId);
  }

  /** Asks the hub for a full lease from now on. False when the task is not ours any more, or nobody can tell. */
  async renew(taskId: string): Promise<boolean> {
    const since = this.now();
    try {
      if ((await this.deps.extend([taskId])) !== 1) return false;
      this.hold([taskId], since);
      return true;
    } catch (error) {
      this.deps.log.warn({ error: String(error) }, 'a lease could not be extended');
      return false;
    }
  }

  async #extendAll(): Promise<void> {
    const ids = [...this.#endsAt.keys()];
    if (ids.length === 0) return;
    for (let at = 0; at < ids.length; at += extendMax) await this.#extend(ids.slice(at, at + extendMax));
  }

  async #extend(ids: readonly string[]): Promise<void> {
    const since = this.now();
    try {
      const extended = await this.deps.extend(ids);
      const stillHeld = ids.filter((id) => this.#endsAt.has(id));
      // When some were lost nobody says which: all keep their old end, and each is confirmed before it is sent.
      if (extended === ids.length) this.hold(stillHeld, since);
    } catch (error) {
      this.deps.log.warn({ error: String(error) }, 'leases could not be extended');
    }
  }
}
