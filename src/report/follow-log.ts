/** Moves the figures on along the log, batch by batch, each batch and the position behind it in one transaction: after a
 *  crash the next process goes on where the last commit was, and no event counts twice. */
import { setTimeout as delay } from 'node:timers/promises';
import { insertDeltas } from './delta-store.js';
import { insertFacts, markReturned } from './fact-store.js';
import { foldDeltas, followUnits } from './fold-deltas.js';
import {
  emptyProjection,
  holdProjection,
  isBeyondLog,
  movePosition,
  readPosition,
} from './projection-store.js';
import type { Db, ReportDeps } from './report-deps.js';
import { insertStandings } from './standing-store.js';
import { holdTallies } from './tally-store.js';

/** Events of one transaction. */
const BATCH_EVENTS_MAX = 5_000;
const BATCHES_BETWEEN_FOLDS = 4;
const RETRY_DELAY_MS = 1_000;

/** Follows the log up to a position at least. Returns at once when that has been done; otherwise does the work here, or
 *  waits for the process that is doing it.
 *  @param signal gives up between two batches
 *  @returns false where the log ends before the position: whoever asked for it knows another log */
export async function followUpTo(deps: ReportDeps, position: bigint, signal?: AbortSignal): Promise<boolean> {
  let reached = await readPosition(deps.db);
  while (reached < position && !signal?.aborted) {
    const step = await followOnce(deps, { isPatient: true });
    if (step.events === 0) return step.position >= position;
    reached = step.position;
  }
  return true;
}

interface Step {
  readonly position: bigint;
  readonly events: number;
}

/** One batch. Not patient: does nothing while another process is at it. */
function followOnce(deps: ReportDeps, options: { readonly isPatient: boolean }): Promise<Step> {
  return deps.transact(async (db) => {
    if (!(await holdProjection(db, options.isPatient))) return { position: 0n, events: 0 };
    const after = await readPosition(db);
    const { position, events, aboutPersons, settled, returned } = await insertFacts(
      db,
      after,
      deps.batchEventsMax ?? BATCH_EVENTS_MAX,
    );
    if (position === null) return { position: after, events: 0 };
    if (returned > 0) await markReturned(db, after, position);
    if (aboutPersons > 0) await insertStandings(db, after, position);
    if (aboutPersons + settled + returned > 0) await insertDeltas(db, after, position);
    await movePosition(db, position);
    return { position, events };
  });
}

export interface Projector {
  /** Resolves when the batch that is under way has ended. Call it before the pool ends. */
  stop(): Promise<void>;
}

/** Keeps the figures close behind the log, so that a question finds little left to do. Runs in every hub process; one at a
 *  time does the work. A failure is told to `onError` and tried again after a second. */
export function runProjector(deps: ReportDeps): Projector {
  const stopping = new AbortController();
  const { signal } = stopping;
  const ended = (async () => {
    while (!signal.aborted && !(await attempt(deps, () => followUnits(deps, signal))))
      await pause(RETRY_DELAY_MS, signal);
    while (!signal.aborted) {
      const isFollowed = await attempt(deps, () => followTail(deps, signal));
      await pause(isFollowed ? (deps.pollMs ?? 500) : RETRY_DELAY_MS, signal);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

/** Whether it went well. */
async function attempt(deps: ReportDeps, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    deps.onError?.(error);
    return false;
  }
}

/** Everything there is now. */
async function followTail(deps: ReportDeps, signal: AbortSignal): Promise<void> {
  for (let batches = 1; ; batches += 1) {
    const [reached, last] = await Promise.all([readPosition(deps.db), deps.events.lastPosition()]);
    if (reached > last) await forgetOtherLog(deps);
    else if (reached === last) return;
    if (signal.aborted) return;
    if ((await followOnce(deps, { isPatient: false })).events === 0) return;
    // Every few batches, and at the log's end: a question then finds little that is not summed up.
    if (batches % BATCHES_BETWEEN_FOLDS === 0 || last - reached < BATCH_EVENTS_MAX)
      await foldDeltas(deps, signal);
  }
}

/** Figures of a log that was cut off, or replaced by a shorter one, count what is no more: they are made anew. Where the whole database
 *  has gone back they went back with the log. */
async function forgetOtherLog(deps: ReportDeps): Promise<void> {
  await deps.transact(async (db) => {
    await holdProjection(db, true);
    if (await isBeyondLog(db, await readPosition(db))) await forgetAll(db);
  });
}

/** Stopping ends the pause by a rejection, which is all there is to know. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** Throws the figures away and follows the whole log again. Safe at any time; until it is done, questions are refused as
 *  SOURCE_UNAVAILABLE (retryable). */
export async function rebuildFigures(deps: ReportDeps): Promise<void> {
  await deps.transact(async (db) => {
    await holdProjection(db, true);
    await forgetAll(db);
  });
  await followUpTo(deps, await deps.events.lastPosition());
  await foldDeltas(deps);
}

async function forgetAll(db: Db): Promise<void> {
  await holdTallies(db);
  await emptyProjection(db);
}
