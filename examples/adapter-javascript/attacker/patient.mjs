/** Whoever works with the hub every day asks again when it is slow or away. A step of an attack that must not be repeated uses
 *  `askOnce`. */
import { setTimeout as delay } from 'node:timers/promises';

import { Hub, TryLater, Unreachable } from '../hub.mjs';

const TIMES = 6;
const PAUSE_MS = 1_000;

export class PatientHub extends Hub {
  /** What was asked twice may have been done the first time. */
  repeats = 0;

  async ask(document, variables) {
    for (let time = 1; time < TIMES; time += 1) {
      try {
        return await super.ask(document, variables);
      } catch (failure) {
        if (!(failure instanceof TryLater || failure instanceof Unreachable)) throw failure;
        this.repeats += 1;
        await delay(PAUSE_MS);
      }
    }
    return super.ask(document, variables);
  }

  askOnce(document, variables) {
    return super.ask(document, variables);
  }
}
