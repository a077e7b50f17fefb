/** Carries out one blow of the schedule. What it cannot find to strike (nothing in hand, nobody there) is not counted. */
import { setTimeout as delay } from 'node:timers/promises';

import { insist, type ChaosWorld } from './chaos-world.js';
import type { Blow } from './chaos-schedule.js';
import type { Contradictions } from './contradictions.js';
import { poisonReports } from './poison-reports.js';
import { forgeReports, stormReports } from './report-storm.js';
import { restoreBackup, type Restoring } from './restore-backup.js';
import { bringStatements } from './statement-storm.js';
import type { StrikeBook } from './strike-book.js';

/** So many statements pass within a second or two of a payout. */
const STATEMENTS_MAX = 100;
const TRAP_MS = 10_000;
const ANY_TIME_MS = 900;
const SESSIONS_MAX = 6;
const DOWN_MS = { min: 300, max: 2_500 };
const LEASE_SECONDS = 5;
const HAND_MS = 30_000;
/** Rails with few payments have nothing to hand out most of the time. */
const BUSIEST = 4;
const LAPSE_MS = 60_000;
const POLL_MS = 100;

/** `payAnotherMonth` makes and approves another month, for who wants to strike just then. */
export interface Struck extends Restoring {
  readonly contradictions: Contradictions;
}

export async function strikeBlow(blow: Blow, struck: Struck): Promise<void> {
  const { world, strikes } = struck;
  const { all } = world.simulators;
  const system = all[blow.whom % all.length]?.name ?? '';
  switch (blow.name) {
    case 'killHub':
      await delay(blow.when * ANY_TIME_MS);
      await world.killHub();
      strikes.note('hubKilled');
      return world.startHub();
    case 'killHubAtStatement':
      return killAtStatement(blow, struck, 'hub');
    case 'killSecondHub':
      return killAtStatement(blow, struck, 'second');
    case 'killHubApproving':
      return killApproving(blow, struck);
    case 'terminateSessions':
      return terminateSessions(blow, struck);
    case 'restartDatabase':
      await world.restartDatabase('fast');
      return strikes.note('databaseRestarted');
    case 'crashDatabase':
      await world.restartDatabase('immediate');
      return strikes.note('databaseCrashed');
    case 'pauseAdapter':
      return pauseAdapter(blow, struck);
    case 'restartSimulator':
      await world.simulators.restart(system);
      return strikes.note('simulatorRestarted');
    case 'loseLastSecond': {
      // While money moves: an institution that rests loses nothing.
      await struck.payAnotherMonth();
      const lost = await world.simulators.loseLastSecond((await pickBusy(world, blow.whom)).name);
      strikes.note('simulatorRestarted');
      return strikes.note('lastSecondLost', lost);
    }
    case 'takeDown':
      return world.simulators.misbehave(system, { downForMs: between(DOWN_MS, blow.when) });
    case 'expireCertificate':
      return world.simulators.misbehave((await pickBusy(world, blow.whom)).name, {
        expiredCertificateForMs: between(DOWN_MS, blow.when),
      });
    case 'stormReports':
      return stormReports(struck, blow);
    case 'forgeReports':
      return forgeReports(struck, blow);
    case 'contradict':
      return struck.contradictions.strike(blow);
    case 'bringStatements':
      return bringStatements(struck, blow);
    case 'poisonReports':
      return poisonReports(struck, blow);
    case 'restoreBackup':
      return restoreBackup(struck, blow);
  }
}

function between({ min, max }: { readonly min: number; readonly max: number }, when: number): number {
  return Math.round(min + when * (max - min));
}

async function killAtStatement(
  blow: Blow,
  { world, strikes }: Struck,
  which: 'hub' | 'second',
): Promise<void> {
  const target = which === 'hub' ? world.hub : world.second;
  const gate = which === 'hub' ? world.gate : world.secondGate;
  if (which === 'second' && !world.isSecondUp) return world.startSecond();
  const { pid } = target;
  const statement = 1 + Math.floor(blow.when * STATEMENTS_MAX);
  const spring = (): void => killNow(pid);
  const isSprung = await gate.set({ statement, isSent: blow.isOther, spring }, TRAP_MS);
  if (which === 'hub') await world.killHub(isSprung);
  else await world.killSecond(isSprung);
  strikes.note(which === 'second' ? 'secondHubKilled' : isSprung ? 'hubKilledAtStatement' : 'hubKilled');
  // The second one comes back the next time that it is its turn, or at the round's end.
  if (which === 'hub') await world.startHub();
}

async function killApproving(blow: Blow, struck: Struck): Promise<void> {
  const { world, strikes } = struck;
  const { pid } = world.hub;
  const spring = (): void => killNow(pid);
  const statement = 1 + Math.floor(blow.when * STATEMENTS_MAX);
  const trap = world.gate.set({ statement, isSent: blow.isOther, spring }, TRAP_MS);
  // Asked again until it is done, across the death.
  const paying = struck.payAnotherMonth();
  const isSprung = await trap;
  await world.killHub(isSprung);
  strikes.note(isSprung ? 'hubKilledApproving' : 'hubKilled');
  await world.startHub();
  await paying;
}

/** At the very statement; whoever waits for the process follows. */
function killNow(pid: number | undefined): void {
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
}

async function terminateSessions(blow: Blow, { world, strikes }: Struck): Promise<void> {
  const count = 1 + (blow.whom % SESSIONS_MAX);
  const [{ ended } = { ended: 0 }] = await world.rows<{ ended: number }>(
    `SELECT count(*) FILTER (WHERE pg_terminate_backend(pid))::int AS ended FROM (
       SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'test'
         AND backend_type = 'client backend' ORDER BY (state = 'active') DESC, random() LIMIT $1) s`,
    [count],
  );
  strikes.note('sessionTerminated', ended);
}

/** In-process adapters are quicker than one that comes over HTTP: the first hub starts again without this one, and the second hub,
 *  which has them all, stays away for a while. */
async function leaveRailTo(rail: string, world: ChaosWorld, strikes: StrikeBook): Promise<void> {
  if (world.isSecondUp) {
    await world.killSecond();
    strikes.note('hubKilled');
  }
  await world.killHub();
  strikes.note('hubKilled');
  await world.startHub({ without: rail });
}

const WAITING_AT = `SELECT count(*)::int AS waiting FROM payment.payment
  WHERE split_part(institution_code, ':', 1) = $1 AND status IN ('APPROVED', 'QUEUED')`;

async function pickBusy(world: ChaosWorld, whom: number): Promise<ChaosWorld['rails'][number]> {
  const busiest = await world.rows<{ institution: string }>(
    `SELECT split_part(institution_code, ':', 1) AS institution FROM payment.payment
     GROUP BY 1 ORDER BY count(*) DESC LIMIT ${BUSIEST}`,
  );
  const chosen = busiest[whom % busiest.length]?.institution;
  return world.rails.find(({ institution }) => institution === chosen) ?? world.rails[0]!;
}

/** Another process of the same adapter takes work and is stopped with it in its hands, until the hub has let the leases lapse and
 *  others have found out; then it goes on as if nothing had been. */
async function pauseAdapter(blow: Blow, { world, strikes, payAnotherMonth }: Struck): Promise<void> {
  const rail = await pickBusy(world, blow.whom);
  await leaveRailTo(rail.name, world, strikes);
  const child = world.startAdapter(rail.name, LEASE_SECONDS);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const countHeld = async (): Promise<number> => {
    const [{ held } = { held: 0 }] = await world.rows<{ held: number }>(
      `SELECT count(*)::int AS held FROM work.task WHERE kind = 'PAYMENT' AND lease_holder LIKE $1`,
      [`adapter-${rail.name}/%-alone/%`],
    );
    return held;
  };
  try {
    const handUntil = Date.now() + HAND_MS;
    while ((await countHeld()) === 0 && Date.now() < handUntil) {
      const [{ waiting } = { waiting: 0 }] = await world.rows<{ waiting: number }>(WAITING_AT, [
        rail.institution,
      ]);
      if (waiting === 0) await payAnotherMonth();
      await delay(POLL_MS);
    }
    child.kill('SIGSTOP');
    // Others are there again, and find out what became of it.
    await world.startSecond();
    const held = await countHeld();
    const lapseUntil = Date.now() + LAPSE_MS;
    while ((await countHeld()) > 0 && Date.now() < lapseUntil) await delay(POLL_MS);
    strikes.note('adapterPaused', held - (await countHeld()));
    child.kill('SIGCONT');
    await delay(500 + blow.when * 1_000);
  } finally {
    // One that has died meanwhile gets no signal; one that is stopped dies of this one all the same.
    child.kill(blow.isOther ? 'SIGKILL' : 'SIGTERM');
    const isGone = await Promise.race([ended.then(() => true), delay(5_000).then(() => false)]);
    if (!isGone) child.kill('SIGKILL');
    await insist('the stopped adapter is gone', () => ended);
  }
}
