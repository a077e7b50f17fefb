import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { countStatements } from '../setup/count-statements.js';
import { bidv, monitor, napas, officer, type World } from './account-world.js';
import { openSubgraphBench, type Asking, type SubgraphBench } from './subgraph-world.js';

let bench: SubgraphBench;
let world: World;
let asking: Asking;

beforeAll(async () => {
  bench = await openSubgraphBench();
});
beforeEach(async () => {
  ({ world, asking } = await bench.reset());
});
afterAll(() => bench.close());

const DECLARE = 'mutation ($input: CapabilitiesInput!) { declareCapabilities(input: $input) { declaredAt } }';
const SHOWN = `{ institutions { code capabilities { work concurrencyMax ratePerSecondMax
  serviceHours { opensAt closesAt weekdays }
  payment { repeatedReference inquiryBy laterStatus nativeBatchMax hasStatement referenceLengthMax referencePattern
    referenceAlphabet finalWord }
  accountCheck { returnedName comparesPersonalId } } } }`;

const pace = { work: ['PAYMENT', 'ACCOUNT_CHECK'], concurrencyMax: 4, ratePerSecondMax: 5 };
const serviceHours = { opensAt: '08:00', closesAt: '16:30', weekdays: [1, 2, 3, 4, 5] };
const payment = {
  repeatedReference: 'REFUSED',
  inquiryBy: 'OWN_REFERENCE',
  laterStatus: 'FILE',
  nativeBatchMax: 500,
  hasStatement: true,
  referenceLengthMax: 35,
  referencePattern: '^[A-Z0-9]{1,35}$',
  referenceAlphabet: 'ALPHANUMERIC',
  finalWord: 'CREDITED',
};
const accountCheck = { returnedName: 'MASKED', comparesPersonalId: false };

async function capabilitiesByCode(): Promise<Record<string, unknown>> {
  const { institutions }: { institutions: { code: string; capabilities: unknown }[] } = await asking.ask(
    monitor,
    SHOWN,
  );
  return Object.fromEntries(institutions.map(({ code, capabilities }) => [code, capabilities]));
}

describe('what an institution can do', () => {
  it('is what its adapter declared, all of it, and null where none ever did', async () => {
    const input = { ...pace, serviceHours, payment, accountCheck };

    await asking.ask(bidv, DECLARE, { input });

    expect(await capabilitiesByCode()).toEqual({ BIDV: input, VIETTEL_MONEY: null, 'NAPAS:970436': null });
    expect(world.seen).toEqual(['BIDV']);
  });

  it('is for every bank behind NAPAS what NAPAS declared', async () => {
    await asking.ask(napas, DECLARE, { input: { ...pace, accountCheck } });

    const { 'NAPAS:970436': bank, BIDV: other } = await capabilitiesByCode();

    expect(bank).toEqual({ ...pace, accountCheck, serviceHours: null, payment: null });
    expect(other).toBeNull();
  });

  it('is the last word: declared again, nothing of the word before is left', async () => {
    await asking.ask(bidv, DECLARE, { input: { ...pace, serviceHours, payment, accountCheck } });
    await asking.ask(bidv, DECLARE, { input: { ...pace, ratePerSecondMax: 9 } });

    expect(await capabilitiesByCode()).toMatchObject({
      BIDV: { ratePerSecondMax: 9, serviceHours: null, payment: null, accountCheck: null },
    });
  });

  it('is read in as many statements for one institution as for all', async () => {
    await asking.ask(bidv, DECLARE, { input: pace });

    expect(await countStatements(() => capabilitiesByCode())).toHaveLength(2);
  });

  it('is declared by adapters only', async () => {
    for (const caller of [officer, monitor]) {
      await expect(asking.ask(caller, DECLARE, { input: pace })).rejects.toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ]);
    }
  });

  it.each([
    ['no rate', { ratePerSecondMax: 0 }],
    ['more at once than any', { concurrencyMax: 201 }],
    ['hours that close before they open', { serviceHours: { ...serviceHours, closesAt: '07:00' } }],
    ['an hour that there is not', { serviceHours: { ...serviceHours, closesAt: '24:30' } }],
    ['an eighth day of the week', { serviceHours: { ...serviceHours, weekdays: [8] } }],
    ['a day twice', { serviceHours: { ...serviceHours, weekdays: [1, 1] } }],
    ['references too short to differ', { payment: { ...payment, referenceLengthMax: 12 } }],
    [
      'too few digits to differ',
      { payment: { ...payment, referenceAlphabet: 'DIGITS', referenceLengthMax: 16 } },
    ],
    ['batches of nothing', { payment: { ...payment, nativeBatchMax: 0 } }],
  ])('is not taken with %s, and changes nothing', async (_what, wrong) => {
    await expect(asking.ask(bidv, DECLARE, { input: { ...pace, ...wrong } })).rejects.toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(await capabilitiesByCode()).toMatchObject({ BIDV: null });
  });
});
