/** The simulated Treasury's orders: received, in control, carried out or refused; the ledger has what moved. */
import { randomBytes } from 'node:crypto';
import type { SimulatorWorld } from '../../kit/simulator/index.js';
import type { Document } from './document.js';

export interface OrderState {
  readonly reference: string;
  readonly status: 'CHUA_NHAN' | 'DANG_KIEM_SOAT' | 'DA_THANH_TOAN' | 'TU_CHOI';
  readonly at: string;
  readonly documentNumber?: string;
  /** Always above zero: which way the money went, the reference says. */
  readonly amount?: number;
  readonly reason?: { readonly code: string; readonly text: string };
}

/** A line of the journal: what is known of an order beside the ledger. */
interface Kept {
  readonly document: Document;
  readonly status: OrderState['status'];
  readonly at: string;
  readonly reason?: OrderState['reason'];
}

const REASONS = {
  KS01: 'Sai tài khoản dự toán',
  KS02: 'Dự toán được giao không còn đủ để chi',
} as const;

export class OrderBook {
  readonly #journal;
  readonly #known = new Map<string, Kept>();

  constructor(private readonly world: SimulatorWorld) {
    this.#journal = world.journal<Kept>('orders');
    for (const kept of this.#journal.entries) this.#known.set(kept.document.reference, kept);
    for (const { status, document } of this.#known.values())
      if (status === 'DANG_KIEM_SOAT') this.#controlLater(document);
  }

  /** From the ledger first: what moved has moved, whatever else was remembered. */
  find(reference: string): OrderState {
    const [booked] = this.world.ledger.find(reference);
    if (booked) {
      const { amount, bookedAt: at, externalReference: documentNumber } = booked;
      return { reference, status: 'DA_THANH_TOAN', at, documentNumber, amount: Math.abs(amount) };
    }
    const known = this.#known.get(reference);
    if (!known) return { reference, status: 'CHUA_NHAN', at: new Date().toISOString() };
    const { status, at, reason } = known;
    return { reference, status, at, reason };
  }

  /** What was carried out or is in control is answered as it stands; what was refused is looked at anew. */
  take(document: Document, fault?: keyof typeof REASONS): OrderState {
    const { reference } = document;
    const { faults } = this.world;
    const { status } = this.find(reference);
    const isRepeat = status === 'DA_THANH_TOAN' || status === 'DANG_KIEM_SOAT';
    if (isRepeat && faults.current.repeatedReference === 'refuse') return this.find(reference);
    const code = fault ?? (faults.strikes('refuse', reference) ? 'KS02' : undefined);
    if (code) return this.#keep(document, 'TU_CHOI', { code, text: REASONS[code] });
    if (!faults.strikes('asynchronous', reference)) return this.#carryOut(document);
    this.#controlLater(document);
    return this.#keep(document, 'DANG_KIEM_SOAT');
  }

  #controlLater(document: Document): void {
    this.world.later(this.world.faults.current.processingMs, () => {
      // A run that died between the book and its own line must not move the money again when it goes on.
      if (this.world.ledger.find(document.reference).length === 0) this.#carryOut(document);
    });
  }

  #carryOut(document: Document): OrderState {
    const { reference, account, amount } = document;
    const bookedAt = new Date().toISOString();
    const number = `${bookedAt.slice(2, 10).replaceAll('-', '')}${randomBytes(4).toString('hex').toUpperCase()}`;
    const externalReference = `${amount > 0 ? 'RDT' : 'NTKP'}-${number}`;
    this.world.ledger.book({ reference, account, amount, currency: 'VND', bookedAt, externalReference });
    return this.#keep(document, 'DA_THANH_TOAN');
  }

  #keep(document: Document, status: OrderState['status'], reason?: OrderState['reason']): OrderState {
    const kept = { document, status, at: new Date().toISOString(), reason };
    this.#journal.append(kept);
    this.#known.set(document.reference, kept);
    return this.find(document.reference);
  }
}
