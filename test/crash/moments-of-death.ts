/** When the hub is killed: twenty moments of a payout, most of them while an institution has booked what the hub does not
 *  know yet. */
import { setTimeout as delay } from 'node:timers/promises';

import { approveBatch } from '../setup/province-payout.js';
import type { PayoutUnderFire } from './payout-under-fire.js';
import type { Chance } from './seeded-chance.js';

export interface Moment {
  readonly name: string;
  /** Resolves when it is time. */
  readonly come: (payout: PayoutUnderFire, chance: Chance) => Promise<unknown>;
}

/** Nothing waits longer for its moment: what was waited for is over then, and that is a moment too. */
const COME_MS = 2_000;

const JUST_BOOKED: Moment = {
  name: 'a line has just appeared in a book',
  come: (payout) => payout.untilBooked(COME_MS),
};

const LITTLE_LATER: Moment = {
  name: 'a line has appeared, and its answer may be under way',
  come: async (payout, chance) => {
    await payout.untilBooked(COME_MS);
    await delay(chance.between(0, 200));
  },
};

const JUST_SETTLED: Moment = {
  name: 'the hub has just told of a settled payment',
  come: ({ reader }) => reader.nextTo('SETTLED', COME_MS),
};

const JUST_UNKNOWN: Moment = {
  name: 'the hub has just told of a payment in doubt',
  come: ({ reader }) => reader.nextTo('UNKNOWN', COME_MS),
};

const ANY_TIME: Moment = {
  name: 'some time after the start',
  come: (_payout, chance) => delay(chance.between(0, 1_500)),
};

const STARTING: Moment = {
  name: 'it has not started yet after the death before',
  come: async ({ hub }, chance) => {
    await hub.kill();
    hub.launch();
    await delay(chance.between(200, 2_000));
  },
};

const APPROVING: Moment = {
  name: 'an approval is under way',
  come: async (payout, chance) => {
    const batch = await payout.prepareMonth();
    if (batch === undefined) return;
    // Struck or not: what became of it is asked after the restart.
    approveBatch(payout.hub, batch).catch(() => undefined);
    await delay(chance.between(0, 120));
  },
};

export const MOMENTS: readonly Moment[] = [
  ...Array.from({ length: 8 }, () => JUST_BOOKED),
  ...Array.from({ length: 4 }, () => LITTLE_LATER),
  ...[JUST_SETTLED, JUST_SETTLED, JUST_UNKNOWN, ANY_TIME, ANY_TIME, STARTING, STARTING, APPROVING],
];

/** The same moments in an order that chance decides. */
export function shuffled(moments: readonly Moment[], chance: Chance): readonly Moment[] {
  return moments
    .map((moment) => ({ moment, at: chance.next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ moment }) => moment);
}
