/** What the provider demands of a `POST /transactions/type/disbursement`, checked on the bytes that came in. */
import { hash } from 'node:crypto';
import type { SimulatorRequest } from '../../../kit/simulator/index.js';

export interface DisbursementRequest {
  readonly clientCorrelationId: string;
  readonly payerReference: string;
  readonly creditMsisdn: string;
  readonly amount: number;
  readonly callbackUrl?: string;
}

/** The request, or the error code of category `validation` that the provider answers with. */
export function readDisbursement(request: SimulatorRequest): DisbursementRequest | string {
  const clientCorrelationId = header(request, 'x-correlationid');
  if (clientCorrelationId === undefined) return 'mandatoryValueNotSupplied';
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(clientCorrelationId)) return 'formatError';
  const digest = hash('sha256', request.body);
  if (header(request, 'x-content-hash')?.toLowerCase() !== digest) return 'formatError';
  const body = parse(request.body);
  if (body === undefined) return 'formatError';
  const { amount, currency, requestingOrganisationTransactionReference: payerReference } = body;
  if (amount === undefined || currency === undefined || payerReference === undefined) {
    return 'mandatoryValueNotSupplied';
  }
  if (currency !== 'VND') return 'currencyNotSupported';
  // schemas/amount of the OpenAPI file, and đồng has no fractions.
  if (typeof amount !== 'string' || !/^([0]|([1-9][0-9]{0,17}))$/.test(amount)) return 'formatError';
  if (typeof payerReference !== 'string' || payerReference.length > 256) return 'lengthError';
  const creditMsisdn = partyValue(body.creditParty, 'msisdn');
  if (creditMsisdn === undefined || partyValue(body.debitParty, 'accountid') === undefined) {
    return 'mandatoryValueNotSupplied';
  }
  const callbackUrl = header(request, 'x-callback-url');
  return { clientCorrelationId, payerReference, creditMsisdn, amount: Number(amount), callbackUrl };
}

export function header(request: SimulatorRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function parse(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  } catch {
    // A body that is no JSON is the sender's fault and gets the provider's formatError.
    return undefined;
  }
}

export function partyValue(party: unknown, key: string): string | undefined {
  if (!Array.isArray(party)) return undefined;
  const found = (party as { key?: unknown; value?: unknown }[]).find((entry) => entry.key === key);
  return typeof found?.value === 'string' ? found.value : undefined;
}
