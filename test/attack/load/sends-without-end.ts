/** A client that sends as fast as it can. */
import { ask, type Attack } from '../attack.js';

const SENT = 3_000;
const AT_ONCE = 50;

export const sendsWithoutEnd: Attack = {
  name: 'sends 3,000 operations as fast as they are answered',
  async run(target) {
    let served = 0;
    let refused = 0;
    for (let sent = 0; sent < SENT; sent += AT_ONCE) {
      const answers = await Promise.all(
        Array.from({ length: AT_ONCE }, () => ask(target, '{ viewer { subject } }', 'demo-treasurer')),
      );
      served += answers.filter(({ status }) => status === 200).length;
      refused += answers.filter(({ status }) => status === 429).length;
    }
    // On a slow machine it may send no faster than it is allowed to.
    return { held: served + refused === SENT, got: `${served} answered, ${refused} refused with 429` };
  },
};
