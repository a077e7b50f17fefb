/** The provider's answers, written from the public OpenAPI file of Mobile Money API 1.2 and from nothing of the adapter's. */
import type { SimulatorReply } from '../../../kit/simulator/index.js';
import type { ProviderRequest } from './provider-book.js';

export function json(status: number, value: object): SimulatorReply {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-date': new Date().toISOString() },
    body: JSON.stringify(value),
  };
}

const statusOfCategory: Readonly<Record<string, number>> = {
  businessRule: 400,
  validation: 400,
  authorisation: 401,
  identification: 404,
  internal: 500,
  serviceUnavailable: 503,
};

export function errorBody(errorCategory: string, errorCode: string): object {
  return { errorCategory, errorCode, errorDateTime: new Date().toISOString() };
}

export function errorAnswer(errorCategory: string, errorCode: string): SimulatorReply {
  return json(statusOfCategory[errorCategory] ?? 500, errorBody(errorCategory, errorCode));
}

export interface TransactionLies {
  readonly statusWord?: string;
  readonly addedAmount?: number;
}

export function transactionBody(request: ProviderRequest, lies: TransactionLies = {}): object {
  return {
    transactionReference: request.transactionReference,
    requestingOrganisationTransactionReference: request.payerReference,
    creditParty: [{ key: 'msisdn', value: `+84${request.account.replace(/^(\+?84|0)/, '')}` }],
    type: 'disbursement',
    transactionStatus: lies.statusWord ?? request.state,
    amount: String(request.amount + (lies.addedAmount ?? 0)),
    currency: 'VND',
    creationDate: request.createdAt,
    modificationDate: request.createdAt,
    requestDate: request.createdAt,
  };
}

export function requestStateBody(request: ProviderRequest): object {
  const { errorCategory, errorCode, serverCorrelationId, state } = request;
  return {
    serverCorrelationId,
    objectReference: state === 'completed' ? request.transactionReference : '',
    status: state,
    notificationMethod: request.callbackUrl === undefined ? 'polling' : 'callback',
    pollLimit: 100,
    ...(state === 'failed' && { error: errorBody(errorCategory ?? 'internal', errorCode ?? 'genericError') }),
  };
}
