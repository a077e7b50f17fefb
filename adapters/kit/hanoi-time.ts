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

const writtenTime = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}:\d{2}(?:\.\d+)?))?(Z|[+-]\d{2}:?\d{2})?$/;

/** A date or date and time of ISO 8601; without a zone, the institution means Hà Nội, and a date is the beginning of that day.
 *  Undefined for what is none, and for a day that does not exist. */
export function instantOf(text: string): Date | undefined {
  const [, year = '', month = '', day = '', time = '00:00:00', zone = '+07:00'] =
    writtenTime.exec(text) ?? [];
  const instant = new Date(`${year}-${month}-${day}T${time}${zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`);
  // Beyond the end of a month, a Date counts on into the next one.
  const dayOfMonth = new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDate();
  const isReal = !Number.isNaN(instant.getTime()) && dayOfMonth === Number(day) && Number(year) >= 1900;
  return isReal ? instant : undefined;
}
