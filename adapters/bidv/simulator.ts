/** A bank that speaks the BIDV side of this profile: name inquiry, transfer, inquiry by the partner's own reference, over
 *  a book on disk. It never imports the adapter's wire, client or translation; vectors hold both to one protocol. */
import { randomUUID } from 'node:crypto';
import { startSimulator } from '../kit/simulator/index.js';
import type {
  CreateSimulator,
  SimulatorHandler,
  SimulatorReply,
  SimulatorRequest,
  SimulatorWorld,
} from '../kit/simulator/index.js';
import { settingsOf } from './demo-partnership.js';
import { Gateway, GatewayRefusal, json, settingsSchema } from './simulator-gateway.js';
import { accountTransactions, reconciliationFile, type BookedOrder } from './simulator-records.js';

export const createSimulator: CreateSimulator = (options) => startSimulator('bidv', options, speakBidv);

/** One line of `orders.jsonl`; the last line of a reference is its state. Refused orders are remembered too. */
interface Order extends BookedOrder {
  readonly requestId: string;
  readonly status: 'PROCESSING' | 'CREDITED' | 'REJECTED';
  readonly reasonCode?: string;
  readonly account: string;
  readonly amount: number;
  readonly bidvRef: string;
  readonly at: string;
}

const transferMax = 499_999_999;
const descriptions: Readonly<Record<string, string>> = {
  '000': 'Successful',
  '002': 'Invalid message',
  '101': 'Account not found',
  '102': 'Account closed',
  '103': 'Account blocked',
  '105': 'Account number invalid',
  '113': 'Limit exceeded',
  '114': 'Invalid amount',
  '119': 'Refused',
  '120': 'Request id exists',
  '121': 'Request id not found',
};

function speakBidv(world: SimulatorWorld): SimulatorHandler {
  const settings = settingsSchema.parse(settingsOf(world));
  const gateway = new Gateway(settings);
  const bank = new CoreBank(world);

  const operations: Readonly<Record<string, (fields: Fields, request: SimulatorRequest) => Answer>> = {
    '/open-banking/inquire-account-name/v1': (fields) => bank.nameOf(text(fields.actNumber)),
    '/open-banking/domestic-payment/v1': (fields, request) => {
      if (!request.headers['x-idempotency-key'])
        throw new GatewayRefusal(400, '006', 'missing header x-idempotency-key');
      return bank.transfer(fields);
    },
    '/open-banking/inquire-domestic-payment/v1': (fields) => bank.inquire(text(fields.requestId)),
    '/open-banking/paygate/common/reconciliation/v1': (fields) =>
      reconciliationFile(fields, world, (reference) => bank.orderOf(reference)),
    '/open-banking/inquire-account-transaction/v1': (fields) =>
      accountTransactions(fields, world, (reference) => bank.orderOf(reference)),
  };

  return (request) => {
    if (request.path === '/__bank/returns') return giveBack(bank, request);
    if (request.path === '/openapi/oauth2/token' && request.method === 'POST')
      return gateway.giveToken(request);
    const operation = request.method === 'POST' ? operations[request.path] : undefined;
    if (!operation) return json(404, { errorCode: '002', errorDesc: 'no such service' });
    try {
      const fields = gateway.admit(request);
      const key = text(fields.requestId) || text(fields.actNumber);
      if (world.faults.strikes('rateLimited', key)) throw new GatewayRefusal(429, '011', 'too many requests');
      if (world.faults.strikes('serverError', key))
        return json(500, { errorCode: '005', errorDesc: 'unknown error' });
      return finish(operation(fields, request), key, world, gateway);
    } catch (refusal) {
      if (refusal instanceof GatewayRefusal) return refusal.reply;
      throw refusal;
    }
  };
}

type Fields = Readonly<Record<string, unknown>>;
interface Answer {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly booked?: string;
}

/** The faults that strike between the core bank and the wire. */
function finish(answer: Answer, key: string, { faults }: SimulatorWorld, gateway: Gateway): SimulatorReply {
  if (answer.booked !== undefined && faults.strikes('serverErrorAfterBooking', key)) {
    return { ...json(500, { errorCode: '005', errorDesc: 'unknown error' }), booked: answer.booked };
  }
  const fields = { ...answer.fields };
  if (fields.status && faults.strikes('unknownStatusWord', key)) fields.status = 'IN_SUSPENSE';
  if (fields.amount && faults.strikes('wrongAmount', key)) fields.amount = String(Number(fields.amount) + 1);
  return { ...gateway.seal(fields, faults.strikes('wrongSignature', key)), booked: answer.booked };
}

class CoreBank {
  readonly #journal;
  readonly #orders = new Map<string, Order>();

  constructor(private readonly world: SimulatorWorld) {
    this.#journal = world.journal<Order>('orders');
    for (const order of this.#journal.entries) this.#orders.set(order.requestId, order);
    for (const order of this.#orders.values()) if (order.status === 'PROCESSING') this.#creditLater(order);
  }

  nameOf(number: string): Answer {
    const account = this.world.accounts.find(number);
    if (!account) return error('101');
    const actStatus = account.state === 'OPEN' ? 'ACTIVE' : account.state;
    return { fields: { ...head('000'), actNumber: number, actName: unaccented(account.name), actStatus } };
  }

  transfer(fields: Fields): Answer {
    const requestId = text(fields.requestId);
    if (!/^[A-Za-z0-9]{1,35}$/.test(requestId) || text(fields.debitAccount) === '' || fields.curr !== 'VND') {
      return error('002');
    }
    const isKnown = this.#orders.has(requestId) || this.world.ledger.find(requestId).length > 0;
    if (isKnown && this.world.faults.current.repeatedReference === 'refuse') return error('120');
    const [amount, account] = [text(fields.amount), text(fields.creditAccount)];
    const order = {
      requestId,
      account,
      amount: /^[1-9]\d{0,14}$/.test(amount) ? Number(amount) : 0,
      bidvRef: `FT${randomUUID().replaceAll('-', '').slice(0, 14).toUpperCase()}`,
      at: new Date().toISOString(),
      debitAccount: text(fields.debitAccount),
      remark: text(fields.remark),
    };
    const reasonCode = this.#whyNot(order);
    if (reasonCode) {
      this.#keep({ ...order, status: 'REJECTED', reasonCode });
      return {
        fields: { ...head(reasonCode), requestId, bidvRef: order.bidvRef, status: 'REJECTED', reasonCode },
      };
    }
    if (this.world.faults.strikes('asynchronous', requestId)) {
      this.#keep({ ...order, status: 'PROCESSING' });
      this.#creditLater({ ...order, status: 'PROCESSING' });
      return { fields: stateOf({ ...order, status: 'PROCESSING' }), booked: requestId };
    }
    return { fields: stateOf(this.#credit(order)), booked: requestId };
  }

  /** From the ledger first: what is booked is paid, whatever else was remembered. */
  inquire(requestId: string): Answer {
    const booked = this.world.ledger.find(requestId)[0];
    const order = this.#orders.get(requestId);
    if (booked) {
      const { account, amount, externalReference: bidvRef, bookedAt: at } = booked;
      return { fields: stateOf({ requestId, account, amount, bidvRef, at, status: 'CREDITED' }) };
    }
    return order ? { fields: stateOf(order) } : error('121');
  }

  orderOf(requestId: string): BookedOrder {
    return this.#orders.get(requestId) ?? {};
  }

  /** What a teller does when a receiver's money comes back. */
  giveBack(requestId: string, returnCode: string): boolean {
    const order = this.#orders.get(requestId);
    if (order?.status !== 'CREDITED' || order.returnCode !== undefined) return false;
    const { account, amount, bidvRef: externalReference } = order;
    const bookedAt = new Date().toISOString();
    this.world.ledger.book({ reference: requestId, account, amount: -amount, currency: 'VND', bookedAt, externalReference }); // prettier-ignore
    this.#keep({ ...order, returnCode });
    return true;
  }

  #whyNot(order: Omit<Order, 'status'>): string | undefined {
    if (!/^\d{6,19}$/.test(order.account)) return '105';
    const account = this.world.accounts.find(order.account);
    if (!account) return '101';
    if (account.state !== 'OPEN') return account.state === 'CLOSED' ? '102' : '103';
    if (order.amount <= 0) return '114';
    if (order.amount > transferMax) return '113';
    return this.world.faults.strikes('refuse', order.requestId) ? '119' : undefined;
  }

  #creditLater(order: Order): void {
    this.world.later(this.world.faults.current.processingMs, () => void this.#credit(order));
  }

  #credit(order: Omit<Order, 'status'>): Order {
    // A process that died between the book and the order's own line must not credit again when it resumes the order.
    const isBooked = this.world.ledger
      .find(order.requestId)
      .some((line) => line.externalReference === order.bidvRef);
    if (!isBooked) {
      this.world.ledger.book({
        reference: order.requestId,
        account: order.account,
        amount: order.amount,
        currency: 'VND',
        bookedAt: order.at,
        externalReference: order.bidvRef,
      });
    }
    const credited: Order = { ...order, status: 'CREDITED' };
    this.#keep(credited);
    return credited;
  }

  #keep(order: Order): void {
    this.#journal.append(order);
    this.#orders.set(order.requestId, order);
  }
}

function stateOf(order: Order): Record<string, string> {
  const { requestId, status, reasonCode, bidvRef, account, amount, at } = order;
  return {
    ...head('000'),
    requestId,
    bidvRef,
    status,
    amount: String(amount),
    creditAccount: account,
    bookedAt: at,
    ...(reasonCode ? { reasonCode } : {}),
  };
}

/** Not of the protocol: what a teller does, for tests and demos (`{"reference":"…","reason":"102"}`). */
function giveBack(bank: CoreBank, { body }: SimulatorRequest): SimulatorReply {
  const { reference, reason } = JSON.parse(body.toString('utf8')) as { reference: string; reason: string };
  return { status: bank.giveBack(reference, reason) ? 204 : 409 };
}

const head = (errorCode: string) => ({ errorCode, errorDesc: descriptions[errorCode] ?? 'Unknown' });
const error = (errorCode: string): Answer => ({ fields: head(errorCode) });
const text = (value: unknown) => (typeof value === 'string' ? value : '');

function unaccented(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'D').toUpperCase();
}
