/** The demo's Treasury: funds what is approved, within seconds, so that a demo batch is paid without a further hand. It stands
 *  where the State Treasury's adapter will: with an adapter's identity, through the same use case. */
import type { Logger } from 'pino';
import type { Caller } from '../access/index.js';
import { calendarDateOf } from '../values/index.js';
import { listUnfundedBatches, recordFunding, type PaymentDeps } from '../payment/index.js';
import { callerOfAdapter } from './run-adapters.js';

const TREASURY: Caller = callerOfAdapter({ name: 'treasury', institution: 'KBNN' });

/** Funds every approved batch with what it lacks. A repeat changes nothing: the document is the batch's own. */
export async function fundApprovedBatches(payment: PaymentDeps, logger: Logger): Promise<void> {
  for (const { id, missing } of await listUnfundedBatches(payment)) {
    const result = await recordFunding(payment, TREASURY, {
      batchId: id,
      documentNumber: `DEMO-${id}-${missing}`,
      amount: missing,
      date: calendarDateOf(payment.clock()),
    });
    logger.info({ batch: id, result: result.kind }, 'the demo Treasury funds a batch');
  }
}
