/** The short form of `npm run test:attack`: the same attacks, on a hub in this process. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openHubInProcess, type HubInProcess } from '../setup/hub-in-process.js';
import { targetAt, type AttackTarget } from './attack.js';
import { ATTACKS } from './attacks.js';
import { outcomeOf, tableOf } from './run-attacks.js';

let hub: HubInProcess;
let target: AttackTarget;
beforeAll(async () => {
  hub = await openHubInProcess(['BIDV']);
  target = targetAt(hub.url);
}, 120_000);
afterAll(() => hub.close());

describe('the hub holds against whoever', () => {
  it.each(ATTACKS.map((attack) => [attack.name, attack] as const))(
    '%s',
    async (_name, attack) => {
      expect(await outcomeOf(attack, target)).toMatchObject({ held: true });
    },
    120_000,
  );
});

it('an attack that succeeds, or that takes the hub from others, is told', async () => {
  const broken = await outcomeOf(
    { name: 'wins', run: () => Promise.resolve({ held: false, got: 'all names' }) },
    target,
  );
  const failed = await outcomeOf({ name: 'fails', run: () => Promise.reject(new Error('reset')) }, target);

  expect([broken.held, failed.held]).toEqual([false, false]);
  expect(tableOf([{ name: 'wins', ...broken }])).toBe('BROKEN  wins  all names');
});
