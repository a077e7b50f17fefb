/** The messages of GSMA Mobile Money API 1.2 that a payer exchanges, as the public OpenAPI file (1.2.0, disbursements) has them. */
import { hash } from 'node:crypto';
import { z } from 'zod';

/** schemas/errorObject. The guide writes codes as InsufficientFunds, the OpenAPI file as insufficientFunds. */
const errorObject = z.object({
  errorCategory: z.string(),
  errorCode: z.string(),
  errorDateTime: z.string().optional(),
});

/** schemas/responseTransactionType; `transactionStatus` is free text of 1 to 256 characters. */
const transaction = z.object({
  transactionReference: z.string().min(1),
  transactionStatus: z.string().min(1),
  amount: z.string(),
  currency: z.string(),
  requestingOrganisationTransactionReference: z.string().optional(),
  /** Whatever else is written there is no reason to disbelieve the rest. */
  creditParty: z
    .array(z.object({ key: z.string(), value: z.string() }))
    .optional()
    .catch(undefined),
  creationDate: z.string().optional(),
  modificationDate: z.string().optional(),
});

/** schemas/requestStateObject. The guide calls the error `errorReference`, the OpenAPI file `error`. */
const requestState = z.object({
  serverCorrelationId: z.string(),
  status: z.string(),
  objectReference: z.string().optional(),
  pendingReason: z.string().optional(),
  error: errorObject.optional(),
  errorReference: errorObject.optional(),
});

const link = z.object({ link: z.string() });
const accountName = z.object({
  name: z.object({ fullName: z.string().optional(), nativeName: z.string().optional() }).optional(),
});
const accountStatus = z.object({ accountStatus: z.string(), subStatus: z.string().optional() });

export type GsmaError = z.infer<typeof errorObject>;
export type GsmaTransaction = z.infer<typeof transaction>;
export type GsmaRequestState = z.infer<typeof requestState>;

/** What an answer or a callback says about a payment. */
export type GsmaWord =
  | { readonly kind: 'transaction'; readonly transaction: GsmaTransaction }
  | { readonly kind: 'request-state'; readonly state: GsmaRequestState }
  | { readonly kind: 'error'; readonly error: GsmaError }
  | { readonly kind: 'link'; readonly path: string };

/** Undefined for anything that no schema of the API knows: a proxy's page, a cut body. */
export function readWord(body: Buffer): GsmaWord | undefined {
  const value = parseJson(body);
  const asTransaction = transaction.safeParse(value);
  if (asTransaction.success) return { kind: 'transaction', transaction: asTransaction.data };
  const asState = requestState.safeParse(value);
  if (asState.success) return { kind: 'request-state', state: asState.data };
  const asError = errorObject.safeParse(value);
  if (asError.success) return { kind: 'error', error: asError.data };
  const asLink = link.safeParse(value);
  const path = asLink.success
    ? /\/(?:transactions|requeststates)\/[^/?#]+$/.exec(asLink.data.link)?.[0]
    : undefined;
  // Only the path counts: a link that names another host is not followed there.
  return path === undefined ? undefined : { kind: 'link', path };
}

export function readAccountName(body: Buffer): string | undefined {
  const parsed = accountName.safeParse(parseJson(body));
  // The native name carries the Vietnamese signs; the full name may be written without them.
  return parsed.success ? (parsed.data.name?.nativeName ?? parsed.data.name?.fullName) : undefined;
}

export function readAccountStatus(body: Buffer): { accountStatus: string; subStatus?: string } | undefined {
  const parsed = accountStatus.safeParse(parseJson(body));
  return parsed.success ? parsed.data : undefined;
}

export interface Disbursement {
  readonly reference: string;
  readonly amount: bigint;
  readonly sourceAccount: string;
  readonly receiverNumber: string;
  readonly narrative: string;
  readonly requestedAt: Date;
}

/** schemas/requestTransactionType for `POST /transactions/type/disbursement`. */
export function disbursementBody(payment: Disbursement): string {
  return JSON.stringify(disbursementFields(payment));
}

export function disbursementFields(payment: Disbursement): object {
  return {
    amount: payment.amount.toString(),
    currency: 'VND',
    debitParty: [{ key: 'accountid', value: payment.sourceAccount }],
    creditParty: [{ key: 'msisdn', value: msisdn(payment.receiverNumber) }],
    requestingOrganisationTransactionReference: payment.reference,
    requestDate: payment.requestedAt.toISOString(),
    descriptionText: payment.narrative.slice(0, 256),
  };
}

/** Vietnamese numbers in international form: 0970000001 and 84970000001 are +84970000001. */
export function msisdn(number: string): string {
  const digits = number.replace(/\D/g, '');
  if (digits.startsWith('84') && digits.length === 11) return `+${digits}`;
  return `+84${digits.replace(/^0/, '')}`;
}

/** The X-CorrelationID of a reference: always the same UUID, because the provider refuses a POST that repeats it. */
export function correlationId(reference: string): string {
  const hex = hash('sha256', `gsma-mobile-money ${reference}`);
  // Marked as version 8 (RFC 9562 §5.8): a UUID of our own making.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Whole đồng; undefined when the provider names a fraction or something else. */
export function dongOf(amount: string, currency: string): bigint | undefined {
  const whole = /^([0-9]{1,18})(?:\.0{1,4})?$/.exec(amount)?.[1];
  return currency === 'VND' && whole !== undefined ? BigInt(whole) : undefined;
}

export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // Whatever is no JSON is no word of the provider; the caller treats it as no answer.
    return undefined;
  }
}
