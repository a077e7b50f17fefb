import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { askAgainAboutAccounts } from '../../src/account/index.js';
import { UNAVAILABLE_TRIES_MAX } from '../../src/work/index.js';
import { PROVINCE, seedPeople } from '../setup/payable-people.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { openWorld, type World } from './account-world.js';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  world = await openWorld(database);
  await seedPeople(database.pool, { accountStatus: 'UNCHECKED' });
  await world.request({ area: PROVINCE });
});

describe('an account whose institution could not be asked', () => {
  it('is asked about again after a while, not at once', async () => {
    await unavailable();

    const atOnce = await askAgainAboutAccounts(world.deps);
    await passSeconds(6);
    const later = await askAgainAboutAccounts(world.deps);
    const twice = await askAgainAboutAccounts(world.deps);

    expect([atOnce, later, twice]).toEqual([0, 1, 0]);
    expect(await world.claim()).toHaveLength(1);
  });

  it('waits longer after every try, and in the end for a person', async () => {
    let tries = 0;
    for (let seconds = 5; tries < UNAVAILABLE_TRIES_MAX + 2; seconds *= 2) {
      await unavailable();
      tries += 1;
      await passSeconds(seconds - 1);
      expect(await askAgainAboutAccounts(world.deps)).toBe(0);
      await passSeconds(2);
      if ((await askAgainAboutAccounts(world.deps)) === 0) break;
    }

    expect(tries).toBe(UNAVAILABLE_TRIES_MAX);
  });

  it('is left alone once it has answered', async () => {
    await unavailable();
    await passSeconds(6);
    await askAgainAboutAccounts(world.deps);
    await world.answer(await world.claim(), { returnedName: 'NGUYEN VAN THU' });
    await passSeconds(60);

    expect(await askAgainAboutAccounts(world.deps)).toBe(0);
  });
});

async function unavailable(): Promise<void> {
  await world.answer(await world.claim(), { accountState: 'UNAVAILABLE', returnedName: null });
}

/** As if everything had happened so much earlier. */
async function passSeconds(seconds: number): Promise<void> {
  await database.pool.query(
    `UPDATE account.account_check SET reported_at = reported_at - make_interval(secs => $1),
       requested_at = requested_at - make_interval(secs => $1)`,
    [seconds],
  );
}
