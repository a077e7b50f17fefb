/** A wallet that speaks ZaloPay's side of disbursement: verify, transfer, query and balance, over a book on disk. It calls nobody.
 *  It never imports the adapter's wire, client or translation; vectors hold both to one protocol. */
import { startSimulator } from '../kit/simulator/index.js';
import type {
  CreateSimulator,
  SimulatorHandler,
  SimulatorReply,
  SimulatorWorld,
} from '../kit/simulator/index.js';
import { settingsOf } from './demo-partnership.js';
import { failure, plainName, success } from './simulator-answer.js';
import { OrderBook, type Order } from './simulator-orders.js';
import { isSigned, openReceiver, settingsSchema } from './simulator-seal.js';
import type { Fields, SignedText, ZaloPaySettings } from './simulator-seal.js';

export const createSimulator: CreateSimulator = (options) => startSimulator('zalopay', options, speakZaloPay);

const calls: Readonly<Record<string, SignedText>> = {
  '/v2/disbursement/verify-account': 'verify',
  '/v2/disbursement/transfer-fund': 'transfer',
  '/v2/disbursement/query-txn': 'query',
  '/v2/disbursement/balance': 'balance',
};

function speakZaloPay(world: SimulatorWorld): SimulatorHandler {
  const settings = settingsSchema.parse(settingsOf(world));
  const wallets = new Wallets(world, settings);

  return (request) => {
    const call = request.method === 'POST' ? calls[request.path] : undefined;
    if (!call) return { status: 404 };
    const fields = parseFields(request.body);
    if (!fields || !Number.isSafeInteger(fields.time) || !Number.isSafeInteger(fields.app_id))
      return failure(-401);
    if (fields.app_id !== settings.appId || !isSigned(call, fields, settings)) return failure(-402);
    if ('payment_id' in fields && fields.payment_id !== settings.paymentId) return failure(-103);
    const key = typeof fields.partner_order_id === 'string' ? fields.partner_order_id : request.path;
    if (world.faults.strikes('rateLimited', key)) return { status: 429 };
    if (world.faults.strikes('serverError', key)) return failure(-503);
    return wallets[call](fields);
  };
}

class Wallets {
  readonly #orders: OrderBook;

  constructor(
    private readonly world: SimulatorWorld,
    private readonly settings: ZaloPaySettings,
  ) {
    this.#orders = new OrderBook(world);
  }

  verify(fields: Fields): SimulatorReply {
    const receiver = openReceiver(fields.receiver_info, this.settings);
    if (!receiver || !('phone' in receiver) || !this.#isPayable(fields)) return failure(-401);
    const { phone, account_holder_name: name } = receiver;
    const refusal = this.#whyNot(phone);
    if (refusal)
      return failure(refusal, refusal === -101 ? { onboarding_url: 'https://zalopay.example' } : {});
    const account = this.world.accounts.find(phone);
    if (name !== undefined) {
      // Who has not shown an identity card has no name to compare with.
      if (account?.personalId === undefined) return failure(-1103);
      if (plainName(account.name) !== plainName(name)) return failure(-1104);
    }
    return success({ m_u_id: this.#orders.identityOf(phone) });
  }

  transfer(fields: Fields): SimulatorReply {
    const { faults } = this.world;
    const { amount, partner_order_id: id } = fields;
    const receiver = openReceiver(fields.receiver_info, this.settings);
    if (!receiver || !('m_u_id' in receiver) || !isTransfer(fields) || !this.#isPayable(fields))
      return failure(-401);
    const partnerOrderId = String(id);
    if (faults.current.repeatedReference === 'refuse' && this.#orders.find(partnerOrderId))
      return failure(-68);
    const phone = this.#orders.phoneOf(receiver.m_u_id);
    const refusal = phone === undefined ? -101 : this.#whyNot(phone);
    if (phone === undefined || refusal) return failure(refusal ?? -101);
    const order = { partnerOrderId, walletIdentity: receiver.m_u_id, phone, amount: Number(amount) };
    if (order.amount >= this.settings.operatorFrom)
      return this.#takeUp(this.#orders.take({ ...order, status: 4 }));
    if (faults.strikes('asynchronous', partnerOrderId))
      return this.#takeUp(this.#orders.take({ ...order, status: 3 }));
    if (faults.strikes('refuse', partnerOrderId)) return failure(-406);
    // Taken before the money moves, so that a run that dies in between goes on with it.
    const paid = this.#orders.finish(this.#orders.take({ ...order, status: 3 }));
    if (faults.strikes('serverErrorAfterBooking', partnerOrderId))
      return { ...failure(-500), booked: partnerOrderId };
    return { ...success(this.#dataOf(paid, this.#lies(partnerOrderId))), booked: partnerOrderId };
  }

  query({ partner_order_id: id }: Fields): SimulatorReply {
    const order = this.#orders.find(String(id));
    return order ? success({ ...this.#dataOf(order), zp_trans_id: order.zpTransId }) : failure(-101);
  }

  balance(): SimulatorReply {
    const paid = this.world.ledger.entries.reduce((sum, { amount }) => sum + amount, 0);
    return success({ balance: this.settings.balance - paid });
  }

  #takeUp(order: Order): SimulatorReply {
    this.#orders.finishLater(order);
    return { ...success(this.#dataOf(order), 3), booked: order.partnerOrderId };
  }

  #whyNot(phone: string): number | undefined {
    const account = this.world.accounts.find(phone);
    if (!account || account.state === 'CLOSED') return -101;
    return account.state === 'BLOCKED' ? -1011 : undefined;
  }

  #isPayable({ amount, disbursement_type: type }: Fields): boolean {
    const isAmount = Number.isSafeInteger(amount) && Number(amount) > 0;
    return type === 'WALLET' && isAmount && Number(amount) <= this.settings.amountMax;
  }

  #dataOf(order: Order, lies: object = {}): object {
    const { amount, partnerOrderId, phone, status, time, walletIdentity } = order;
    return {
      order_id: partnerOrderId,
      disbursement_type: 'WALLET',
      status,
      m_u_id: walletIdentity,
      phone: `******${phone.slice(-4)}`,
      amount,
      partner_fee: 0,
      zlp_fee: 0,
      server_time: time,
      ...lies,
    };
  }

  #lies(key: string): object {
    const { faults } = this.world;
    const order = this.#orders.find(key);
    return {
      ...(faults.strikes('unknownStatusWord', key) && { status: 9 }),
      ...(faults.strikes('wrongAmount', key) && { amount: (order?.amount ?? 0) + 1 }),
    };
  }
}

function isTransfer(fields: Fields): boolean {
  const { description, extra_info: extra, partner_embed_data: embedded, partner_order_id: id } = fields;
  const isId = typeof id === 'string' && id.length > 0 && id.length <= 64;
  return isId && typeof description === 'string' && [extra, embedded].every(isJsonText);
}

function isJsonText(value: unknown): boolean {
  return typeof value === 'string' && parseFields(Buffer.from(value)) !== undefined;
}

function parseFields(body: Buffer): Fields | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}
