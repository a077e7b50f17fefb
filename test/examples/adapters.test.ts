import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { BUNDLED_ADAPTERS } from '../../src/app/bundled-adapters.js';
import type { Data } from '../setup/hub-client.js';
import { compareMoney } from '../setup/money-agreement.js';
import { findPersonalNumbers, numbersIn } from '../setup/personal-numbers.js';
import { approveBatch, checkProvince, createBatch, periodOf } from '../setup/province-payout.js';
import { RunningHub } from '../setup/running-hub.js';
import { SimulatedWorld } from '../setup/simulated-world.js';
import { JAVASCRIPT, PYTHON, whySkipped } from './languages.js';
import { ToyInstitution } from './toy-institution.js';

const PAYOUT_MS = 120_000;
const PEOPLE = 300;

const environment: NodeJS.ProcessEnv = {};
const hub = new RunningHub({ people: PEOPLE, environment });
const world = new SimulatedWorld(hub.dataDir);
const examples = [
  new ToyInstitution(hub, PYTHON, 'bidv'),
  new ToyInstitution(hub, JAVASCRIPT, 'agribank'),
].filter(({ language }) => language.missing === undefined);

beforeAll(async () => {
  const played = examples.map(({ system }) => system);
  environment['HUB_ADAPTERS'] = [...BUNDLED_ADAPTERS.keys()].filter((name) => !played.includes(name)).join();
  await hub.start();
  for (const example of examples) {
    await example.startBank();
    example.startAdapter();
  }
  await checkProvince(hub);
}, 180_000);

afterAll(async () => {
  for (const example of examples) await example.stop();
  await hub.remove();
}, 60_000);

async function approveMonth(offset: number): Promise<string> {
  const batch = (await createBatch(hub, periodOf(offset)))!;
  await approveBatch(hub, batch['id'] as string);
  return batch['id'] as string;
}

async function untilCompleted(id: string): Promise<void> {
  const monitor = await hub.client('demo-monitor');
  const progress = monitor.watch('watch-batch-progress', { id });
  const isCompleted = (items: readonly Data[]): boolean => items.at(-1)?.['batch'].status === 'COMPLETED';
  try {
    await progress.until('the batch is completed', isCompleted, PAYOUT_MS);
  } catch (error) {
    const open = await hub.rows(OPEN);
    const said = examples.map(({ output }) => output).join('');
    throw new Error(`${(error as Error).message}: ${JSON.stringify(open)}\n${said}`, { cause: error });
  }
  await progress.close();
}

const OPEN = `
  SELECT institution_code, status, count(*)::int FROM payment.payment
  WHERE status NOT IN ('SETTLED', 'REJECTED', 'CANCELLED', 'RETURNED') GROUP BY 1, 2`;

async function countMovesToUnknown(): Promise<number> {
  const sql = `SELECT count(*)::int AS moves FROM event.log WHERE kind = 'payment' AND status_to = 'UNKNOWN'`;
  return (await hub.rows<{ moves: number }>(sql))[0]!.moves;
}

async function expectAgreement(): Promise<void> {
  const toyBooks = examples.flatMap((example) => example.bookings());
  const money = await compareMoney(hub, [...(await world.ledgers()), ...toyBooks]);
  expect(money).toMatchObject({
    ...{ paidTwice: [], different: [], unexplained: [], unfinished: [], exceptions: 0 },
  });
  const { code, stdout } = await hub.command('check');
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('Everything holds.') });
}

describe(`adapters that know the schema alone: one in Python${whySkipped(PYTHON)}, one in JavaScript`, () => {
  it(
    'pay everybody once, killed in the middle, while their banks lose one answer in seven',
    async () => {
      const id = await approveMonth(0);
      for (const example of examples) {
        while (example.bookings().length < 12) await delay(10);
        await example.stopAdapter('SIGKILL');
        example.startAdapter();
      }
      await untilCompleted(id);

      for (const example of examples) {
        const references = example.bookings().map(({ reference }) => reference);
        expect(references.length).toBeGreaterThan(40);
        expect(new Set(references).size).toBe(references.length);
        expect(await example.countRepeats()).toBe(0);
        expect(example.unreported()).toBe(0);
      }
      await expectAgreement();
    },
    PAYOUT_MS + 60_000,
  );

  it(
    'give back what they cannot send while their bank is away, and nobody has to decide anything',
    async () => {
      for (const example of examples) await example.killBank();
      const id = await approveMonth(1);
      const before = await countMovesToUnknown();
      while (!examples.every(({ output }) => output.includes('go back'))) await delay(20);
      expect(await countMovesToUnknown()).toBe(before);
      for (const example of examples) await example.startBank();
      await untilCompleted(id);

      await expectAgreement();
    },
    PAYOUT_MS + 60_000,
  );

  it('end in order on SIGTERM', async () => {
    for (const example of examples) {
      expect(await example.stopAdapter('SIGTERM')).toBe(0);
      expect(example.unreported()).toBe(0);
    }
  });

  it('have printed no personal id and no account number', () => {
    const numbers = findPersonalNumbers([hub.dataDir]);

    expect(numbers.size).toBeGreaterThan(400);
    expect(numbersIn(examples.map(({ output }) => output).join(), numbers)).toEqual([]);
  });
});
