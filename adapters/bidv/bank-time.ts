/** Days and times as BIDV writes them, in Hà Nội. */
import { instantOf } from '../kit/index.js';

/** Undefined for what is no day or time, and for a day that does not exist.
 *  @param date yyyyMMdd   @param time HHmmss */
export function instantOfBank(date: string, time: string): Date | undefined {
  if (!/^\d{8}$/.test(date) || !/^\d{6}$/.test(time)) return undefined;
  const day = date.replace(/^(.{4})(..)(..)$/, '$1-$2-$3');
  return instantOf(`${day}T${time.replace(/^(..)(..)(..)$/, '$1:$2:$3')}`);
}
