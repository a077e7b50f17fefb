/** What a recovery still waits for, as people read it. */
import type { Db } from '../../work/index.js';
import { countUnmatched } from './forgotten-store.js';
import { countUnanswered } from './open-work-store.js';
import { findRecovery, type RecoveryRow } from './recovery-store.js';
import { findWantedStatements, type WantedStatement } from './statement-store.js';

export interface RecoveryStatus {
  readonly recovery: RecoveryRow;
  /** Attempts whose institution has not answered yet. */
  readonly attemptsToAsk: number;
  readonly statementsWanted: readonly WantedStatement[];
  /** Bookings under the hub's own references that fit no payment yet. */
  readonly unmatchedBookings: number;
}

/** Undefined while the hub recovers from nothing. */
export async function describeRecovery(db: Db): Promise<RecoveryStatus | undefined> {
  const recovery = await findRecovery(db);
  if (!recovery) return undefined;
  return {
    recovery,
    attemptsToAsk: await countUnanswered(db),
    statementsWanted: await findWantedStatements(db),
    unmatchedBookings: await countUnmatched(db),
  };
}
