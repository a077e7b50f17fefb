/** The batch that an earlier answer names, as it is now, if the caller may still see it. */
import { scopeOf, type Caller } from '../access/index.js';
import type { RowReaders } from '../idempotency/index.js';
import { findBatches, findBatchesOfPayments } from './batch-list-store.js';
import { TREASURY } from './funding-document.js';

/** The Treasury's hand reaches every batch. */
export function recallBatch(caller: Caller): RowReaders {
  return {
    batch: async (db, id) => {
      const isReached = caller.institution === TREASURY;
      const found = isReached ? findBatchesOfPayments(db, [id]) : findBatches(db, [id], scopeOf(caller));
      return (await found)[0];
    },
  };
}
