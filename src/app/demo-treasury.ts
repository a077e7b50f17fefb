/** The demo's Treasury: funds what is approved, within seconds, so that a demo batch is paid without a further hand. It stands
 *  where the State Treasury's adapter will: with an adapter's identity, through the same use case. */
import type { Logger } from 'pino';
import type { Caller } from '../access/index.js';
import { calendarDateOf } from '../values/index.js';
import {
  claimFundingOrders,
  recordFunding,
  recordFundingReturn,
  referenceOfOrder,
  type PaymentDeps,
} from '../payment/index.js';
import { callerOfAdapter } from './run-adapters.js';

const TREASURY: Caller = callerOfAdapter({ name: 'treasury', institution: 'KBNN' });

/** Carries out every order at once. A repeat changes nothing: the document is the order's own. */
export async function fundApprovedBatches(payment: PaymentDeps, logger: Logger): Promise<void> {
  for (const order of await claimFundingOrders(payment, TREASURY, { first: 100 })) {
    const orderReference = referenceOfOrder(order);
    const record = order.kind === 'FUND' ? recordFunding : recordFundingReturn;
    const result = await record(payment, TREASURY, {
      batchId: order.batch_id,
      documentNumber: `DEMO-${orderReference}`,
      orderReference,
      amount: order.amount,
      date: calendarDateOf(payment.clock()),
    });
    logger.info({ batch: order.batch_id, result: result.kind }, 'the demo Treasury carries out an order');
  }
}
