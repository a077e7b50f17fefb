/** What an institution can do, as data: the worker obeys it, so that no adapter paces, batches or waits by itself. */
import type { WorkKind } from './generated/hub-client.js';

export interface Capabilities {
  /** Kinds of work that the adapter claims. */
  readonly work: readonly WorkKind[];
  /** Requests in flight at once, all kinds together; 1 to 200. */
  readonly concurrencyMax: number;
  /** Requests started in one second, all kinds together; 1 to 10 000. */
  readonly ratePerSecondMax: number;
  /** When the institution works; around the clock when left out. Nothing is claimed or sent outside it. */
  readonly serviceHours?: ServiceHours;
  readonly payment?: PaymentCapabilities;
  readonly accountCheck?: AccountCheckCapabilities;
  /** Names its own recipients on lists: a register's part. */
  readonly recipients?: RecipientCapabilities;
  /** Carries out orders to fund batches: the State Treasury's part. */
  readonly funding?: FundingCapabilities;
}

/** A window of each working day in Asia/Ho_Chi_Minh, `HH:MM`; the end is exclusive. */
export interface ServiceHours {
  readonly opensAt: string;
  readonly closesAt: string;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekdays: readonly number[];
}

export interface PaymentCapabilities {
  /** What the institution does with a reference that it has already seen. Only `REFUSED`, documented by the
   *  institution, allows sending again what an inquiry says was never received. */
  readonly repeatedReference: 'REFUSED' | 'BOOKED_AGAIN' | 'UNDOCUMENTED';
  /** By which reference an inquiry can be made. `NONE`: only a notification or a statement tells. */
  readonly inquiryBy: 'OWN_REFERENCE' | 'INSTITUTION_REFERENCE' | 'NONE';
  /** How a later status arrives. */
  readonly laterStatus: 'CALLBACK' | 'POLLING' | 'FILE';
  /** Payments in one native batch message; left out when payments go one by one. */
  readonly nativeBatchMax?: number;
  readonly hasStatement: boolean;
  /** What the institution allows as a reference. */
  readonly reference: { readonly lengthMax: number; readonly pattern: RegExp };
  /** Whether the institution's final word proves the money is in the receiver's account (`SETTLED`), or only that
   *  it left the payer's (`ACCEPTED`). */
  readonly finalWord: 'CREDITED' | 'DEBITED';
}

export interface AccountCheckCapabilities {
  readonly returnedName: 'FULL' | 'UNACCENTED' | 'MASKED' | 'NONE';
  readonly comparesPersonalId: boolean;
}

export interface FundingCapabilities {
  /** A reference that was carried out is never carried out again: the answer is the first one. */
  readonly repeatedReference: 'SAME_ANSWER';
  readonly laterStatus: 'POLLING';
}

export interface RecipientCapabilities {
  /** How a list is known to be whole and the register's own. */
  readonly signature: 'WHOLE_LIST';
}
