/** Sums up what the projector wrote, beside it: neither a batch of events nor a question waits for that. */
import type { ReportDeps } from './report-deps.js';
import { findNextStretch, followUnits, holdTallies, insertTallies } from './tally-store.js';

const STRETCH_DELTAS = 8_000;
/** A commune's deltas of a month, roughly: fewer would not add up to much less. */
const FOLD_DELTAS = 256;

/** Everything that is due. Each stretch is a transaction, so a question sees it whole or not at all.
 *  @param signal gives up between two stretches */
export async function foldDeltas(deps: ReportDeps, signal?: AbortSignal): Promise<void> {
  const { stretchDeltas = STRETCH_DELTAS, foldDeltas: foldSize = FOLD_DELTAS } = deps;
  for (let turn = 0; !signal?.aborted && (await findNextStretch(deps.db, stretchDeltas)); turn += 1) {
    await deps.transact(async (db) => {
      await holdTallies(db);
      if (turn === 0) await followUnits(db);
      const stretch = await findNextStretch(db, stretchDeltas);
      if (stretch) await insertTallies(db, stretch, foldSize);
    });
  }
}
