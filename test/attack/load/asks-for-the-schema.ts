/** The schema's description is long: a hundred of them in one answer are tens of megabytes. */
import { ask, many, shown, type Attack } from '../attack.js';

export const asksForTheSchemaAgainAndAgain: Attack = {
  name: 'asks for the schema a hundred times in one question',
  async run(target) {
    const fields = 'types { name description fields { name description args { name description } } }';
    const answer = await ask(
      target,
      `{ ${many(100, (at) => `a${at}: __schema { ${fields} }`)} }`,
      'demo-officer',
    );
    return { held: answer.codes.includes('QUERY_TOO_COSTLY'), got: shown(answer) };
  },
};
