/** Puts back a backup of a random moment of a payout, after money has moved that it does not know of: institutions keep their books, the
 *  hub forgets. The hub must recover by itself, send nothing meanwhile, and pay nobody again whom it has forgotten. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { formatId } from '../../src/values/index.js';
import { beginningOf, PREPARING } from '../setup/province-payout.js';
import { runCommand } from '../setup/run-command.js';
import type { Blow } from './chaos-schedule.js';
import { insist, type ChaosWorld } from './chaos-world.js';
import type { CutReader } from './cut-reader.js';
import { endRecovery, type Recovering } from './end-recovery.js';

export interface Restoring extends Recovering {
  readonly reader: CutReader;
  readonly payAnotherMonth: () => Promise<string>;
  readonly payMonth: (period: string) => Promise<void>;
  readonly calmDown: () => Promise<void>;
  /** Institutions misbehave again, as they did before. */
  readonly misbehave: () => Promise<void>;
}

const PAYING_MS = { beforeBackup: 1_500, afterBackup: 2_500 };

export async function restoreBackup(restoring: Restoring, { when, isOther }: Blow): Promise<void> {
  const { world, strikes, payAnotherMonth, reader } = restoring;
  await payAnotherMonth();
  await delay(when * PAYING_MS.beforeBackup);
  restoring.say('backs up');
  const folder = join(world.hub.dataDir, `backup-${strikes.of('databaseRestored')}`);
  const takenAt = await takeBackup(world, folder);
  // A batch before the backup, another one after it; or the first one goes on alone.
  const forgotten = isOther ? [await payAnotherMonth()] : [];
  await delay(when * PAYING_MS.afterBackup);
  const staleCursor = reader.place;
  restoring.say('restores');
  await goBack(world, folder);
  strikes.note('databaseRestored');
  await expectRecovery(world);
  await expectExpired(world, staleCursor);
  const monitor = await insist('a monitor signs in', () => world.hub.client('demo-monitor'));
  reader.beginAnew(await insist('the log is read', () => beginningOf(monitor, 'paymentEvents')));
  await restoring.calmDown();
  await endRecovery(restoring, takenAt);
  await restoring.misbehave();
  for (const period of forgotten) {
    await restoring.payMonth(period);
    strikes.note('monthForgotten');
  }
}

async function takeBackup(world: ChaosWorld, folder: string): Promise<Date> {
  const { code, stdout, stderr } = await run(world, 'backup', folder, '--json');
  if (code !== 0) throw new Error(`No backup: ${stderr}`);
  return new Date((JSON.parse(stdout) as { takenAt: string }).takenAt);
}

async function goBack(world: ChaosWorld, folder: string): Promise<void> {
  await world.killSecond();
  await world.killHub();
  await world.stopDatabase();
  const { code, stdout, stderr } = await run(world, 'restore', folder, '--json');
  if (code !== 0) throw new Error(`No restore: ${stderr}`);
  const { keptAt } = JSON.parse(stdout) as { keptAt?: string };
  for (const spent of [folder, keptAt ?? folder]) rmSync(spent, { recursive: true, force: true });
  await world.startDatabase();
  await world.startHub();
  await world.startSecond();
}

/** The embedded database's own commands: what the hubs are told of another one does not hold for them. */
function run(world: ChaosWorld, ...args: readonly string[]) {
  return runCommand(args, { HUB_DATA_DIR: world.hub.dataDir });
}

/** Nothing is approved while it goes on. */
async function expectRecovery(world: ChaosWorld): Promise<void> {
  const [recovery] = await world.rows<{ cause: string }>(
    'SELECT cause FROM payment.recovery WHERE ended_at IS NULL',
  );
  if (recovery === undefined) throw new Error('The database is older than it was, and nobody recovers.');
  const [batch] = await world.rows<{ id: string }>(
    `SELECT id FROM payment.batch WHERE status = 'AWAITING_APPROVAL' LIMIT 1`,
  );
  if (batch === undefined) return;
  const approver = await insist('an approver signs in', () => world.hub.client('demo-approver', PREPARING));
  const input = { id: formatId('bat', batch.id), acceptFlagsReason: 'đã xem' };
  const { approvePaymentBatch } = await approver.ask('approve-payment-batch', { input });
  const { __typename: answer } = approvePaymentBatch as { __typename: string };
  if (answer !== 'HubRecovering') throw new Error(`Approved while the hub recovers: ${answer}`);
}

/** A cursor of the log that was, is no place in the log that is. */
async function expectExpired(world: ChaosWorld, cursor: string): Promise<void> {
  const client = await insist('a monitor signs in', () => world.hub.client('demo-monitor'));
  const { body } = await insist('the log is asked', () =>
    client.answer(
      'query ($after: Cursor) { paymentEvents(after: $after, first: 1) { pageInfo { endCursor } } }',
      {
        after: cursor,
      },
    ),
  );
  const code = body.errors?.[0]?.extensions['code'];
  if (code !== 'CURSOR_EXPIRED') throw new Error(`A cursor of before the restore is taken: ${String(code)}`);
}
