/** Whole Vietnamese đồng. VND has no minor unit, so money is an integer everywhere and a float nowhere. */
import { HubError } from './hub-error.js';

/** Whole đồng. */
export type Dong = bigint;

const DONG_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/** Takes a JSON number or integer text as đồng. @throws HubError BAD_USER_INPUT for a fraction or beyond ±(2^53 − 1). */
export function parseDong(value: unknown): Dong {
  if (typeof value === 'bigint') return withinRange(value);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === 'string' && /^-?\d{1,16}$/.test(value)) return withinRange(BigInt(value));
  throw new HubError('BAD_USER_INPUT', 'Dong is a whole number within ±(2^53 − 1).');
}

/** The JSON integer of an amount. @throws HubError BAD_USER_INPUT beyond ±(2^53 − 1), never a rounded figure. */
export function formatDong(amount: Dong): number {
  return Number(withinRange(amount));
}

function withinRange(amount: bigint): Dong {
  if (amount > DONG_MAX || amount < -DONG_MAX) {
    throw new HubError('BAD_USER_INPUT', 'Dong is a whole number within ±(2^53 − 1).');
  }
  return amount;
}
