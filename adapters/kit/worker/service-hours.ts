/** Whether an institution works now. A cut-off belongs to the institution's clock: Asia/Ho_Chi_Minh, UTC+7 all year. */
import type { ServiceHours } from '../capabilities.js';
import { inHanoi } from '../hanoi-time.js';

/** Around the clock when no hours are given. The end of the window is exclusive: 16:30 is closed. */
export function isOpen(hours: ServiceHours | undefined, now: Date): boolean {
  if (hours === undefined) return true;
  const local = inHanoi(now);
  const weekday = local.getUTCDay() === 0 ? 7 : local.getUTCDay();
  const time = local.toISOString().slice(11, 16);
  return hours.weekdays.includes(weekday) && time >= hours.opensAt && time < hours.closesAt;
}
