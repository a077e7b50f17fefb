/** The batch that an earlier answer names, as it is now, if the caller may still see it. */
import { scopeOf, type Caller, type Scope } from '../access/index.js';
import type { RowReaders } from '../idempotency/index.js';
import { findBatches } from './batch-list-store.js';
import { TREASURY } from './funding-document.js';

/** The Treasury's hand reaches every batch. */
export function recallBatch(caller: Caller): RowReaders {
  return {
    batch: async (db, id) => {
      const scope: Scope = caller.institution === TREASURY ? { kind: 'COUNTRY' } : scopeOf(caller);
      return (await findBatches(db, [id], scope))[0];
    },
  };
}
