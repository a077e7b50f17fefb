/** A mobile-money provider that speaks GSMA Mobile Money API 1.2, for simulators. Knows nothing of the adapter's code. */
import { randomUUID } from 'node:crypto';
import type {
  SimulatedAccount,
  SimulatorHandler,
  SimulatorReply,
  SimulatorRequest,
  SimulatorWorld,
} from '../../../kit/simulator/index.js';
import { Batches } from './batches.js';
import { errorAnswer, errorBody, json, requestStateBody, transactionBody } from './answers.js';
import { header, readDisbursement, type DisbursementRequest } from './disbursement-request.js';
import { ProviderBook, transactionReference, type ProviderRequest } from './provider-book.js';

export interface ProviderProfile {
  /** Path before the API's own, `/v1.2/mm`. */
  readonly basePath: string;
  readonly apiKey: string;
  readonly clientId: string;
  /** Most that one disbursement may carry, whole đồng. */
  readonly amountMax: number;
}

/** Most that one disbursement may carry: the monthly limit of an account (NĐ 368/2025). */
export const amountMaxOfLaw = 100_000_000;

export function provider(world: SimulatorWorld, profile: ProviderProfile): SimulatorHandler {
  const book = new ProviderBook(world);
  const batches = new Batches(
    world,
    book,
    (msisdn) => findAccount(world, msisdn)?.number ?? msisdn,
    (line) => refusalOf(world, profile, line, world.accounts.find(line.account)),
  );
  for (const request of book.unfinished()) world.later(0, () => finish(world, book, request));
  return (request) => {
    if (!request.path.startsWith(profile.basePath)) return errorAnswer('identification', 'identifierError');
    if (
      header(request, 'x-api-key') !== profile.apiKey ||
      header(request, 'x-client-id') !== profile.clientId
    ) {
      return errorAnswer('authorisation', 'clientAuthorisationError');
    }
    if (Number.isNaN(Date.parse(header(request, 'x-date') ?? '')))
      return errorAnswer('validation', 'formatError');
    const path = request.path.slice(profile.basePath.length);
    if (path === '/batchtransactions' && request.method === 'POST') return batches.take(request);
    if (path.startsWith('/batchtransactions/')) {
      const [, , batchId = '', list = ''] = path.split('/');
      return batches.view(batchId, list, request.query);
    }
    if (request.method === 'POST') return post(world, book, profile, path, request);
    const state = /^\/requeststates\/([^/]+)$/.exec(path)?.[1];
    return batches.requestState(state ?? '') ?? view(world, book, path);
  };
}

function post(
  world: SimulatorWorld,
  book: ProviderBook,
  profile: ProviderProfile,
  path: string,
  request: SimulatorRequest,
): SimulatorReply {
  if (path !== '/transactions/type/disbursement') return errorAnswer('identification', 'identifierError');
  const wanted = readDisbursement(request);
  if (typeof wanted === 'string') return errorAnswer('validation', wanted);
  const { faults } = world;
  const key = wanted.payerReference;
  if (faults.strikes('rateLimited', key)) return errorAnswer('businessRule', 'rateLimitError');
  if (faults.strikes('serverError', key)) return errorAnswer('internal', 'genericError');
  if (faults.current.repeatedReference === 'refuse' && book.byClientId(wanted.clientCorrelationId)) {
    return errorAnswer('businessRule', 'duplicateRequest');
  }
  return disburse(world, book, profile, wanted);
}

function disburse(
  world: SimulatorWorld,
  book: ProviderBook,
  profile: ProviderProfile,
  wanted: DisbursementRequest,
): SimulatorReply {
  const { faults } = world;
  const key = wanted.payerReference;
  const account = findAccount(world, wanted.creditMsisdn);
  const request: ProviderRequest = {
    ...wanted,
    serverCorrelationId: randomUUID(),
    transactionReference: transactionReference(),
    account: account?.number ?? wanted.creditMsisdn,
    createdAt: new Date().toISOString(),
    state: 'pending',
  };
  book.take(request);
  const refusal = refusalOf(world, profile, wanted, account);
  if (refusal) {
    book.fail(request, ...refusal);
    return errorAnswer(...refusal);
  }
  if (faults.strikes('asynchronous', key)) {
    world.later(faults.current.processingMs, () => finish(world, book, request));
    return json(202, requestStateBody(request));
  }
  const done = book.complete(request);
  if (faults.strikes('serverErrorAfterBooking', key)) return errorAnswer('internal', 'genericError');
  return { ...json(201, transactionBody(done, liesAbout(world, key))), booked: key };
}

function refusalOf(
  world: SimulatorWorld,
  profile: ProviderProfile,
  wanted: Pick<DisbursementRequest, 'amount' | 'payerReference'>,
  account: SimulatedAccount | undefined,
): [category: string, code: string] | undefined {
  if (account === undefined) return ['identification', 'identifierError'];
  if (account.state !== 'OPEN') return ['businessRule', 'incorrectState'];
  if (wanted.amount > profile.amountMax) return ['businessRule', 'greaterThanTransactionMaxValue'];
  if (world.faults.strikes('refuse', wanted.payerReference)) return ['businessRule', 'maxBalanceExceeded'];
  return undefined;
}

/** Carries out what was taken, and calls the payer back under the correlation id that it gave (API 1.2, Client Correlation ID). */
function finish(world: SimulatorWorld, book: ProviderBook, request: ProviderRequest): void {
  const done = request.errorCode === undefined ? book.complete(request) : request;
  if (done.callbackUrl === undefined) return;
  const body =
    done.state === 'completed'
      ? transactionBody(done, liesAbout(world, done.payerReference))
      : errorBody(done.errorCategory ?? 'internal', done.errorCode ?? 'genericError');
  world.callBack({
    method: 'PUT',
    url: done.callbackUrl,
    headers: {
      'content-type': 'application/json',
      'x-correlationid': done.clientCorrelationId,
      'x-date': new Date().toISOString(),
    },
    body: JSON.stringify(body),
    key: done.payerReference,
  });
}

function view(world: SimulatorWorld, book: ProviderBook, path: string): SimulatorReply {
  const [, collection, first = '', second = '', third = ''] = path.split('/').map(decodeURIComponent);
  if (collection === 'accounts' && first === 'msisdn') return viewAccount(findAccount(world, second), third);
  switch (collection) {
    case 'heartbeat':
      return json(200, { serviceStatus: 'available' });
    case 'responses':
      return found(book.byClientId(first), (request) => ({ link: linkTo(request) }));
    case 'requeststates':
      return found(book.byServerId(first), requestStateBody);
    case 'transactions':
      return found(book.byTransaction(first), (request) => transactionBody(request));
    default:
      return errorAnswer('identification', 'identifierError');
  }
}

function linkTo(request: ProviderRequest): string {
  return request.state === 'completed'
    ? `/transactions/${request.transactionReference}`
    : `/requeststates/${request.serverCorrelationId}`;
}

function found(
  request: ProviderRequest | undefined,
  body: (request: ProviderRequest) => object,
): SimulatorReply {
  return request === undefined ? errorAnswer('identification', 'identifierError') : json(200, body(request));
}

function viewAccount(account: SimulatedAccount | undefined, what: string): SimulatorReply {
  if (account === undefined) return errorAnswer('identification', 'identifierError');
  switch (what) {
    case 'status':
      return account.state === 'OPEN'
        ? json(200, { accountStatus: 'available' })
        : json(200, { accountStatus: 'unavailable', subStatus: account.state.toLowerCase() });
    case 'accountname':
      return json(200, { name: { fullName: withoutSigns(account.name), nativeName: account.name } });
    default:
      return errorAnswer('identification', 'identifierError');
  }
}

/** The register may write 0970000001, 84970000001 or +84970000001. */
function findAccount(world: SimulatorWorld, msisdn: string): SimulatedAccount | undefined {
  const national = msisdn.replace(/^\+?84/, '');
  for (const number of [`0${national}`, `84${national}`, `+84${national}`, msisdn]) {
    const account = world.accounts.find(number);
    if (account !== undefined) return account;
  }
  return undefined;
}

function withoutSigns(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').toUpperCase();
}

function liesAbout(world: SimulatorWorld, key: string): { statusWord?: string; addedAmount?: number } {
  return {
    ...(world.faults.strikes('unknownStatusWord', key) && { statusWord: 'settling-in-branch' }),
    ...(world.faults.strikes('wrongAmount', key) && { addedAmount: 1_000 }),
  };
}
