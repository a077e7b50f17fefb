/** What is done with one check of an account or a citizen: ask, and say UNAVAILABLE when nobody answers. A repeat is harmless. */
import { toAdapterError } from '../adapter-error.js';
import type { Log } from '../log.js';
import { isTaken, type Acknowledged } from './reporter.js';
import type { Performed } from './work-lane.js';

export interface CheckDeps<Task, Answer> {
  readonly ask: (task: Task) => Promise<Answer>;
  /** The answer when the institution gave none. */
  readonly unavailable: () => Answer;
  readonly log: Log;
  /** Hands the answer to the reporter; resolves when the hub has acknowledged it. */
  readonly report: (task: Task, answer: Answer) => Promise<Acknowledged>;
}

export async function performCheck<Task, Answer>(
  task: Task,
  deps: CheckDeps<Task, Answer>,
): Promise<Performed> {
  try {
    const answer = await deps.ask(task);
    return { end: 'REPORTED', isReachable: true, acknowledged: reportOrElse(task, answer, deps) };
  } catch (thrown) {
    const error = toAdapterError(thrown);
    deps.log.warn({ kind: error.kind, code: error.code }, 'a check got no answer');
    // A fault of this installation says nothing about the institution: the question waits until it is mended.
    if (error.kind === 'MISCONFIGURED') return { end: 'UNSENT', isReachable: false };
    return { end: 'REPORTED', isReachable: false, acknowledged: deps.report(task, deps.unavailable()) };
  }
}

/** An answer that the hub does not take would be asked for again with every lease: it is told that there is none. */
async function reportOrElse<Task, Answer>(
  task: Task,
  answer: Answer,
  { report, unavailable }: CheckDeps<Task, Answer>,
): Promise<void> {
  if (!isTaken(await report(task, answer))) await report(task, unavailable());
}
