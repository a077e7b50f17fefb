/** Deletes the answers that nobody can count on any more. */
import type { Db } from '../work/index.js';
import { deleteAnswers } from './answer-store.js';

/** For how long a repeat is answered as the first. */
const ANSWER_KEPT_DAYS = 30;

const BATCH_MAX = 1_000;
/** So that one round ends also after a year of rest; the next one goes on. */
const BATCHES_MAX = 100;

/** A timed job: short statements, each of at most 1,000 rows. */
export async function forgetAnswers({ db }: { readonly db: Db }): Promise<void> {
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    if ((await deleteAnswers(db, ANSWER_KEPT_DAYS, BATCH_MAX)) < BATCH_MAX) return;
  }
}
