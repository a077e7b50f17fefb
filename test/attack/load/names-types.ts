/** Fields that begin with `__` were free: without a token, a thousand times what was sent came back. */
import { ask, many, shown, type Attack } from '../attack.js';

/** What a refusal may have. */
const BYTES_MAX = 1_000;

export const namesTypesWithoutToken: Attack = {
  name: 'asks for the names of types and for the schema many times, without a token',
  async run(target) {
    const queries = [
      `{ ${many(1_400, (at) => `a${at}: __typename`)} }`,
      `{ ${many(90, (at) => `a${at}: __schema { types { name description fields { name description } } }`)} }`,
      '{ __schema { types { name fields { name } } } }',
    ];
    const answers = await Promise.all(queries.map((query) => ask(target, query)));
    return {
      held: answers.every(({ status, bytes }) => status === 401 && bytes < BYTES_MAX),
      got: answers.map(shown).join('; '),
    };
  },
};
