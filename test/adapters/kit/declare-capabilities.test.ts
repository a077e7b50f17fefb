/** An adapter says what its institution can do, and the hub's references fit what the institution takes. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { FlakyHub } from '../../../adapters/kit/conformance/flaky-hub.js';
import { ModelHub, paymentTask } from '../../../adapters/kit/conformance/index.js';
import {
  HubFailure,
  runAdapter,
  silentLog,
  type Adapter,
  type Capabilities,
  type RunningAdapter,
} from '../../../adapters/kit/index.js';
import { declarationRound, referenceAlphabetOf } from '../../../adapters/kit/worker/declare-capabilities.js';

const capabilities: Capabilities = {
  work: ['PAYMENT'],
  concurrencyMax: 4,
  ratePerSecondMax: 5,
  serviceHours: { opensAt: '08:00', closesAt: '16:30', weekdays: [1, 2, 3, 4, 5] },
  payment: {
    repeatedReference: 'REFUSED',
    inquiryBy: 'OWN_REFERENCE',
    laterStatus: 'POLLING',
    nativeBatchMax: 50,
    hasStatement: true,
    reference: { lengthMax: 20, pattern: /^[0-9A-Z]{1,20}$/ },
    finalWord: 'CREDITED',
  },
};

const running: RunningAdapter[] = [];
afterEach(async () => {
  for (const adapter of running.splice(0)) await adapter.stop(50);
});

async function run(hub: FlakyHub, changes: Partial<Capabilities> = {}): Promise<{ isStopped: boolean }> {
  const session = { isStopped: false };
  const adapter: Adapter = {
    name: 'toy',
    institution: 'TOY',
    capabilities: { ...capabilities, ...changes },
    parseConfig: (input) => input,
    start: () =>
      Promise.resolve({
        payment: { submit: credit, inquire: credit },
        stop: () => Promise.resolve(void (session.isStopped = true)),
      }),
  };
  // A Sunday: the institution is closed.
  const clock = () => new Date('2026-11-22T03:00:00Z');
  const options = { adapter, config: {}, hub, log: silentLog, worker: 'toy', pollMs: 10, clock };
  running.push(
    await runAdapter(options).catch((error: unknown) => {
      throw Object.assign(error as Error, { session });
    }),
  );
  return session;
}

const credit = () =>
  Promise.resolve({ status: 'SETTLED', evidence: 'REPLY', occurredAt: new Date() } as const);

describe('an adapter that starts', () => {
  it('declares everything that its institution can do, also while the institution is closed', async () => {
    const hub = new ModelHub();
    await run(new FlakyHub(await hub.connect()));

    while ((await hub.declaration()) === undefined) await hub.changed();

    expect(JSON.parse(JSON.stringify(await hub.declaration()))).toEqual({
      work: ['PAYMENT'],
      concurrencyMax: 4,
      ratePerSecondMax: 5,
      serviceHours: capabilities.serviceHours,
      payment: {
        repeatedReference: 'REFUSED',
        inquiryBy: 'OWN_REFERENCE',
        laterStatus: 'POLLING',
        nativeBatchMax: 50,
        hasStatement: true,
        referenceLengthMax: 20,
        referencePattern: '^[0-9A-Z]{1,20}$',
        referenceAlphabet: 'ALPHANUMERIC',
        finalWord: 'CREDITED',
      },
    });
  });

  it('works while the hub does not hear its declaration, and declares again until it does', async () => {
    const hub = new ModelHub();
    const task = paymentTask();
    await hub.addPayment(task);
    const line = new FlakyHub(await hub.connect());
    line.trouble('DeclareCapabilities', 'never arrives', 'never arrives');

    await run(line, { serviceHours: undefined });
    while ((await hub.payment(task.reference)).status !== 'SETTLED') await hub.changed();
    while ((await hub.declaration()) === undefined) await hub.changed();

    expect((await hub.payment(task.reference)).submits).toBe(1);
  });

  it('does not insist with a hub that knows no declarations', async () => {
    const refusal = new HubFailure('GRAPHQL_VALIDATION_FAILED', 'no such field');
    const hub = { execute: () => Promise.reject(refusal), close: () => Promise.resolve() };
    const { turn } = declarationRound({ hub, capabilities, log: silentLog });

    await expect(turn(new AbortController().signal)).resolves.toBeUndefined();
  });

  it('does not start for an institution that takes no reference of the hub', async () => {
    const hub = new FlakyHub(await new ModelHub().connect());
    const payment = { ...capabilities.payment!, reference: { lengthMax: 12, pattern: /^\w{1,12}$/ } };

    await expect(run(hub, { payment })).rejects.toMatchObject({
      kind: 'MISCONFIGURED',
      code: 'REFERENCE',
      session: { isStopped: true },
    });
  });
});

describe('what the hub makes references of', () => {
  it.each([
    ['any letters and digits', 35, /^[A-Za-z0-9]{1,35}$/, 'ALPHANUMERIC'],
    ['twenty capitals and digits', 20, /^[A-Z0-9]{1,20}$/, 'ALPHANUMERIC'],
    ['MoMo’s words with marks between', 50, /^[0-9a-zA-Z]([-_.]*[0-9a-zA-Z]+)*$/, 'ALPHANUMERIC'],
    ['digits only', 20, /^\d{1,20}$/, 'DIGITS'],
    ['twenty-three capitals and digits, a letter first', 23, /^[A-Z][A-Z0-9]{22}$/, 'ALPHANUMERIC'],
    ['a digit first', 30, /^[0-9][A-Z0-9]*$/, 'DIGITS'],
    ['no letters but those of hexadecimal digits', 32, /^[A-F0-9]+$/, 'DIGITS'],
    ['eighteen digits', 18, /^\d{18}$/, 'DIGITS'],
    ['few digits', 12, /^\d{1,12}$/, undefined],
    ['small letters only', 40, /^[a-z]+$/, undefined],
  ])('where %s are taken', (_what, lengthMax, pattern, alphabet) => {
    const ask = () => referenceAlphabetOf({ lengthMax, pattern });

    if (alphabet === undefined) expect(ask).toThrow(expect.objectContaining({ code: 'REFERENCE' }));
    else expect(ask()).toBe(alphabet);
  });
});
