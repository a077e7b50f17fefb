/** Sums up what the projector wrote, beside it: neither a batch of events nor a question waits for that. */
import type { ReportDeps } from './report-deps.js';
import { addUnitsAbove, findNextStretch, forgetTallies, holdTallies, insertTallies } from './tally-store.js';

const STRETCH_DELTAS = 4_000;
/** Of fewer a sum takes more room than they do; of more there is much to read in a province of many communes. */
const FOLD_DELTAS = 64;
/** A question looks at one chunk of a fold, mostly at its sums only: those take as much room as a third of this. */
const CHUNK_CHANGES = 64;

/** Everything that is due. Each stretch is a transaction, so a question sees it whole or not at all.
 *  @param signal gives up between two stretches */
export async function foldDeltas(deps: ReportDeps, signal?: AbortSignal): Promise<void> {
  const { stretchDeltas = STRETCH_DELTAS } = deps;
  const sizes = { deltas: deps.foldDeltas ?? FOLD_DELTAS, changes: deps.chunkChanges ?? CHUNK_CHANGES };
  while (!signal?.aborted && (await findNextStretch(deps.db, stretchDeltas)) !== undefined) {
    await deps.transact(async (db) => {
      await holdTallies(db);
      const stretch = await findNextStretch(db, stretchDeltas);
      if (stretch) await insertTallies(db, stretch, sizes);
    });
  }
}

/** A unit that was counted already may be put under another one by a correction of the shipped units, which are read when a hub
 *  starts: then all is summed up again. */
export async function followUnits(deps: ReportDeps, signal?: AbortSignal): Promise<void> {
  await deps.transact(async (db) => {
    await holdTallies(db);
    if ((await addUnitsAbove(db)) > 0) await forgetTallies(db);
  });
  await foldDeltas(deps, signal);
}
