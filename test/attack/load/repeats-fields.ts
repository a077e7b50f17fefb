/** To see that equal fields can be merged, each was compared with each. */
import { ask, shown, type Attack } from '../attack.js';

export const repeatsFields: Attack = {
  name: 'repeats one field 1,400 times, plain and in objects',
  async run(target) {
    const plain = await ask(target, `{ ${'__typename '.repeat(1_400)} }`, 'demo-officer');
    const nested = await ask(
      target,
      `{ ${'viewer { subject subject subject } '.repeat(400)} }`,
      'demo-officer',
    );
    return {
      held: [plain, nested].every(({ codes }) => codes.includes('QUERY_TOO_COSTLY')),
      got: `${shown(plain)}; ${shown(nested)}`,
    };
  },
};
