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

/** What an adapter is told the money is for: at most this many ASCII characters (ISO 20022 Ustrd takes 140, SWIFT 35). */
export const NARRATIVE_LENGTH_MAX = 35;

/** ISO 20022 external purpose codes by programme group. */
export const PURPOSE_CODES: Readonly<Record<string, string>> = {
  SOCIAL_PROTECTION: 'SSBE',
  SOCIAL_PENSION: 'PENS',
  MERIT: 'GWLT',
  POOR_HOUSEHOLD: 'GOVT',
  EMERGENCY: 'GOVT',
  SOCIAL_INSURANCE: 'PENS',
  UNEMPLOYMENT: 'BENE',
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

/** Where a programme’s group is not known any more. */
export const PURPOSE_CODE_DEFAULT = 'SSBE';

const REFERENCE_SUFFIX_LENGTH = 8;

/** `ASXH BTXH 2026-11 0A1B2C3D`: programme, period and the end of the reference, so that a return can be matched. */
export function narrativeOf(programmeCode: string, period: string, reference: string): string {
  const suffix = ` ${period} ${reference.slice(-REFERENCE_SUFFIX_LENGTH)}`;
  const programme = programmeCode
    .replace(/[^A-Za-z0-9.-]/g, '')
    .slice(0, NARRATIVE_LENGTH_MAX - suffix.length - 5);
  return `ASXH ${programme}${suffix}`;
}
