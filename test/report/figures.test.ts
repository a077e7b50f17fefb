/** Figures against a plain recomputation, for arbitrary histories, instants and states of knowledge; and what the tables
 *  behind them must be whatever happens to the projector. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calendarDateOf } from '../../src/values/index.js';
import { rebuildFigures, runProjector } from '../../src/report/index.js';
import { readAreas, type CoverageFigures } from '../../src/report/coverage.js';
import { foldDeltas, followUnits } from '../../src/report/fold-deltas.js';
import { followUpTo } from '../../src/report/follow-log.js';
import { PROVINCE } from '../setup/payable-people.js';
import { areaId, BELOW, history, moments, tell } from './history.js';
import { naiveCoverage, type Moment, type PlainFigures, type Said } from './naive-coverage.js';
import { createReportDatabase, dumpFigures, FIGURES, type ReportDatabase } from './report-database.js';

const FIRST_UNITS = new Date('2000-01-01T00:00:00Z');

let reports: ReportDatabase;

beforeAll(async () => {
  reports = await createReportDatabase();
});
afterAll(() => reports.close());

describe('coverage', () => {
  it('is what a plain recount gives, for any area, instant, knowledge and period', async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        moments,
        fc.constantFrom(1, 3, 10, 100, 100),
        fc.constantFrom([1, 1], [4, 3], [3, 20], [9, 2], [1_000, 1]),
        async (said, asked, batchEventsMax, [stretchDeltas, foldSize]) => {
          await heard(said);
          const deps = {
            ...reports.deps,
            batchEventsMax,
            stretchDeltas,
            foldDeltas: foldSize,
            chunkChanges: 2 * foldSize,
          };

          await followUpTo(deps, BigInt(said.length));
          await foldDeltas(deps);

          for (const moment of asked.map((one) => ({ ...one, known: Math.min(one.known, said.length) }))) {
            const figures = await figuresAt(moment);
            const expected = Object.entries(BELOW).map(([code, areas]) => [
              code,
              naiveCoverage(said, areas, moment),
            ]);
            expect({ moment, figures }).toEqual({ moment, figures: Object.fromEntries(expected) });
          }
        },
      ),
      { numRuns: 60, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: false },
    );
  }, 120_000);
});

describe('the figures', () => {
  it('are the same when they are made anew from the whole log', async () => {
    const said = longHistory();
    await heard(said);
    const deps = { ...reports.deps, stretchDeltas: 20, foldDeltas: 3 };
    await followUpTo({ ...deps, batchEventsMax: 3 }, BigInt(said.length));
    await foldDeltas(deps);
    const followed = await dumpFigures(reports);

    await rebuildFigures(deps);

    expect(await dumpFigures(reports)).toEqual(followed);
    expect(followed['report.standing']?.length).toBeGreaterThan(10);
    expect(followed['report.fold']?.length).toBeGreaterThan(3);
  });

  it('count every event once, though a projector dies in the middle of any batch', async () => {
    const said = longHistory();
    await heard(said);
    await rebuildFigures(reports.deps);
    const undisturbed = await dumpFigures(reports);
    await reports.deps.transact((db) => db.query('UPDATE report.projection SET position = 0'));
    await clearFiguresOnly();

    let turn = 0;
    const dying: typeof reports.deps.transact = (work) =>
      reports.deps.transact(async (db) => {
        const result = await work(db);
        if ((turn += 1) % 2 === 1) throw new Error('killed');
        return result;
      });
    const fragile = { ...reports.deps, transact: dying, batchEventsMax: 7 };
    for (let tries = 0; tries < 200; tries += 1)
      await followUpTo(fragile, BigInt(said.length)).catch(() => undefined);

    expect(await dumpFigures(reports)).toEqual(undisturbed);
  });

  it('count every event once, though several hubs follow the log at the same time', async () => {
    const said = longHistory();
    await reports.clear();
    const busy = { ...reports.deps, batchEventsMax: 5, stretchDeltas: 20, foldDeltas: 3, pollMs: 1 };
    const projectors = [runProjector(busy), runProjector(busy), runProjector(busy)];

    for (let at = 0; at < said.length; at += 10) await tell(reports.database.pool, said.slice(at, at + 10));
    await reports.events.flush();
    await Promise.all([1, 2, 3].map(() => followUpTo(busy, BigInt(said.length))));
    await Promise.all(projectors.map((projector) => projector.stop()));
    await foldDeltas(busy);
    const together = await dumpFigures(reports);

    await rebuildFigures(busy);
    expect(await dumpFigures(reports)).toEqual(together);
  });

  it('follow a unit that is put under another one after its people were counted', async () => {
    const said = longHistory();
    const deps = { ...reports.deps, stretchDeltas: 20, foldDeltas: 3 };
    await heard(said);
    await followUpTo(deps, BigInt(said.length));
    await foldDeltas(deps);
    const moment = { asOf: new Date('2025-08-06T00:00:00Z'), known: said.length, period: null };
    const { VN: country, '40': before } = await figuresAt(moment);

    await reports.database.pool.query(
      `INSERT INTO social_protection.area_closure
       SELECT $1, descendant_id, 1 FROM social_protection.area_closure WHERE ancestor_id = $2 AND depth = 1`,
      [areaId('40'), areaId(PROVINCE)],
    );
    await followUnits(deps);
    const question = {
      asOf: moment.asOf,
      day: '2025-08-06',
      position: BigInt(said.length),
      period: null,
    };
    const [after] = await readAreas(deps.db, [areaId('40')], question);
    await reports.database.pool.query(
      'DELETE FROM social_protection.area_closure WHERE ancestor_id = $1 AND depth = 1',
      [areaId('40')],
    );

    expect(before).not.toEqual(country);
    expect(plain(after!.figures)).toEqual(country);
  });

  it('do not grow when a check only repeats what is known', async () => {
    const said: Said[] = [
      { kind: 'LIVES', person: 0, area: '13285', reason: null, at: new Date('2025-08-01T00:00:00Z') },
      { kind: 'ENTITLED', person: 0, right: 0, from: '2025-08-01', to: null },
      ...[2, 3, 4, 5].map((day): Said => ({
        kind: 'CHECKED',
        holder: 0,
        account: 0,
        status: 'VERIFIED',
        at: new Date(`2025-08-0${String(day)}T00:00:00Z`),
      })),
    ];
    await heard(said);

    await followUpTo(reports.deps, BigInt(said.length));

    expect((await dumpFigures(reports))['report.standing']).toHaveLength(2);
  });
});

async function heard(said: readonly Said[]): Promise<void> {
  await reports.clear();
  await tell(reports.database.pool, said);
  await reports.events.flush();
}

async function clearFiguresOnly(): Promise<void> {
  await reports.database.pool.query(`TRUNCATE ${FIGURES.join(', ')}`);
}

/** One history long enough to have everything in it, always the same. */
function longHistory(): Said[] {
  return fc
    .sample(history, { seed: 7, numRuns: 6 })
    .flatMap((said, round) =>
      said.map((one) => ('payment' in one ? { ...one, payment: round * 1_000 + one.payment } : one)),
    );
}

/** All areas by code: the country's children and grandchildren come as the children of their parents. */
async function figuresAt({ asOf, known, period }: Moment): Promise<Record<string, PlainFigures>> {
  const question = { asOf, day: calendarDateOf(asOf), position: BigInt(known), period };
  const codes = Object.keys(BELOW);
  const answers = await readAreas(reports.deps.db, codes.map(areaId), question);
  const direct = Object.fromEntries(codes.map((code, at) => [code, plain(answers[at]!.figures)]));
  for (const { children } of answers)
    for (const child of children) {
      const code = codes.find((one) => areaId(one) === child.areaId)!;
      expect(plain(child)).toEqual(direct[code]);
    }
  const parents = codes.filter((_code, at) => answers[at]!.children.length === 2);
  // Of the units of today none was there long before.
  expect(parents.sort()).toEqual(asOf < FIRST_UNITS ? [] : [PROVINCE, 'VN']);
  return direct;
}

function plain({
  areaId: _areaId,
  amountThroughAccount,
  byInstitution,
  ...rest
}: CoverageFigures): PlainFigures {
  return {
    ...rest,
    amountThroughAccount: Number(amountThroughAccount),
    byInstitution: byInstitution.map((one) => ({ ...one, amount: Number(one.amount) })),
    withoutAccountByReason: [...rest.withoutAccountByReason],
  };
}
