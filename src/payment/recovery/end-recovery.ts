/** Ends a recovery, in two: an officer or approver proposes it, somebody else, an approver, says the same. What was never received is sent
 *  then, and what is funded is released. */
import { requireRole, type Caller } from '../../access/index.js';
import { lockBatch } from '../batch-store.js';
import { markUnknown } from '../mark-unknown.js';
import type { PaymentDeps } from '../payment-deps.js';
import { findReleasable } from './releasable-store.js';
import { releaseIfFunded } from '../release-batch.js';
import { lockTasks, type Db } from '../../work/index.js';
import { countUnmatched } from './forgotten-store.js';
import { countUnanswered, findUnasked, forgetAsked, submitUnreceived } from './open-work-store.js';
import { ownRecovery, proposeEnd, writeEnd } from './recovery-store.js';
import { findWantedStatements, forgetStatements } from './statement-store.js';
import { forgetTries } from './tried-store.js';

const REASON_LENGTH_MAX = 1000;

export interface EndRecoveryInput {
  /** Why, 1 to 1,000 characters; whoever confirms may leave it out. */
  readonly reason?: string | null;
  /** Ends it although something is still wanted: the reason says what stands in its stead. */
  readonly acceptsGaps: boolean;
}

export type EndRecoveryResult =
  | { readonly kind: 'PROPOSED' | 'ENDED' }
  | { readonly kind: 'NOT_RECOVERING' | 'FOUR_EYES' | 'NO_REASON' | 'NOT_PROPOSED' }
  | {
      readonly kind: 'NOT_FINISHED';
      readonly attempts: number;
      readonly statements: number;
      readonly bookings: number;
    };

/** @throws HubError FORBIDDEN for whoever is neither officer nor approver */
export async function endRecovery(
  deps: PaymentDeps,
  caller: Caller,
  input: EndRecoveryInput,
): Promise<EndRecoveryResult> {
  requireRole(caller, 'officer', 'approver');
  const reason = input.reason?.trim() ?? '';
  if (reason.length > REASON_LENGTH_MAX) return { kind: 'NO_REASON' };
  const result = await deps.transact(async (db, waking): Promise<EndRecoveryResult> => {
    const recovery = await ownRecovery(db);
    if (!recovery) return { kind: 'NOT_RECOVERING' };
    const gaps = await findGaps(db);
    if (gaps && !input.acceptsGaps) return { kind: 'NOT_FINISHED', ...gaps };
    if (recovery.proposed_by === caller.subject && reason === '') return { kind: 'FOUR_EYES' };
    const isConfirmed = recovery.proposed_by !== null && recovery.proposed_by !== caller.subject;
    if (!isConfirmed || !caller.roles.includes('approver')) {
      if (reason === '') return { kind: recovery.proposed_by === null ? 'NO_REASON' : 'NOT_PROPOSED' };
      await proposeEnd(db, recovery.id, caller.subject, reason);
      return { kind: 'PROPOSED' };
    }
    await giveUpAsking(db, deps.clock());
    for (const institutionCode of await submitUnreceived(db))
      waking.items.push({ kind: 'PAYMENT', institutionCode });
    await forgetAsked(db);
    await forgetStatements(db);
    await forgetTries(db);
    await writeEnd(db, recovery.id, caller.subject);
    return { kind: 'ENDED' };
  });
  if (result.kind === 'ENDED') await releaseFunded(deps);
  return result;
}

/** What is still wanted; undefined: nothing. */
async function findGaps(db: Db) {
  const attempts = await countUnanswered(db);
  const statements = (await findWantedStatements(db)).length;
  const bookings = await countUnmatched(db);
  return attempts + statements + bookings === 0 ? undefined : { attempts, statements, bookings };
}

/** Of what nobody is known to have sent and no institution has answered for, nobody knows anything: it is UNKNOWN. */
async function giveUpAsking(db: Db, now: Date): Promise<void> {
  const ids = await findUnasked(db);
  await lockTasks(db, ids);
  await markUnknown(db, new Map(ids.map((id) => [id, null])), now);
}

/** Batches that were funded meanwhile. */
async function releaseFunded(deps: PaymentDeps): Promise<void> {
  for (const id of await findReleasable(deps.db))
    await deps.transact(async (db, waking) => {
      const batch = await lockBatch(db, id);
      if (batch) await releaseIfFunded(db, waking, batch, deps.clock());
    });
}
