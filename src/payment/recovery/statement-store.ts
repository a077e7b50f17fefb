/** Statements that a recovery wants: every institution's, for every day of which something may be forgotten. */
import { sql } from '../../database/index.js';
import type { CalendarDate } from '../../values/index.js';
import type { Db } from '../../work/index.js';

/** Nobody restores what is older; no call names more. */
export const STATEMENT_DAYS_MAX = 400;

const want = sql(
  'recovery.want-statements',
  `INSERT INTO payment.recovery_statement (institution_code, day)
   SELECT r.code, d.day::date
   FROM (SELECT DISTINCT served_by AS code FROM account.institution_card WHERE rail_since IS NOT NULL
         UNION
         SELECT DISTINCT split_part(institution_code, ':', 1) FROM payment.batch_total WHERE count > 0) r
   CROSS JOIN generate_series(
     greatest(($1::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date - ${STATEMENT_DAYS_MAX}),
     (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, interval '1 day') AS d(day)
   WHERE r.code IS NOT NULL
   ON CONFLICT DO NOTHING`,
);

/** From the day on which things began to be lost until today. */
export async function wantStatements(db: Db, lostFrom: Date): Promise<void> {
  await want.run(db, [lostFrom]);
}

const note = sql(
  'recovery.note-statements',
  `UPDATE payment.recovery_statement SET read_at = coalesce(read_at, now())
   WHERE institution_code = $1 AND day = ANY($2::date[])`,
);

/** An institution's statements of these days have been read, whole. Safe to repeat. Returns how many were wanted. */
export async function noteStatements(db: Db, institution: string, days: readonly string[]): Promise<number> {
  return note.run(db, [institution, days]);
}

const wantedDays = sql<{ day: CalendarDate }>(
  'recovery.days-wanted',
  `SELECT to_char(day, 'YYYY-MM-DD') AS day FROM payment.recovery_statement
   WHERE institution_code = $1 AND read_at IS NULL ORDER BY day LIMIT ${STATEMENT_DAYS_MAX}`,
);

/** An institution's days that have not been read, oldest first. */
export async function findWantedDays(db: Db, institution: string): Promise<readonly CalendarDate[]> {
  return (await wantedDays.all(db, [institution])).map(({ day }) => day);
}

export interface WantedStatement {
  readonly institution_code: string;
  /** First and last day of a stretch that is not read. */
  readonly first_day: string;
  readonly last_day: string;
}

const wanted = sql<WantedStatement>(
  'recovery.statements-wanted',
  `SELECT institution_code, to_char(min(day), 'YYYY-MM-DD') AS first_day, to_char(max(day), 'YYYY-MM-DD') AS last_day
   FROM (SELECT institution_code, day, day - (row_number() OVER (PARTITION BY institution_code ORDER BY day))::int AS stretch
         FROM payment.recovery_statement WHERE read_at IS NULL) s
   GROUP BY institution_code, stretch ORDER BY institution_code, 2 LIMIT 500`,
);

/** Stretches of days whose statements have not been read, by institution. */
export async function findWantedStatements(db: Db): Promise<readonly WantedStatement[]> {
  return wanted.all(db);
}

const forget = sql('recovery.forget-statements', 'DELETE FROM payment.recovery_statement');

export async function forgetStatements(db: Db): Promise<void> {
  await forget.run(db);
}
