/** Kills the hub twenty times while it pays out, starts it again each time, and holds the end against the institutions' books.
 *  One file for each kind of institution calls it, so that both run at the same time. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { findEventFaults, listPaymentEventIds, NO_EVENT_FAULTS } from '../setup/event-agreement.js';
import { compareMoney } from '../setup/money-agreement.js';
import { MOMENTS, shuffled } from './moments-of-death.js';
import { PayoutUnderFire, type RepeatedReference } from './payout-under-fire.js';
import { createChance } from './seeded-chance.js';

const PEOPLE = 150;
/** At least so many deaths must fall between an institution's booking and the hub's knowledge of it. */
const UNHEARD_MIN = 5;

export function describeDeaths(institutions: string, repeated: RepeatedReference): void {
  describe(`a hub that is killed twenty times, with institutions that would ${institutions}`, () => {
    let payout: PayoutUnderFire;

    beforeAll(async () => {
      payout = new PayoutUnderFire(repeated, PEOPLE);
      await payout.begin();
    }, 180_000);

    afterAll(() => payout.hub.remove(), 60_000);

    it('comes back every time, and brings every payment to an end', async () => {
      const chance = createChance();
      const began = performance.now();
      let unheardDeaths = 0;

      for (const moment of shuffled(MOMENTS, chance)) {
        await payout.keepBusy();
        await moment.come(payout, chance);
        await payout.hub.kill();
        if ((await payout.countUnheard()) > 0) unheardDeaths += 1;
        await payout.hub.start();
        await payout.reader.resume();
      }
      await payout.untilSettled();

      const seconds = ((performance.now() - began) / 1000).toFixed(0);
      const told = `${unheardDeaths} of ${MOMENTS.length} between a booking and its news`;
      console.info(`HUB_TEST_SEED=${chance.seed} (${repeated}): killed in ${seconds} s, ${told}`);
      expect(MOMENTS).toHaveLength(20);
      expect(unheardDeaths).toBeGreaterThanOrEqual(UNHEARD_MIN);
    }, 400_000);

    it('has booked for every intent what it calls settled, once', async () => {
      const money = await compareMoney(payout.hub, await payout.world.ledgers());

      const { intents, settled, exceptions } = money;
      console.info(`${repeated}: ${intents} intents, ${settled} settled, ${exceptions} left to two people`);
      expect(money).toMatchObject({ paidTwice: [], different: [], unexplained: [], unfinished: [] });
      expect(settled).toBeGreaterThan(100);
      if (repeated === 'refuse') expect(exceptions).toBe(0);
    });

    it('leaves to two people only what the institution says it never received', async () => {
      const kinds = await payout.hub.rows<{ kind: string }>(
        'SELECT DISTINCT kind FROM payment.exception WHERE resolved_at IS NULL',
      );

      expect(kinds.filter(({ kind }) => kind !== 'NOT_RECEIVED')).toEqual([]);
    });

    it('pays once what two people decide to send again', async () => {
      await payout.decideToSendAgain();
      await payout.untilSettled();

      const money = await compareMoney(payout.hub, await payout.world.ledgers());
      expect(money).toMatchObject({
        paidTwice: [],
        different: [],
        unexplained: [],
        unfinished: [],
        exceptions: 0,
      });
      expect(money.settled).toBe(money.intents);
    }, 200_000);

    it('has told every event once, in order, to a reader that came back with its cursor', async () => {
      const ids = await listPaymentEventIds(payout.hub);
      await payout.reader.untilCount(ids.length, 20_000);

      expect(payout.reader.ids).toEqual(ids);
      expect(await findEventFaults(payout.hub)).toEqual(NO_EVENT_FAULTS);
    });
  });
}
