/** What the simulated ZaloPay remembers: who is behind which m_u_id, and every order that it took, over kill -9. */
import { randomInt, randomUUID } from 'node:crypto';
import type { SimulatorWorld } from '../kit/simulator/index.js';

/** 1 success, 2 fail, 3 processing, 4 pending for an operator. */
export type OrderStatus = 1 | 2 | 3 | 4;

/** One line of `orders.jsonl`; the last line of a zpTransId is its state. */
export interface Order {
  readonly partnerOrderId: string;
  readonly zpTransId: string;
  readonly walletIdentity: string;
  readonly phone: string;
  readonly amount: number;
  readonly status: OrderStatus;
  readonly time: number;
}

export class OrderBook {
  readonly #orders;
  readonly #identities;
  readonly #byPartnerOrder = new Map<string, Order>();
  readonly #phoneOf = new Map<string, string>();
  readonly #identityOf = new Map<string, string>();

  constructor(private readonly world: SimulatorWorld) {
    this.#orders = world.journal<Order>('orders');
    this.#identities = world.journal<{ readonly identity: string; readonly phone: string }>('identities');
    for (const { identity, phone } of this.#identities.entries) this.#indexIdentity(identity, phone);
    const last = new Map(this.#orders.entries.map((order) => [order.zpTransId, order]));
    for (const order of last.values()) {
      this.#byPartnerOrder.set(order.partnerOrderId, order);
      if (order.status > 2) this.finishLater(order);
    }
  }

  /** The same for the same phone for ever, and telling nothing about it. */
  identityOf(phone: string): string {
    const known = this.#identityOf.get(phone);
    if (known !== undefined) return known;
    const identity = randomUUID().replaceAll('-', '');
    this.#identities.append({ identity, phone });
    this.#indexIdentity(identity, phone);
    return identity;
  }

  phoneOf(identity: string): string | undefined {
    return this.#phoneOf.get(identity);
  }

  find(partnerOrderId: string): Order | undefined {
    return this.#byPartnerOrder.get(partnerOrderId);
  }

  take(order: Pick<Order, 'partnerOrderId' | 'walletIdentity' | 'phone' | 'amount' | 'status'>): Order {
    const zpTransId = `${randomInt(100_000, 999_999)}${randomInt(100_000_000, 999_999_999)}`;
    return this.#keep({ ...order, zpTransId, time: Date.now() });
  }

  finishLater(order: Order): void {
    const { world } = this;
    world.later(world.faults.current.processingMs, () => void this.finish(order));
  }

  /** Moves the money, unless an earlier run died between booking it and noting that. */
  finish(order: Order): Order {
    const { faults, ledger } = this.world;
    const { amount, partnerOrderId, phone, time, zpTransId } = order;
    const isBooked = ledger.find(partnerOrderId).some((line) => line.externalReference === zpTransId);
    if (!isBooked && order.status > 2 && faults.strikes('refuse', partnerOrderId))
      return this.#keep({ ...order, status: 2 });
    if (!isBooked) {
      ledger.book({
        reference: partnerOrderId,
        account: phone,
        amount,
        currency: 'VND',
        bookedAt: new Date(time).toISOString(),
        externalReference: zpTransId,
      });
    }
    return this.#keep({ ...order, status: 1 });
  }

  #keep(order: Order): Order {
    this.#orders.append(order);
    this.#byPartnerOrder.set(order.partnerOrderId, order);
    return order;
  }

  #indexIdentity(identity: string, phone: string): void {
    this.#phoneOf.set(identity, phone);
    this.#identityOf.set(phone, identity);
  }
}
