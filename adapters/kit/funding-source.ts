/** What an adapter of a Treasury does: has orders carried out, and says what became of them. */
import type { FundingOrderKind } from './generated/hub-client.js';

/** Has the Treasury carry out orders: money for a batch, or the rest of one back. */
export interface FundingSource {
  /** Pause between two looks for orders, whole milliseconds. */
  readonly everyMs: number;
  /** Asks what became of the order's reference. Safe to repeat. @throws AdapterError */
  inquire(order: FundingOrder): Promise<FundingAnswer>;
  /** Hands the order in under its reference: one that the Treasury never had, or that it refused before. @throws AdapterError */
  submit(order: FundingOrder): Promise<FundingAnswer>;
}

export interface FundingOrder {
  /** Up to 33 of A–Z and 0–9, the same for as long as the order exists. */
  readonly reference: string;
  readonly kind: FundingOrderKind;
  readonly batchId: string;
  readonly batchName: string;
  readonly areaCode: string;
  readonly areaName: string;
  /** `YYYY-MM`. */
  readonly period: string;
  readonly programme?: string;
  /** Whole đồng, positive: carried out whole or not at all. */
  readonly amount: bigint;
  readonly requestedDate: string;
  /** False: it is only asked about, never sent. */
  readonly isWanted: boolean;
  /** The refusal that the hub knows of. */
  readonly refusedAt?: Date;
}

/** What the Treasury says of one order. */
export type FundingAnswer =
  | { readonly status: 'NOT_RECEIVED' }
  /** Received, and being looked at: it may still be carried out or refused. */
  | { readonly status: 'IN_CONTROL' }
  | {
      readonly status: 'EXECUTED';
      readonly documentNumber: string;
      readonly amount: bigint;
      /** Day of the document, `YYYY-MM-DD`. */
      readonly date: string;
    }
  /** The Treasury's own words, without a person's data. */
  | { readonly status: 'REFUSED'; readonly reason: string; readonly refusedAt: Date };
