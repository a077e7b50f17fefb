/** A short question that fails in a thousand places: an answer, and a log, of a thousand lines. */
import { ask, many, shown, type Attack } from '../attack.js';

const ERRORS_MAX = 100;

export const makesManyErrors: Attack = {
  name: 'makes a thousand errors with one question',
  async run(target) {
    const unknown = await ask(target, `{ ${many(1_000, (at) => `nothing${at}`)} }`, 'demo-officer');
    const ids = many(90, (at) => `a${at}: node(id: "cit_${String(at).padStart(26, '0')}") { id }`);
    const nodes = await ask(target, `{ ${ids} }`, 'demo-officer');
    return {
      held:
        [unknown, nodes].every(({ errorCount }) => errorCount <= ERRORS_MAX) &&
        !nodes.codes.includes('INTERNAL'),
      got: `${shown(unknown)}; ${shown(nodes)}`,
    };
  },
};
