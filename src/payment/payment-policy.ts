/** The rules of paying that an operator may set, with their defaults. */

export interface PaymentPolicy {
  /** How old a citizen's or an account's check may be when a batch is made, in days. Default 30. */
  readonly freshnessDays: number;
  /** For how many days an account that was registered or changed gets a second look: a payment into it is approved only with
   *  a written reason. Default 14; 0 switches it off. */
  readonly accountQuarantineDays: number;
  /** How many months ahead of the current one a batch may be made for. Default 1: the next month. Before Tết two months are paid at
   *  once, by order: then 2. */
  readonly periodsAheadMax: number;
  /** The account that the State Treasury fills and institutions debit. */
  readonly sourceAccount: string;
}

export const DEFAULT_PAYMENT_POLICY: PaymentPolicy = {
  freshnessDays: 30,
  accountQuarantineDays: 14,
  periodsAheadMax: 1,
  sourceAccount: '9527.1.0000001',
};

const HOUR_MS = 3_600_000;

/** How long to wait before an institution is asked what became of an attempt, by what is known of it: doubling from the least to the
 *  most. Cash waits for people who come on days of their own, and the post reports each by itself. */
const INQUIRY_DELAY_MS = {
  UNKNOWN: { least: 1_000, most: HOUR_MS },
  OPEN: { least: 5_000, most: HOUR_MS },
  WAITING_AT_COUNTER: { least: HOUR_MS, most: 24 * HOUR_MS },
  NOT_RECEIVED: { least: 600_000, most: HOUR_MS },
} as const;

export type InquirySituation = keyof typeof INQUIRY_DELAY_MS;

export function inquiryDelayMs(situation: InquirySituation, tries: number): number {
  const { least, most } = INQUIRY_DELAY_MS[situation];
  return Math.min(least * 2 ** Math.min(tries, 20), most);
}

/** Who hands out cash: the payment-service organisation. */
export const CASH_INSTITUTION = 'VNPOST';

/** ISO 20022 external purpose code of every payment, social security benefit. It travels to the receiver’s bank, and a code for each
 *  group of programmes would tell which. */
export const PURPOSE_CODE = 'SSBE';

const REFERENCE_SUFFIX_LENGTH = 8;

/** What the receiver reads on a statement, and with them whoever sees it: `CHI TRA 2026-11 0A1B2C3D`. The period and the end of the
 *  reference, so that a return can be matched; never a programme, which tells a family who is poor, disabled or ill. */
export function narrativeOf(period: string, reference: string): string {
  return `CHI TRA ${period} ${reference.slice(-REFERENCE_SUFFIX_LENGTH)}`;
}
