/** Answers how many of an area are entitled, have an account and were paid into one, at any instant, as known at any point
 *  of the log. */
import { findArea, isAreaVisible, requireRole, scopeOf, type Caller } from '../access/index.js';
import { calendarDateOf, HubError, readFor } from '../values/index.js';
import type { CatchUp } from './catch-up.js';
import { readAreas, type AreaCoverage } from './coverage.js';
import type { CoverageQuestion } from './coverage-store.js';
import type { ReportDeps } from './report-deps.js';

export interface CoverageInput {
  /** The code of an administrative unit on the day of `asOf`. */
  readonly area: string;
  /** Default: now. */
  readonly asOf?: Date | null;
  /** A cursor of the log; default: everything that was committed before the question. */
  readonly knownAt?: string | null;
  readonly period?: string | null;
}

export interface CoverageAnswer extends AreaCoverage {
  readonly question: CoverageQuestion;
}

/** Who asks, and until when. */
export interface Reader {
  readonly caller: Caller;
  readonly reader?: AbortSignal | undefined;
}

/** With `asOf` and `knownAt` given the answer is the same whenever it is asked for.
 *  @throws HubError FORBIDDEN for adapters and outside the caller's area; BAD_USER_INPUT for an unknown area or a bad
 *          cursor; CURSOR_EXPIRED for a cursor of another log; SOURCE_UNAVAILABLE (retryable) while figures are rebuilt */
export async function readCoverage(
  deps: ReportDeps,
  catchUp: CatchUp,
  { caller, reader }: Reader,
  input: CoverageInput,
): Promise<CoverageAnswer> {
  requireRole(caller, 'officer', 'approver', 'treasurer', 'monitor', 'auditor');
  const position = await positionOf(deps, catchUp, input.knownAt ?? null);
  // Later than everything that the figures hold now.
  const now = deps.clock();
  const asOf = input.asOf ?? now;
  const day = calendarDateOf(asOf);
  const areaId = await visibleArea(deps, caller, input.area, { day, today: calendarDateOf(now) });
  const question = { asOf, day, position, period: input.period ?? null };
  const [answer] = await readFor(reader, () => readAreas(deps.db, [areaId], question));
  if (!answer) throw new Error('One area has one coverage.');
  return { ...answer, question };
}

/** The caller's own area is what its code means today; codes were given again, so yesterday's unit of that code may be
 *  somewhere else. */
async function visibleArea(
  { db }: ReportDeps,
  caller: Caller,
  code: string,
  { day, today }: { readonly day: string; readonly today: string },
): Promise<string> {
  const areaId = await findArea(db, code, day, { kind: 'COUNTRY' });
  if (areaId === undefined)
    throw new HubError('BAD_USER_INPUT', 'There is no administrative unit with this code on that day.');
  if (!(await isAreaVisible(db, areaId, today, scopeOf(caller))))
    throw new HubError('FORBIDDEN', 'This administrative unit lies outside your area.');
  return areaId;
}

/** Unlike a subscription, figures may be asked for at any age: nothing is replayed, and facts are never deleted. */
async function positionOf({ events }: ReportDeps, catchUp: CatchUp, knownAt: string | null): Promise<bigint> {
  if (knownAt === null) return catchUp.toEnd();
  const position = await events.positionOf(knownAt, { isAnyAge: true });
  await catchUp.to(position);
  return position;
}
