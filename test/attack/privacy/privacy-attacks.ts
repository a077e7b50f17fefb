/** The attacks on what people are shown, by what the attacker tries. */
import type { Attack } from './attack.js';
import { findForeignNodes } from './find-foreign-nodes.js';
import { guessBehindAMask, guessWithAPurpose } from './guess-a-personal-id.js';
import { joinAPersonAndABenefit } from './join-a-person-and-a-benefit.js';
import { lookWithoutATrace } from './look-without-a-trace.js';
import { readTheProgrammeOfAPayment } from './read-the-programme-of-a-payment.js';
import { seeRivalsThroughABatch } from './see-rivals-through-a-batch.js';
import { seeTheProvinceAsACommune } from './see-the-province-as-a-commune.js';
import { spellAName } from './spell-a-name.js';
import { undoAMask } from './undo-a-mask.js';

export const PRIVACY_ATTACKS: Readonly<Record<string, Attack>> = {
  'an institution looks at its rivals through a batch': seeRivalsThroughABatch,
  'a commune looks at the province through a batch': seeTheProvinceAsACommune,
  'somebody finds out by id what there is elsewhere': findForeignNodes,
  'whoever sees masks guesses a personal id': guessBehindAMask,
  'whoever may look up guesses on and on': guessWithAPurpose,
  'whoever is shown no names spells one': spellAName,
  'whoever sees masks takes what stands beside them': undoAMask,
  'a monitor joins a person and a benefit': joinAPersonAndABenefit,
  'an institution reads what a payment is for': readTheProgrammeOfAPayment,
  'an officer looks somebody up unseen': lookWithoutATrace,
};
