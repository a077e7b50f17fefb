/** A hundred guesses a request: which is somebody's number. */
import { askAs, type Attack } from './attack.js';

const GUESSES = 100;

const guesses = (from: number): string =>
  Array.from({ length: GUESSES }, (_, at) => {
    const personalId = `037145${String(from + at).padStart(6, '0')}`;
    return `g${at}: beneficiaryByPersonalId(personalId: "${personalId}") { id }`;
  }).join(' ');

/** Whoever is shown a mask is told of no guess. */
export const guessBehindAMask: Attack = async (hub) => {
  let answered = 0;
  for (const [role, purpose] of [['monitor'], ['officer', 'MONITORING'], ['auditor']] as const) {
    const { codes } = await askAs(hub, role, `{ ${guesses(900_000)} }`, { purpose });
    answered += GUESSES - codes.filter((code) => code === 'FORBIDDEN').length;
  }
  return { got: `${answered} of ${3 * GUESSES} guesses answered`, held: answered === 0 };
};

/** Whoever may look people up is told of a few misses in an hour. */
export const guessWithAPurpose: Attack = async (hub) => {
  let answered = 0;
  for (let turn = 0; turn < 5; turn += 1) {
    const query = `{ ${guesses(910_000 + turn * GUESSES)} }`;
    const { codes } = await askAs(hub, 'approver', query, { purpose: 'VERIFICATION' });
    answered += GUESSES - codes.filter((code) => code === 'RATE_LIMITED').length;
  }
  return { got: `${answered} of ${5 * GUESSES} guesses answered`, held: answered <= 60 };
};
