/** Figures of a whole province are dear: a hundred of them, twenty times at once, kept the database from everybody. */
import { ask, many, type Attack } from '../attack.js';

const REQUESTS = 20;
/** What one operation may have of them, as weighed. */
const FEWER = 40;

export const coversTheCountryAHundredTimes: Attack = {
  name: 'asks for the coverage of the province a hundred times, in 20 requests at once',
  async run(target) {
    const asking = (count: number) =>
      Array.from({ length: REQUESTS }, () =>
        ask(
          target,
          `{ ${many(count, (at) => `a${at}: coverage(area: "37") { beneficiaries }`)} }`,
          'demo-officer',
        ),
      );
    const whole = await Promise.all(asking(100));
    const parts = await Promise.all(asking(FEWER));
    const isServed = ({ status, codes }: { status: number; codes: readonly string[] }) =>
      status === 200 && !codes.includes('RATE_LIMITED');
    const served = parts.filter(isServed).length;
    return {
      held: whole.every(({ codes }) => codes.includes('QUERY_TOO_COSTLY')) && served < REQUESTS,
      got: `${whole[0]?.codes.join(' ') ?? ''} each; of ${REQUESTS} with ${FEWER}, ${REQUESTS - served} RATE_LIMITED`,
    };
  },
};
