/** A wallet that speaks MoMo's side of disbursement: verify, pay, query and the notification (IPN), over a book on disk.
 *  It never imports the adapter's wire, client or translation; vectors hold both to one protocol. */
import { randomInt } from 'node:crypto';
import { startSimulator } from '../kit/simulator/index.js';
import type {
  CreateSimulator,
  SimulatorHandler,
  SimulatorReply,
  SimulatorWorld,
} from '../kit/simulator/index.js';
import { settingsOf } from './demo-partnership.js';
import { answer, isWellFormed, messages, parseFields, plainName } from './simulator-answer.js';
import { hmac, isSigned, openReceiver, settingsSchema, textOf } from './simulator-seal.js';
import type { Fields, MomoSettings, Receiver, SignedText } from './simulator-seal.js';

export const createSimulator: CreateSimulator = (options) => startSimulator('momo', options, speakMomo);

/** One line of `orders.jsonl`; the last line of a requestId is its state. `hasOrder` is false when the gateway turned the
 *  request away before there was an order. */
interface Order {
  readonly requestId: string;
  readonly orderId: string;
  readonly hasOrder: boolean;
  readonly resultCode: number;
  readonly amount: number;
  readonly walletId: string;
  readonly transId: number;
  readonly orderInfo: string;
  readonly extraData: string;
  readonly ipnUrl: string;
  readonly responseTime: number;
}

/** MoMo's column "Final Status": these results are replayed for the same requestId. */
const finalCodes = new Set([0, 99, 1001, 1002, 1004, 1006, 1007, 4001, 4002]);
const inProcess = 7002;

function speakMomo(world: SimulatorWorld): SimulatorHandler {
  const settings = settingsSchema.parse(settingsOf(world));
  const wallet = new Wallet(world, settings);
  const services: Readonly<Record<string, readonly [SignedText, (fields: Fields) => SimulatorReply]>> = {
    '/v2/gateway/api/disbursement/verify': ['verify', (fields) => wallet.verify(fields)],
    '/v2/gateway/api/disbursement/pay': ['pay', (fields) => wallet.pay(fields)],
    '/v2/gateway/api/query': ['query', (fields) => wallet.query(fields)],
  };

  return (request) => {
    const service = request.method === 'POST' ? services[request.path] : undefined;
    if (!service) return { status: 404 };
    const [signed, serve] = service;
    const fields = parseFields(request.body);
    if (!fields || !isWellFormed(fields)) return answer(400, fields ?? {}, 20);
    if (fields.partnerCode !== settings.partnerCode || !isSigned(signed, fields, settings))
      return answer(400, fields, 13);
    const key = String(fields.orderId);
    if (world.faults.strikes('rateLimited', key)) return { status: 429 };
    if (world.faults.strikes('serverError', key)) return answer(500, fields, 10);
    return serve(fields);
  };
}

class Wallet {
  readonly #journal;
  readonly #byRequest = new Map<string, Order>();
  readonly #byOrder = new Map<string, Order>();

  constructor(
    private readonly world: SimulatorWorld,
    private readonly settings: MomoSettings,
  ) {
    this.#journal = world.journal<Order>('orders');
    for (const order of this.#journal.entries) this.#index(order);
    for (const order of this.#byRequest.values())
      if (order.resultCode === inProcess) this.#settleLater(order);
  }

  verify(fields: Fields): SimulatorReply {
    const receiver = openReceiver(fields.disbursementMethod, this.settings);
    if (!receiver || fields.requestType !== 'checkWallet') return answer(400, fields, 20);
    return answer(200, fields, this.#whyNot(receiver) ?? 0);
  }

  pay(fields: Fields): SimulatorReply {
    const receiver = openReceiver(fields.disbursementMethod, this.settings);
    if (!receiver || fields.requestType !== 'disburseToWallet') return answer(400, fields, 20);
    const repeated = this.#repeat(fields);
    if (repeated) return repeated;
    const order = this.#newOrder(fields, receiver);
    const refusal = this.#refuseRequest(order.amount);
    if (refusal) return this.#reply(fields, this.#keep({ ...order, resultCode: refusal, hasOrder: false }));
    const failure =
      this.#whyNot(receiver) ?? (this.world.faults.strikes('refuse', order.orderId) ? 1002 : undefined);
    if (failure) return this.#reply(fields, this.#keep({ ...order, resultCode: failure }));
    if (this.world.faults.strikes('asynchronous', order.orderId)) {
      const taken = this.#keep({ ...order, resultCode: inProcess });
      this.#settleLater(taken);
      return this.#reply(fields, taken);
    }
    const paid = this.#settle(order);
    return this.#reply(fields, paid);
  }

  /** Answers from the ledger first: what is booked is paid. */
  query(fields: Fields): SimulatorReply {
    const orderId = String(fields.orderId);
    const booked = this.world.ledger.find(orderId)[0];
    if (booked) {
      return answer(200, fields, 0, {
        amount: booked.amount,
        transId: Number(booked.externalReference),
        payType: '',
      });
    }
    const order = this.#byOrder.get(orderId);
    if (!order) return answer(200, fields, 42);
    return answer(200, fields, order.resultCode, {
      amount: order.amount,
      transId: order.transId,
      payType: '',
    });
  }

  /** Idempotency by requestId, then the separate uniqueness of orderId. */
  #repeat(fields: Fields): SimulatorReply | undefined {
    if (this.world.faults.current.repeatedReference === 'book-again') return undefined;
    const earlier = this.#byRequest.get(String(fields.requestId));
    if (earlier?.resultCode === inProcess) return answer(422, fields, 7000);
    if (earlier)
      return finalCodes.has(earlier.resultCode) ? this.#reply(fields, earlier) : answer(200, fields, 40);
    const orderId = String(fields.orderId);
    const isKnown = this.#byOrder.has(orderId) || this.world.ledger.find(orderId).length > 0;
    return isKnown ? answer(200, fields, 41) : undefined;
  }

  #newOrder(fields: Fields, receiver: Receiver): Order {
    return {
      requestId: String(fields.requestId),
      orderId: String(fields.orderId),
      hasOrder: true,
      resultCode: 0,
      amount: Number(fields.amount),
      walletId: receiver.walletId,
      transId: randomInt(1_000_000_000, 99_999_999_999),
      orderInfo: textOf(fields.orderInfo),
      extraData: textOf(fields.extraData),
      ipnUrl: textOf(fields.ipnUrl),
      responseTime: Date.now(),
    };
  }

  #refuseRequest(amount: number): number | undefined {
    if (!Number.isSafeInteger(amount) || amount <= 0) return 21;
    return amount < this.settings.amountMin || amount > this.settings.amountMax ? 22 : undefined;
  }

  /** MoMo compares wallet, name and personal id, and never returns a name. */
  #whyNot(receiver: Receiver): number | undefined {
    const account = this.world.accounts.find(receiver.walletId);
    if (!account || account.state === 'CLOSED') return 1007;
    if (account.state === 'BLOCKED') return 4001;
    if (plainName(account.name) !== plainName(receiver.walletName)) return 47;
    const personalId =
      receiver.personalId === null || receiver.personalId === undefined ? '' : String(receiver.personalId);
    return personalId !== '' && account.personalId && personalId !== account.personalId ? 47 : undefined;
  }

  #settleLater(order: Order): void {
    this.world.later(this.world.faults.current.processingMs, () => void this.#settle(order));
  }

  #settle(order: Order): Order {
    const externalReference = String(order.transId);
    // A process that died between the book and the order's own line must not credit again when it resumes the order.
    const isBooked = this.world.ledger
      .find(order.orderId)
      .some((line) => line.externalReference === externalReference);
    if (!isBooked) {
      this.world.ledger.book({
        reference: order.orderId,
        account: order.walletId,
        amount: order.amount,
        currency: 'VND',
        bookedAt: new Date(order.responseTime).toISOString(),
        externalReference,
      });
    }
    const paid = this.#keep({ ...order, resultCode: 0, responseTime: Date.now() });
    this.#notify(paid);
    return paid;
  }

  #notify(order: Order): void {
    if (order.ipnUrl === '') return;
    const { orderId, requestId, orderInfo, extraData, transId, responseTime, resultCode } = order;
    const fields = {
      partnerCode: this.settings.partnerCode,
      orderId,
      requestId,
      amount: order.amount,
      orderInfo,
      orderType: 'momo_wallet',
      transId,
      resultCode,
      message: messages[resultCode] ?? '',
      payType: '',
      responseTime,
      extraData,
    };
    const signature = hmac('ipn', fields, this.settings);
    this.world.callBack({
      method: 'POST',
      url: order.ipnUrl,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...fields,
        signature: this.#isBroken(orderId) ? signature.replace(/^./, 'x') : signature,
      }),
      key: orderId,
    });
  }

  #reply(fields: Fields, order: Order): SimulatorReply {
    const { faults } = this.world;
    const booked = order.resultCode === 0 || order.resultCode === inProcess ? order.orderId : undefined;
    if (booked && faults.strikes('serverErrorAfterBooking', booked))
      return { ...answer(500, fields, 99), booked };
    const code = faults.strikes('unknownStatusWord', order.orderId) ? 7777 : order.resultCode;
    const amount = order.amount + (faults.strikes('wrongAmount', order.orderId) ? 1 : 0);
    return { ...answer(200, fields, code, { amount, transId: order.transId }), booked };
  }

  /** Answers carry no signature at MoMo; a broken one can only be a notification's. */
  #isBroken(orderId: string): boolean {
    return this.world.faults.strikes('wrongSignature', orderId);
  }

  #keep(order: Order): Order {
    this.#journal.append(order);
    this.#index(order);
    return order;
  }

  #index(order: Order): void {
    this.#byRequest.set(order.requestId, order);
    if (order.hasOrder) this.#byOrder.set(order.orderId, order);
  }
}
