/** Whether things of other domains exist, by the views that they publish. */
import { sql } from '../database/index.js';
import type { Db } from './transaction-store.js';

export type ForeignType = 'Citizen' | 'Account' | 'Payment' | 'PaymentBatch' | 'ReconciliationException';

const known = {
  Citizen: sql(
    'social-protection.knows-citizen',
    'SELECT 1 FROM social_protection.person WHERE citizen_id = $1',
  ),
  Account: sql('social-protection.knows-account', 'SELECT 1 FROM account.account_card WHERE account_id = $1'),
  Payment: sql('social-protection.knows-payment', 'SELECT 1 FROM payment.payment_card WHERE payment_id = $1'),
  PaymentBatch: sql(
    'social-protection.knows-batch',
    'SELECT 1 FROM payment.payment_card WHERE batch_id = $1 LIMIT 1',
  ),
  ReconciliationException: sql(
    'social-protection.knows-exception',
    'SELECT 1 FROM payment.exception_card WHERE exception_id = $1',
  ),
};

export async function isKnown(db: Db, type: ForeignType, id: string): Promise<boolean> {
  return (await known[type].first(db, [id])) !== undefined;
}
