/** What the hub cannot do without is killed while it pays: its PostgreSQL, a session of it, the simulators. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';

import { postmasterOf, processesOf, simulatorsOf } from '../setup/hub-processes.js';
import { compareMoney } from '../setup/money-agreement.js';
import { PayoutUnderFire } from './payout-under-fire.js';

const PEOPLE = 60;
const POLL_MS = 10;
const WITHIN_MS = 20_000;

let payout: PayoutUnderFire;

beforeAll(async () => {
  payout = new PayoutUnderFire('refuse', PEOPLE);
  await payout.begin();
}, 120_000);
afterAll(() => payout.hub.remove(), 60_000);

/** Resolves when the hub says so. @throws Error when it has ended, or says something else for too long */
async function untilReady(isReady: boolean): Promise<void> {
  const until = Date.now() + WITHIN_MS;
  for (;;) {
    const { status } = await fetch(`${payout.hub.url}/health/ready`);
    if (status === (isReady ? 200 : 503)) return;
    if (Date.now() > until) throw new Error(`/health/ready says ${status} for too long`);
    await delay(POLL_MS);
  }
}

async function sessionOf(): Promise<number> {
  const [session] = await payout.hub.rows<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'ansinh-hub' ORDER BY state = 'active' DESC LIMIT 1`,
  );
  return session?.pid ?? 0;
}

const processes: readonly (readonly [string, () => number | Promise<number>])[] = [
  ['PostgreSQL', () => postmasterOf(payout.hub.dataDir)],
  ['a session of PostgreSQL', sessionOf],
  ['the simulators', () => simulatorsOf(payout.hub.dataDir)],
];

describe('a hub whose processes are killed while it pays', () => {
  it.each(processes)('is not ready without %s, starts it again, and is ready', async (_name, find) => {
    await payout.keepBusy();
    await payout.untilBooked(WITHIN_MS);

    process.kill(await find(), 'SIGKILL');
    await untilReady(false);
    await untilReady(true);

    expect(postmasterOf(payout.hub.dataDir)).toBeGreaterThan(0);
  });

  it('stops everything when it is stopped in the middle of a restart, and goes on with the next start', async () => {
    const { hub } = payout;
    await payout.keepBusy();
    await payout.untilBooked(WITHIN_MS);
    process.kill(simulatorsOf(hub.dataDir), 'SIGKILL');
    process.kill(postmasterOf(hub.dataDir), 'SIGKILL');

    expect(await hub.interrupt()).toBe(0);

    expect(processesOf(hub.dataDir)).toEqual([]);
    await hub.start();
    await payout.reader.resume();
  }, 60_000);

  it('pays everybody once', async () => {
    await payout.untilSettled();

    const money = await compareMoney(payout.hub, await payout.world.ledgers());
    expect(money).toMatchObject({ paidTwice: [], different: [], unexplained: [], unfinished: [] });
    expect(money.settled).toBeGreaterThan(50);
    expect((await payout.hub.command('check')).stdout).toContain('Everything holds.');
  }, 120_000);
});
