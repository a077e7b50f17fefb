/** A list without a page, three times within itself: a short question for gigabytes. */
import { ask, shown, type Attack } from '../attack.js';

export const nestsFlags: Attack = {
  name: 'nests the flags of batches three times in 300 bytes',
  async run(target) {
    const flags = (below: string): string => `flags { rule payment { batch { ${below} } } }`;
    const query = `{ paymentBatches(first: 500) { nodes { ${flags(flags(flags('id')))} } } }`;
    const answer = await ask(target, query, 'demo-officer');
    return { held: answer.codes.includes('QUERY_TOO_COSTLY') && answer.data === null, got: shown(answer) };
  },
};
