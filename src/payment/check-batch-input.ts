/** What a batch may be made for: the kinds that have rights behind them, and no month further ahead than the policy allows. */
import { addMonths, periodOfDate, type CalendarDate, type Period } from '../values/index.js';
import type { PaymentPolicy } from './payment-policy.js';

export interface InvalidBatchInput {
  readonly kind: 'INVALID';
  readonly field: 'name' | 'kind' | 'period';
  readonly message: string;
}

export const BATCH_NAME_LENGTH_MAX = 200;

/** The monthly rights pay these. Emergency relief, gifts and funeral support have rights of their own, which the hub does not know
 *  yet: paid from the monthly ones they would give everybody the month once more. */
const PAYABLE_KINDS: readonly string[] = ['REGULAR', 'ARREARS'];

/** What is wrong with the input by itself, on this day. */
export function findBatchInputFault(
  { name, kind, period }: { readonly name: string; readonly kind: string; readonly period: Period },
  { periodsAheadMax }: Pick<PaymentPolicy, 'periodsAheadMax'>,
  today: CalendarDate,
): InvalidBatchInput | undefined {
  if (name === '' || name.length > BATCH_NAME_LENGTH_MAX)
    return invalid('name', `The name has 1 to ${BATCH_NAME_LENGTH_MAX} characters.`);
  if (!PAYABLE_KINDS.includes(kind))
    return invalid('kind', `${kind} cannot be paid yet: there are no rights of this kind.`);
  const last = addMonths(periodOfDate(today), periodsAheadMax);
  if (period > last) return invalid('period', `The last period that can be paid now is ${last}.`);
  return undefined;
}

function invalid(field: InvalidBatchInput['field'], message: string): InvalidBatchInput {
  return { kind: 'INVALID', field, message };
}
