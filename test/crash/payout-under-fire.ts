/** A hub that always has something to pay out, slowly enough to be struck in the middle of it: the ground on which moments of
 *  death are chosen. */
import { setTimeout as delay } from 'node:timers/promises';

import { formatId } from '../../src/values/index.js';
import type { Data, HubClient } from '../setup/hub-client.js';
import { approveBatch, checkProvince, createBatch, periodOf } from '../setup/province-payout.js';
import { RunningHub } from '../setup/running-hub.js';
import { SimulatedWorld } from '../setup/simulated-world.js';
import { FaithfulReader } from './faithful-reader.js';

export type RepeatedReference = 'refuse' | 'book-again';

const PAYING = ['bidv', 'agribank', 'momo', 'viettel-money'] as const;
/** With fewer payments than this still to be sent, another month is paid as well. */
const WAITING_MIN = 25;
const RATE_PER_SECOND = 15;
const POLL_MS = 5;
const END_MS = 90_000;

export class PayoutUnderFire {
  readonly hub: RunningHub;
  readonly world: SimulatedWorld;
  readonly reader: FaithfulReader;
  private month = 0;

  constructor(
    private readonly repeated: RepeatedReference,
    people: number,
  ) {
    this.hub = new RunningHub({ people, logLevel: 'info', settings: settingsFor(repeated) });
    this.world = new SimulatedWorld(this.hub.dataDir);
    this.reader = new FaithfulReader(this.hub);
  }

  /** Starts, has everybody checked by an outside world that behaves, then lets it misbehave. */
  async begin(): Promise<void> {
    await this.hub.start();
    await checkProvince(this.hub);
    await this.world.misbehave(
      {
        delayMs: 150,
        dropBeforeBooking: 0.02,
        dropReplyAfterBooking: 0.08,
        serverErrorAfterBooking: 0.04,
        loseNotification: 0.1,
        answerTwice: 0.1,
        repeatedReference: this.repeated,
      },
      PAYING,
    );
    await this.reader.resume();
  }

  /** Sees to it that enough payments wait to be sent. The demo's Treasury funds what is approved here. */
  async keepBusy(): Promise<void> {
    await this.approveLeftovers();
    const [{ waiting } = { waiting: 0 }] = await this.hub.rows<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM payment.payment WHERE status IN ('APPROVED', 'QUEUED')`,
    );
    if (waiting >= WAITING_MIN) return;
    const batch = await this.prepareMonth();
    if (batch !== undefined) await approveBatch(this.hub, batch);
  }

  /** Makes the batch of the next month. @returns its id */
  async prepareMonth(): Promise<string | undefined> {
    const batch = await createBatch(this.hub, periodOf(this.month++));
    return batch?.['id'] as string | undefined;
  }

  /** Resolves as soon as a line appears in a book, which the hub has then hardly been told of. */
  async untilBooked(withinMs: number): Promise<void> {
    const before = this.world.countBookings();
    const until = Date.now() + withinMs;
    while (this.world.countBookings() === before && Date.now() < until) await delay(POLL_MS);
  }

  /** How many payments are booked, and the hub has not heard it. Asked while the hub is dead. */
  async countUnheard(): Promise<number> {
    const references = (await this.world.ledgers()).map(({ reference }) => reference);
    const [{ unheard } = { unheard: 0 }] = await this.hub.rows<{ unheard: number }>(
      `SELECT count(DISTINCT payment_id)::int AS unheard FROM payment.attempt
       WHERE reference = ANY($1) AND status NOT IN ('ACCEPTED', 'SETTLED', 'RETURNED')`,
      [references],
    );
    return unheard;
  }

  /** Waits until nothing is left to do but what two people must decide. Hours between inquiries are let pass at once. */
  async untilSettled(): Promise<void> {
    await this.approveLeftovers();
    await this.world.misbehave({
      delayMs: 0,
      dropBeforeBooking: 0,
      dropReplyAfterBooking: 0,
      serverErrorAfterBooking: 0,
    });
    const until = Date.now() + END_MS;
    while (Date.now() < until && (await this.countUnsettled()) > 0) {
      await this.hub.rows(
        `UPDATE work.task SET available_at = now() WHERE id = ANY (ARRAY(
           SELECT id FROM work.task WHERE leased_until IS NULL AND available_at > now() FOR UPDATE SKIP LOCKED))`,
      );
      await delay(200);
    }
  }

  /** Two people decide about every payment that was never received: it is sent again. What an adapter has in its hands at the
   *  moment is decided in the next round. */
  async decideToSendAgain(): Promise<void> {
    const officer = await this.hub.client('demo-officer');
    const approver = await this.hub.client('demo-approver');
    const until = Date.now() + END_MS;
    for (let ids = await openExceptions(officer); ids.length > 0 && Date.now() < until;) {
      for (const id of ids) {
        await officer.ask(RESOLVE, { id });
        await approver.ask(RESOLVE, { id });
      }
      ids = await openExceptions(officer);
    }
  }

  /** A batch whose approval was struck is approved now. */
  private async approveLeftovers(): Promise<void> {
    const left = await this.hub.rows<{ id: string }>(
      `SELECT id FROM payment.batch WHERE status = 'AWAITING_APPROVAL'`,
    );
    for (const { id } of left) await approveBatch(this.hub, formatId('bat', id));
  }

  private async countUnsettled(): Promise<number> {
    const [{ open } = { open: 0 }] = await this.hub.rows<{ open: number }>(
      `SELECT count(*)::int AS open FROM payment.payment p
       WHERE status NOT IN ('SETTLED', 'REJECTED', 'CANCELLED', 'RETURNED')
         AND NOT EXISTS (SELECT 1 FROM payment.exception x WHERE x.payment_id = p.id AND x.resolved_at IS NULL)`,
    );
    return open;
  }
}

/** Each adapter is told what its institution does with a repeated reference, and paces itself so that a payout lasts. */
function settingsFor(repeated: RepeatedReference): object {
  const repeatedReference = repeated === 'refuse' ? 'REFUSED' : 'BOOKED_AGAIN';
  const told = { ratePerSecondMax: RATE_PER_SECOND, repeatedReference };
  return {
    adapters: Object.fromEntries(PAYING.map((name) => [name, told])),
    // Every batch is a month of its own, and more are made than there are months in a policy.
    policy: { periodsAheadMax: 1_200 },
  };
}

const RESOLVE = `mutation ($id: ID!) { resolveException(input: { id: $id, decision: SEND_AGAIN, reason: "chưa đến nơi" }) {
  __typename ... on UserError { message } } }`;

async function openExceptions(officer: HubClient): Promise<readonly string[]> {
  const { reconciliationExceptions } = await officer.ask(
    '{ reconciliationExceptions(first: 500) { nodes { id } } }',
  );
  return (reconciliationExceptions as Data)['nodes'].map(({ id }: Data) => id as string) as string[];
}
