/** The people of a province during the attack: they make and approve batches however often they have to ask, and decide what the
 *  machine left to them. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { formatId } from '../../src/values/index.js';
import { approveBatch, createBatch, PROVINCE } from '../setup/province-payout.js';
import { insist } from './chaos-world.js';
import { DecidingPeople } from './deciding-people.js';
import { Treasurer } from './treasurer.js';

const SETTLED_MS = 300_000;
const CHECKED_MS = 240_000;
const LOOK_MS = 250;
/** So many looks long, people may still come for their cash. */
const PERIOD_END_EVERY = 12;

const CHECKS_LEFT = `SELECT count(*)::int AS left FROM work.task WHERE kind IN ('CITIZEN_CHECK', 'ACCOUNT_CHECK')`;

const OPEN = `SELECT (SELECT count(*)::int FROM payment.payment
    WHERE status NOT IN ('SETTLED', 'REJECTED', 'CANCELLED', 'RETURNED'))
  + (SELECT count(*)::int FROM payment.exception WHERE resolved_at IS NULL) AS open`;

/** Hours between two inquiries pass at once, but for what waits for people. */
const LET_TIME_PASS = `UPDATE work.task SET available_at = now() WHERE id = ANY (ARRAY(
  SELECT id FROM work.task t WHERE leased_until IS NULL AND available_at > now() AND NOT EXISTS (
    SELECT 1 FROM payment.exception x WHERE x.attempt_id = t.id AND x.kind = 'NOT_RECEIVED' AND x.resolved_at IS NULL)
  FOR UPDATE SKIP LOCKED))`;

export class People extends DecidingPeople {
  private readonly treasurer = new Treasurer(this.world);

  /** Everybody and every account is asked about, and the answers are waited for. */
  async checkProvince(calmDown: () => Promise<void>): Promise<void> {
    const { world } = this;
    const officer = await world.hub.client('demo-officer', 'PAYMENT_PREPARATION');
    const input = { area: PROVINCE };
    await officer.ask('request-citizen-checks', { input });
    await officer.ask('request-account-checks', { input });
    const until = Date.now() + CHECKED_MS;
    let before = Infinity;
    for (;;) {
      const [{ left } = { left: 0 }] = await world.rows<{ left: number }>(CHECKS_LEFT);
      if (left === 0) return;
      if (Date.now() > until) throw new Error(`${left} checks are still to be answered.`);
      // Halfway through, everybody behaves: the rest is to come.
      if (before !== Infinity && left < before / 2) {
        await calmDown();
        before = Infinity;
      } else if (before === Infinity) before = left;
      await world.rows(LET_TIME_PASS);
      await delay(LOOK_MS);
    }
  }

  /** Makes the month's batch and approves it. Whatever happens to an answer, the repeats of a key make one batch. */
  async payMonth(period: string): Promise<void> {
    await this.pay(period, 'REGULAR');
  }

  /** What was paid short, or came back: the difference is paid, once. */
  async payArrears(period: string): Promise<void> {
    await this.pay(period, 'ARREARS');
  }

  private async pay(period: string, kind: 'REGULAR' | 'ARREARS'): Promise<void> {
    const input = { idempotencyKey: randomUUID(), kind, carryForward: true };
    await insist('the batch is made', () => createBatch(this.world.hub, period, input));
    await this.approveAll();
  }

  async approveAll(): Promise<void> {
    await insist('what was made is approved', async () => {
      const left = await this.world.rows<{ id: string }>(
        `SELECT id FROM payment.batch WHERE status = 'AWAITING_APPROVAL'`,
      );
      for (const { id } of left) await approveBatch(this.world.hub, formatId('bat', id));
    });
  }

  /** Payments that are still to be sent. */
  async countWaiting(): Promise<number> {
    const [{ waiting } = { waiting: 0 }] = await this.world.rows<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM payment.payment WHERE status IN ('APPROVED', 'QUEUED')`,
    );
    return waiting;
  }

  letTimePass(): Promise<unknown> {
    return this.world.rows(LET_TIME_PASS);
  }

  /** Until every payment is at its end and nothing waits for people. Institutions behave meanwhile.
   *  @throws Error naming what does not end */
  async untilSettled(): Promise<void> {
    await this.approveAll();
    const until = Date.now() + SETTLED_MS;
    let rounds = 0;
    for (;;) {
      await this.decideAll();
      await this.treasurer.fundByHand();
      const [{ open } = { open: 0 }] = await this.world.rows<{ open: number }>(OPEN);
      if (open === 0) return this.treasurer.recordForgotten();
      if (Date.now() > until) throw new Error(`Does not end: ${await this.describeOpen()}`);
      await this.letTimePass();
      if (rounds++ % PERIOD_END_EVERY === PERIOD_END_EVERY - 1) await this.world.simulators.endPeriod();
      await delay(LOOK_MS);
    }
  }

  private async describeOpen(): Promise<string> {
    const rows = await this.world.rows(
      `SELECT p.institution_code, p.status, t.action, t.available_at > now() AS waits, t.lease_holder, x.kind, count(*)::int,
         min(a.reference) AS example
       FROM payment.payment p LEFT JOIN payment.attempt a ON a.payment_id = p.id LEFT JOIN work.task t ON t.id = a.id
       LEFT JOIN payment.exception x ON x.payment_id = p.id AND x.resolved_at IS NULL
       WHERE p.status NOT IN ('SETTLED', 'REJECTED', 'CANCELLED', 'RETURNED') OR x.id IS NOT NULL
       GROUP BY 1, 2, 3, 4, 5, 6 LIMIT 10`,
    );
    return JSON.stringify(rows);
  }
}
