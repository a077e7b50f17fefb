/** One after the other: repeats of one thing in this process wait for each other here, not with a database connection each. */

const tails = new Map<string, Promise<unknown>>();

/** Runs the work once everything of that name that was asked for before has ended, whatever became of it. */
export async function inTurn<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const before = tails.get(name);
  const running = before === undefined ? work() : before.then(work, work);
  tails.set(name, running);
  try {
    return await running;
  } finally {
    if (tails.get(name) === running) tails.delete(name);
  }
}
