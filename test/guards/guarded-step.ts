/** What a step of the guards is: one documented operation, asked about little or about much. */
import type { Data, Variables } from '../setup/hub-client.js';
import type { GuardedHub } from './guarded-hub.js';

/** A page, and a batch of an adapter. */
export const MUCH = 50;

export type Size = 'little' | 'much' | 'besides';

/** Asks one operation and gives the value of its one root field.
 *  @throws Error when the hub refuses, or answers with a typed failure that was not expected */
export type AskStep = (
  size: Size,
  operation: string,
  as: string,
  variables?: Variables,
  outcome?: string,
) => Promise<Data>;

export interface Subjects {
  readonly commune: string;
  readonly much: readonly Subject[];
  /** Whoever has as many payments as a page. */
  readonly muchPaid: Subject;
  readonly hub: GuardedHub;
}

export interface Subject {
  readonly ben: string;
  readonly personalId: string;
}

export const stepName = (operation: string, size: Size): string => `${operation} (${size})`;
