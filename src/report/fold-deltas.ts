/** Sums up what the projector wrote, beside it: neither a batch of events nor a question waits for that. */
import type { ReportDeps } from './report-deps.js';
import { findNextFold, followUnits, holdTallies, insertTallies } from './tally-store.js';

const FOLD_DELTAS = 40_000;

/** Everything that is due. Each fold is a transaction, so a question sees it whole or not at all.
 *  @param signal gives up between two folds */
export async function foldDeltas(deps: ReportDeps, signal?: AbortSignal): Promise<void> {
  const deltas = deps.foldDeltas ?? FOLD_DELTAS;
  while (!signal?.aborted && (await findNextFold(deps.db, deltas)) !== undefined) {
    await deps.transact(async (db) => {
      await holdTallies(db);
      await followUnits(db);
      const fold = await findNextFold(db, deltas);
      if (fold) await insertTallies(db, fold);
    });
  }
}
