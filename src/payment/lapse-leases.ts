/** A lease that ended without a report: if the attempt was handed out to be sent, nobody knows whether it was. It becomes
 *  UNKNOWN, and from then on adapters are asked to find out, never to send. */
import { BY_KEYS, expireLeases, type LapsedTask } from '../work/index.js';
import { markUnknown } from './mark-unknown.js';
import type { PaymentDeps } from './payment-deps.js';
import type { Db } from '../work/index.js';

/** The tasks were locked and turned to INQUIRE by `work`; this says what it means for their payments. */
export async function markLapsedUnknown(db: Db, lapsed: readonly LapsedTask[], now: Date): Promise<void> {
  const sent = lapsed.filter((task) => task.lapsedAction === 'SUBMIT');
  await markUnknown(db, new Map(sent.map((task) => [task.id, task.handedOutAt])), now);
}

/** Ends leases that ran out while no adapter claimed. Called on a clock. Returns how many there were. */
export async function lapseLeases(deps: PaymentDeps): Promise<number> {
  let ended = 0;
  for (;;) {
    const round = await deps.transact(async (db, waking) => {
      const lapsed = await expireLeases(db, { kind: 'PAYMENT', limit: LAPSED_MAX });
      await markLapsedUnknown(db, lapsed, deps.clock());
      for (const task of lapsed)
        waking.items.push({ kind: 'PAYMENT', institutionCode: task.institutionCode });
      return lapsed.length;
    }, BY_KEYS);
    ended += round;
    if (round < LAPSED_MAX) return ended;
  }
}

/** In one transaction; more are taken in the next. */
const LAPSED_MAX = 1000;
