import { beforeAll, describe, expect, it } from '@jest/globals';

import { createChance } from '../crash/seeded-chance.js';
import { BLOWS, ChaosSchedule } from './chaos-schedule.js';
import { describeResult } from './describe-result.js';
import { runChaos, type ChaosResult } from './run-chaos.js';

const FAULTS = 100;

describe('the schedule of an attack', () => {
  it('is the same from the same seed, and another from another', () => {
    const draw = (seed: number): unknown => {
      const schedule = new ChaosSchedule(createChance(seed));
      return Array.from({ length: 3 }, () => schedule.nextRound({ rails: 8, blows: 5 }));
    };

    expect(draw(7)).toEqual(draw(7));
    expect(draw(8)).not.toEqual(draw(7));
  });

  it('leaves no blow out', () => {
    const round = new ChaosSchedule(createChance(1)).nextRound({ rails: 1, blows: BLOWS.length });

    expect(new Set(round.blows.map(({ name }) => name)).size).toBe(BLOWS.length);
  });
});

/** The short form of `npm run test:chaos`. */
describe('everything at once, for two minutes', () => {
  let result: ChaosResult;

  beforeAll(async () => {
    const { seed } = createChance();
    console.info(`HUB_TEST_SEED=${seed}`);
    result = await runChaos({
      ...{
        seed,
        people: 250,
        payments: 150,
        faults: FAULTS,
        cuts: 10,
        blowsPerRound: BLOWS.length,
        ...{ restores: 1, restoresPerRound: 1 },
        ratePerSecond: 8,
        roundsMax: 4,
      },
      onProgress: () => undefined,
    });
    console.info(describeResult(result));
  }, 600_000);

  it('pays nothing twice, loses nothing, and ends every payment as the books have it', () => {
    expect(result.complaints).toEqual([]);
    expect(result.settled).toBeGreaterThan(100);
  });

  it('was hit by faults that really struck, and by none of them alone', () => {
    expect(result.strikes.total).toBeGreaterThanOrEqual(FAULTS);
    expect(result.strikes.rows.filter(([, count]) => count > 0).length).toBeGreaterThan(20);
  });
});
