/** The wall clock of Asia/Ho_Chi_Minh: UTC+7 all year, so that plain arithmetic is exact. */

const offsetMs = 7 * 3_600_000;

/** The instant moved so that its UTC fields and `toISOString` say what a clock in Hà Nội says. */
export function inHanoi(instant: Date): Date {
  return new Date(instant.getTime() + offsetMs);
}

/** The calendar day in Hà Nội, `YYYY-MM-DD`. */
export function hanoiDay(instant: Date): string {
  return inHanoi(instant).toISOString().slice(0, 10);
}
