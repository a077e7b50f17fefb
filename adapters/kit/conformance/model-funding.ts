/** Orders to the Treasury as the hub promises them: handed out until closed, under one reference; a document counts once. */
import type { FundingOrder } from '../funding-source.js';
import type { RecordFundingInput, FundingRefusalInput } from '../generated/hub-client.js';

export interface FundingView {
  /** How often it was handed out. */
  readonly claims: number;
  /** Documents recorded for it, each once. */
  readonly documents: readonly (RecordFundingInput & { readonly direction: FundingOrder['kind'] })[];
  readonly refusals: readonly FundingRefusalInput[];
}

interface Known {
  readonly order: FundingOrder;
  claims: number;
  isClosed: boolean;
  refusedAt: string | undefined;
  readonly documents: (RecordFundingInput & { readonly direction: FundingOrder['kind'] })[];
  readonly refusals: FundingRefusalInput[];
}

export class ModelFunding {
  readonly #orders = new Map<string, Known>();

  add(order: FundingOrder): void {
    const fresh = { order, claims: 0, isClosed: false, refusedAt: undefined, documents: [], refusals: [] };
    this.#orders.set(order.reference, fresh);
  }

  view(reference: string): FundingView {
    const { claims, documents, refusals } = this.#get(reference);
    return { claims, documents: [...documents], refusals: [...refusals] };
  }

  claim(): readonly object[] {
    return [...this.#orders.values()]
      .filter(({ isClosed }) => !isClosed)
      .map((known) => {
        known.claims += 1;
        const { order, refusedAt } = known;
        return { ...order, amount: Number(order.amount), refusedAt: refusedAt ?? null };
      });
  }

  record(direction: FundingOrder['kind'], input: RecordFundingInput): object {
    const known = this.#orders.get(input.orderReference ?? '');
    if (known?.order.kind !== direction || known.order.batchId !== input.batchId)
      return { __typename: 'NotFound', message: 'no such order' };
    if (Number(known.order.amount) !== input.amount)
      return { __typename: 'InvalidInput', message: 'another amount' };
    const isRepeat = known.documents.some(({ documentNumber }) => documentNumber === input.documentNumber);
    if (!isRepeat) known.documents.push({ ...input, direction });
    known.isClosed = true;
    return { __typename: direction === 'FUND' ? 'RecordFundingSuccess' : 'RecordFundingReturnSuccess' };
  }

  refuse(input: FundingRefusalInput): object {
    const known = this.#get(input.reference);
    known.refusals.push(input);
    if (input.isReceived ?? true) known.refusedAt = new Date(input.refusedAt).toISOString();
    if (!known.order.isWanted) known.isClosed = true;
    return { __typename: 'ReportFundingRefusalSuccess' };
  }

  #get(reference: string): Known {
    const known = this.#orders.get(reference);
    if (!known) throw new Error('no such order');
    return known;
  }
}
