/** Tasks and leases of one kind of work, as promised to adapter authors. */

type Action = 'SUBMIT' | 'INQUIRE' | 'CHECK';

interface Task {
  readonly id: string;
  action: Action;
  availableAt: number;
  lease: { readonly worker: string; until: number } | undefined;
}

export interface Claim {
  readonly limit: number;
  readonly leaseSeconds: number;
  readonly worker: string;
  readonly newSession: boolean;
}

export interface Claimed {
  readonly id: string;
  readonly action: Action;
  readonly leasedUntil: string;
}

const claimMax = 1_000;

export class ModelTasks {
  readonly #tasks = new Map<string, Task>();
  readonly #counts = new Map<string, { submits: number; returns: number }>();

  /** @param lapse the action that a task has after its lease ended without a report */
  constructor(private readonly lapse: (id: string, action: Action) => Action) {}

  get waiting(): number {
    return [...this.#tasks.values()].filter(({ lease }) => lease === undefined).length;
  }

  add(id: string, action: Action, afterMs = 0): void {
    this.#tasks.set(id, { id, action, availableAt: performance.now() + afterMs, lease: undefined });
  }

  remove(id: string): void {
    this.#tasks.delete(id);
  }

  countsOf(id: string): { readonly submits: number; readonly returns: number } {
    return { ...(this.#counts.get(id) ?? { submits: 0, returns: 0 }) };
  }

  claim({ limit, leaseSeconds, worker, newSession }: Claim): readonly Claimed[] {
    if (limit < 1 || limit > claimMax) throw new Error(`limit must be 1 to ${claimMax}`);
    const now = performance.now();
    for (const task of this.#tasks.values()) {
      if (task.lease && (task.lease.until <= now || (newSession && task.lease.worker === worker)))
        this.#lapse(task);
    }
    const free = [...this.#tasks.values()]
      .filter((task) => !task.lease && task.availableAt <= now)
      .slice(0, limit);
    return free.map((task) => {
      task.lease = { worker, until: now + leaseSeconds * 1_000 };
      if (task.action === 'SUBMIT') this.#count(task.id).submits += 1;
      const leasedUntil = new Date(Date.now() + leaseSeconds * 1_000).toISOString();
      return { id: task.id, action: task.action, leasedUntil };
    });
  }

  extend(ids: readonly string[], leaseSeconds: number): number {
    const now = performance.now();
    const held = ids.map((id) => this.#tasks.get(id)?.lease).filter((lease) => lease && lease.until > now);
    for (const lease of held) if (lease) lease.until = now + leaseSeconds * 1_000;
    return held.length;
  }

  return(ids: readonly string[]): number {
    const held = ids.map((id) => this.#tasks.get(id)).filter((task) => task?.lease !== undefined);
    for (const task of held) {
      if (!task) continue;
      task.lease = undefined;
      this.#count(task.id).returns += 1;
    }
    return held.length;
  }

  #lapse(task: Task): void {
    task.action = this.lapse(task.id, task.action);
    task.lease = undefined;
  }

  #count(id: string): { submits: number; returns: number } {
    const known = this.#counts.get(id) ?? { submits: 0, returns: 0 };
    this.#counts.set(id, known);
    return known;
  }
}
