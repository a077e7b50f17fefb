/** Asks the hub again and again what the Treasury is to do, has it done, and records what the Treasury says. Every order is asked
 *  about before it is sent, so that whatever was lost on the way, a crash included, is found under its reference. */
import type { FundingAnswer, FundingOrder, FundingSource } from '../funding-source.js';
import { AdapterError } from '../adapter-error.js';
import {
  ClaimFundingOrdersDocument,
  RecordTreasuryFundingDocument,
  RecordFundingReturnDocument,
  ReportFundingRefusalDocument,
  type ClaimFundingOrdersMutation,
  type FundingRefusalInput,
} from '../generated/hub-client.js';
import { HubFailure } from '../hub/hub-connection.js';
import { keptText } from './kept-text.js';
import { Pace } from './pace.js';
import type { RoundRoom } from './rounds-of.js';
import type { Round } from './round.js';
import { StubbornItems } from './stubborn-items.js';

/** Orders of one look; the rest comes with the next. */
const ordersMax = 100;
/** Nothing is sent later than this after the hub said that it is wanted: two minutes after, it may have taken it back. */
const sendWithinMs = 60_000;

export function fundingRound({ session, capabilities, hub, log, clock }: RoundRoom): Round | undefined {
  const source = session.funding;
  if (!source) return undefined;
  const pace = new Pace(capabilities);
  const stubborn = new StubbornItems();

  async function carryOut(source: FundingSource, order: FundingOrder, claimedAt: number): Promise<void> {
    const told = await source.inquire(order);
    const isLate = performance.now() - claimedAt > sendWithinMs;
    const answer = isToBeSent(order, told) && !isLate ? await source.submit(order) : told;
    switch (answer.status) {
      case 'IN_CONTROL':
        return;
      case 'NOT_RECEIVED':
        if (!order.isWanted) await refuse(order, notReceived(clock()));
        return;
      case 'REFUSED':
        if (order.isWanted && isKnown(order, answer)) return;
        log.warn({ ...shown(order), reason: answer.reason }, 'the Treasury refused an order');
        return refuse(order, { reason: keptText(answer.reason), refusedAt: answer.refusedAt.toISOString() });
      case 'EXECUTED':
        return answer.amount === order.amount ? record(order, answer) : showOther(order, answer);
    }
  }

  /** A word about other money than was ordered is no word about the order, and nothing is recorded: people are shown the document. A
   *  hub that has forgotten a batch and makes it again with other people in it gets this answer. */
  async function showOther(order: FundingOrder, answer: Executed): Promise<void> {
    const refusedAt = new Date(`${answer.date}T00:00:00+07:00`);
    if (order.isWanted && isKnown(order, { refusedAt })) return;
    log.warn(
      { ...shown(order), documentNumber: answer.documentNumber },
      'the Treasury carried out an order with another amount',
    );
    await refuse(order, { reason: otherAmount(answer), refusedAt: refusedAt.toISOString() });
  }

  async function record(order: FundingOrder, answer: Executed): Promise<void> {
    const { amount, date } = answer;
    const documentNumber = keptText(answer.documentNumber);
    const document = { documentNumber, amount: Number(amount), date, orderReference: order.reference };
    const input = { ...document, batchId: order.batchId };
    const result =
      order.kind === 'FUND'
        ? (await hub.execute(RecordTreasuryFundingDocument, { input })).recordFunding
        : (await hub.execute(RecordFundingReturnDocument, { input })).recordFundingReturn;
    if ('message' in result) {
      log.error({ ...shown(order), documentNumber, message: result.message }, 'a document was not recorded');
      throw new AdapterError('REFUSED', NOT_RECORDED, 'the hub did not record the document');
    }
    log.info({ ...shown(order), documentNumber }, 'the Treasury carried out an order');
  }

  async function refuse(order: FundingOrder, about: Omit<FundingRefusalInput, 'reference'>): Promise<void> {
    await hub.execute(ReportFundingRefusalDocument, { input: { ...about, reference: order.reference } });
  }

  /** @returns what is worth another turn soon */
  function judge(order: WireOrder, error: unknown): readonly unknown[] {
    // What stopped the Treasury or the way to the hub says nothing about the order.
    if (!isAboutOrder(error)) return [error];
    const fate = stubborn.fail(order.reference, isHopeless(error));
    if (fate === 'TRY_AGAIN') return [error];
    if (fate === 'NEWLY_APART')
      log.error(
        { reference: order.reference, code: error.code },
        'what the Treasury says of an order cannot be recorded: it is kept apart and tried again rarely',
      );
    return [];
  }

  return {
    name: 'funding',
    everyMs: source.everyMs,
    turn: async (stopping) => {
      const claimedAt = performance.now();
      const { claimFundingOrders } = await hub.execute(ClaimFundingOrdersDocument, { first: ordersMax });
      stubborn.keepOnly(new Set(claimFundingOrders.map(({ reference }) => reference)));
      const failures: unknown[] = [];
      await Promise.all(
        claimFundingOrders.map(async (order) => {
          if (stubborn.isApart(order.reference)) return;
          await pace.enter();
          try {
            if (!stopping.aborted) await carryOut(source, fromWire(order), claimedAt);
            stubborn.succeed(order.reference);
          } catch (error) {
            // One that failed holds up no other. Whatever stopped it stops many: one is named.
            const open = judge(order, error);
            if (open.length > 0 && failures.push(...open) === 1)
              log.warn({ reference: order.reference }, 'an order waits for the Treasury');
          } finally {
            pace.leave();
          }
        }),
      );
      if (failures.length > 0) throw failures[0];
    },
  };
}

type Executed = FundingAnswer & { readonly status: 'EXECUTED' };

/** For the treasurer, who records the document by hand where it is the batch's. */
function otherAmount({ documentNumber, amount, date }: Executed): string {
  return `Kho bạc đã thực hiện lệnh này với số tiền khác: ${amount.toString()} đ, chứng từ ${keptText(documentNumber)} ngày ${date}`;
}

const NOT_RECORDED = 'NOT_RECORDED';

/** The hub answered, and it was about this order. */
function isAboutOrder(error: unknown): error is HubFailure | AdapterError {
  if (error instanceof HubFailure) return error.isAboutRequest;
  return error instanceof AdapterError && error.code === NOT_RECORDED;
}

/** Somebody must look at it before it can succeed. */
function isHopeless(error: HubFailure | AdapterError): boolean {
  return error instanceof AdapterError || !error.isWorthRepeating;
}

/** What was refused is sent again only when the hub has heard of that very refusal and wants it all the same. */
function isToBeSent(order: FundingOrder, told: FundingAnswer): boolean {
  if (!order.isWanted) return false;
  if (told.status === 'NOT_RECEIVED') return true;
  return told.status === 'REFUSED' && isKnown(order, told);
}

function isKnown({ refusedAt }: FundingOrder, told: { readonly refusedAt: Date }): boolean {
  return refusedAt !== undefined && told.refusedAt <= refusedAt;
}

function notReceived(now: Date) {
  return { reason: 'never received', refusedAt: now.toISOString(), isReceived: false };
}

/** An order names no person; its area and amount are nobody's secret. */
function shown({ reference, kind, batchId }: FundingOrder) {
  return { reference, kind, batch: batchId };
}

type WireOrder = ClaimFundingOrdersMutation['claimFundingOrders'][number];

function fromWire({ amount, programme, refusedAt, ...order }: WireOrder): FundingOrder {
  return {
    ...order,
    amount: BigInt(amount),
    programme: programme ?? undefined,
    refusedAt: refusedAt ? new Date(refusedAt) : undefined,
  };
}
