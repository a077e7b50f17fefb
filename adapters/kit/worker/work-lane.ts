/** One kind of work: claims, hands each task to its adapter within the pace, reports, gives back, waits for more. */
import { ReturnTasksDocument, type WorkKind } from '../generated/hub-client.js';
import { HubFailure, type HubConnection } from '../hub/hub-connection.js';
import type { Log } from '../log.js';
import { BackOff, Bell } from './back-off.js';
import type { Leases } from './leases.js';
import type { Pace } from './pace.js';

export interface ClaimArguments {
  readonly limit: number;
  readonly newSession: boolean;
}

/** What became of a task in the adapter's hands. */
export interface Performed {
  /** `REPORTED`: the hub will be or has been told. `UNSENT`: provably nothing left. `LOST`: the lease ended, others decide. */
  readonly end: 'REPORTED' | 'UNSENT' | 'LOST';
  /** False when the institution could not be reached: the lane then holds back. */
  readonly isReachable: boolean;
  /** Resolves when the hub has acknowledged the report. */
  readonly acknowledged?: Promise<unknown>;
}

export interface LaneDeps<Task extends { readonly id: string }> {
  readonly kind: WorkKind;
  readonly hub: HubConnection;
  readonly log: Log;
  readonly leases: Leases;
  readonly pace: Pace;
  readonly claimMax: number;
  /** Whether tasks may wait here while those before them are being sent. */
  readonly claimsAhead: boolean;
  readonly pollMs: number;
  readonly isOpen: () => boolean;
  readonly claim: (claim: ClaimArguments) => Promise<readonly Task[]>;
  /** Divides what was claimed into what goes to the institution in one exchange. */
  readonly divide: (tasks: readonly Task[]) => readonly (readonly Task[])[];
  /** Does one such part: an end for each task, in their order. Never rejects. */
  readonly perform: (part: readonly Task[]) => Promise<readonly Performed[]>;
}

/** What a claim brought, or how long to leave the hub alone after it gave nothing but trouble. */
interface Claimed<Task> {
  readonly tasks: readonly Task[];
  readonly pauseMs: number;
}

const nothing = { tasks: [], pauseMs: 0 } as const;
const hubPauseMsMax = 15_000;
const institutionPauseMsMax = 30_000;
const returnTriesMax = 3;

export class WorkLane<Task extends { readonly id: string }> {
  readonly #bell = new Bell();
  readonly #hubTrouble = new BackOff(hubPauseMsMax);
  readonly #institutionTrouble = new BackOff(institutionPauseMsMax);
  readonly #inFlight = new Set<Promise<void>>();
  #isNewSession = true;
  /** No room for a claim that is worth its statements. */
  #isFull = false;
  #isStopping = false;
  #pauseMs = 0;
  /** The claim that is asked for while the one before it is being begun. */
  #ahead: Promise<Claimed<Task>> | undefined;
  #running: Promise<void> | undefined;

  constructor(private readonly deps: LaneDeps<Task>) {}

  start(): void {
    this.deps.leases.start();
    this.#running = this.#run();
  }

  /** More work waits. */
  wake(): void {
    if (this.#pauseMs === 0) this.#bell.ring();
  }

  /** Claims nothing more, gives back what was not begun, and finishes what was, at most `forMs`. */
  async stop(forMs: number): Promise<void> {
    this.#isStopping = true;
    this.#bell.ring();
    const limit = new Bell();
    await Promise.race([this.#finish(), limit.wait(forMs)]);
    limit.ring();
    this.deps.leases.stop();
  }

  async #finish(): Promise<void> {
    await this.#running;
    await Promise.all(this.#inFlight);
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      if (this.#pauseMs > 0) {
        await this.#giveBackAhead();
        await this.#bell.wait(this.#pauseMs);
        this.#pauseMs = 0;
        continue;
      }
      const { tasks, pauseMs } = await (this.#ahead ?? this.#claim());
      this.#ahead = undefined;
      this.#pauseMs ||= pauseMs;
      if (tasks.length > 0) await this.#begin(tasks);
      else if (this.#pauseMs === 0) await this.#bell.wait(this.deps.pollMs);
    }
    await this.#giveBackAhead();
  }

  /** What was claimed ahead must not lie here, its lease running, until the institution is back. */
  async #giveBackAhead(): Promise<void> {
    const { tasks } = (await this.#ahead) ?? nothing;
    this.#ahead = undefined;
    if (tasks.length > 0) await this.#giveBack(tasks);
  }

  async #claim(): Promise<Claimed<Task>> {
    const { claimMax, isOpen, leases, log } = this.deps;
    this.#isFull = this.#room() < claimMax / 2;
    if (this.#isFull || !isOpen()) return nothing;
    // After trouble one task goes ahead to see whether the institution is back.
    const limit = this.#institutionTrouble.isTroubled ? 1 : Math.min(claimMax, this.#room());
    const since = leases.now();
    try {
      const tasks = await this.deps.claim({ limit, newSession: this.#isNewSession });
      this.#isNewSession = false;
      this.#hubTrouble.succeed();
      leases.hold(
        tasks.map(({ id }) => id),
        since,
      );
      return { tasks, pauseMs: 0 };
    } catch (error) {
      log.warn({ code: error instanceof HubFailure ? error.code : String(error) }, 'the hub gave no work');
      // The answer may have been lost after tasks were handed out to us: with empty hands, start over.
      if (leases.size === 0) this.#isNewSession = true;
      return { tasks: [], pauseMs: this.#hubTrouble.fail() };
    }
  }

  /** Starts each part as the pace allows, and claims the next while the second half is begun: the institution does not wait for
   *  the hub. What the institution's trouble or the end of the process leaves over is given back. */
  async #begin(tasks: readonly Task[]): Promise<void> {
    const parts = this.deps.divide(tasks);
    for (const [index, part] of parts.entries()) {
      await this.deps.pace.enter();
      if (this.#isStopping || this.#pauseMs > 0 || !this.deps.isOpen()) {
        this.deps.pace.leave();
        return this.#giveBack(parts.slice(index).flat());
      }
      this.#track(this.#do(part));
      if (index * 2 >= parts.length && this.#canClaimAhead(tasks)) this.#ahead ??= this.#claim();
    }
  }

  /** A claim that brought little was all that there is; after trouble one task goes ahead alone. */
  #canClaimAhead({ length }: readonly Task[]): boolean {
    const { claimMax, claimsAhead } = this.deps;
    const hasRoom = this.#room() >= claimMax / 2;
    return claimsAhead && length >= claimMax / 2 && hasRoom && !this.#institutionTrouble.isTroubled;
  }

  async #do(part: readonly Task[]): Promise<void> {
    const ends = await this.deps.perform(part);
    this.deps.pace.leave();
    if (ends.every(({ isReachable }) => isReachable)) this.#institutionTrouble.succeed();
    else if (this.#pauseMs === 0) this.#pauseMs = this.#institutionTrouble.fail();
    const unsent = part.filter((_task, index) => ends[index]?.end === 'UNSENT');
    if (unsent.length > 0) await this.#giveBack(unsent);
    for (const { acknowledged } of ends) await acknowledged;
    for (const { id } of part) this.deps.leases.release(id);
    // A full hand kept the lane from claiming.
    const hasRoom = this.#isFull && this.#room() >= this.deps.claimMax / 2;
    if (hasRoom || this.deps.leases.size === 0) this.wake();
  }

  /** What the hand may hold of what is not reported: a claim on its way to the institution, one on its way to the hub, and one ahead. */
  #room(): number {
    const { claimMax, claimsAhead, leases } = this.deps;
    return (claimsAhead ? 3 : 2) * claimMax - leases.size;
  }

  #track(work: Promise<void>): void {
    this.#inFlight.add(work);
    void work.finally(() => this.#inFlight.delete(work));
  }

  /** Lost on the way, a SUBMIT task merely comes back as INQUIRE when its lease ends: slower, never wrong. */
  async #giveBack(tasks: readonly Task[]): Promise<void> {
    const taskIds = tasks.map(({ id }) => id);
    for (let attempt = 1; attempt <= returnTriesMax; attempt += 1) {
      try {
        await this.deps.hub.execute(ReturnTasksDocument, { taskIds });
        break;
      } catch (error) {
        this.deps.log.warn({ attempt, error: String(error) }, 'tasks could not be given back');
      }
    }
    for (const id of taskIds) this.deps.leases.release(id);
  }
}
