/** Speaks GSMA Mobile Money API 1.2 with one provider: its headers, its calls, and what counts as an answer. */
import { hash } from 'node:crypto';
import { AdapterError, HttpClient, type HttpAnswer, type HttpClientOptions } from '../../kit/index.js';
import {
  correlationId,
  disbursementBody,
  msisdn,
  readAccountName,
  readAccountStatus,
  readWord,
} from './wire.js';
import {
  batchBody,
  readCompletions,
  readRejections,
  type GsmaCompletion,
  type GsmaRejection,
} from './batch-wire.js';
import { isSameWord, isTurnedAway } from './translate.js';
import type { Disbursement, GsmaError, GsmaRequestState, GsmaWord } from './wire.js';

/** What the provider says about a payment that it has. */
export type PaymentWord = Exclude<GsmaWord, { kind: 'error' }>;

/** Rows asked for a page, and pages of one list. */
const pageRows = 1_000;
const pagesMax = 1_000;

export interface GsmaClientOptions extends HttpClientOptions {
  readonly apiKey: string;
  readonly clientId: string;
  readonly clock: () => Date;
}

export class GsmaClient {
  readonly #http: HttpClient;

  constructor(private readonly options: GsmaClientOptions) {
    this.#http = new HttpClient(options);
  }

  /** `POST /transactions/type/disbursement`. A 5xx says nothing about the payment.
   *  @throws AdapterError */
  disburse(payment: Disbursement, callbackUrl: string): Promise<GsmaWord> {
    return this.#post('/transactions/type/disbursement', {
      body: disbursementBody(payment),
      correlation: correlationId(payment.reference),
      callbackUrl,
    });
  }

  /** `POST /batchtransactions`. @param correlation the same for the same payments @throws AdapterError */
  async disburseTogether(
    correlation: string,
    payments: readonly Disbursement[],
    callbackUrl: string,
  ): Promise<GsmaWord> {
    return this.#post('/batchtransactions', { body: batchBody(payments), correlation, callbackUrl });
  }

  /** `GET /requeststates/{serverCorrelationId}` @throws AdapterError */
  async requestState(serverCorrelationId: string): Promise<GsmaRequestState> {
    const word = foundIn(await this.#get(`/requeststates/${encodeURIComponent(serverCorrelationId)}`));
    if (word.kind !== 'request-state') throw noUsableAnswer('NO_REQUEST_STATE');
    return word.state;
  }

  /** `GET /batchtransactions/{batchId}/completions`, all pages. @throws AdapterError */
  async completions(batchId: string): Promise<readonly GsmaCompletion[]> {
    return this.#pages(`/batchtransactions/${encodeURIComponent(batchId)}/completions`, readCompletions);
  }

  /** `GET /batchtransactions/{batchId}/rejections`, all pages. @throws AdapterError */
  async rejections(batchId: string): Promise<readonly GsmaRejection[]> {
    return this.#pages(`/batchtransactions/${encodeURIComponent(batchId)}/rejections`, readRejections);
  }

  /** `GET /responses/{clientCorrelationId}` and whatever it links to; undefined when the provider never received it.
   *  An error here speaks of the question, never of the payment. @throws AdapterError */
  async find(reference: string): Promise<PaymentWord | undefined> {
    const answer = await this.#get(`/responses/${correlationId(reference)}`);
    if (isUnknownIdentifier(answer)) return undefined;
    const word = foundIn(answer);
    const found = word.kind === 'link' ? foundIn(await this.#get(word.path)) : word;
    if (found.kind !== 'request-state' || found.state.status !== 'completed') return found;
    const transaction = found.state.objectReference;
    if (!transaction) throw noUsableAnswer('COMPLETED_WITHOUT_REFERENCE');
    return foundIn(await this.#get(`/transactions/${encodeURIComponent(transaction)}`));
  }

  /** `GET /accounts/msisdn/{number}/status`; undefined when the provider has no such account. */
  async accountStatus(number: string): Promise<{ accountStatus: string; subStatus?: string } | undefined> {
    const answer = await this.#get(accountPath(number, 'status'));
    if (isUnknownIdentifier(answer)) return undefined;
    const status = answer.status === 200 ? readAccountStatus(answer.body) : undefined;
    if (status === undefined) throw noUsableAnswer(`HTTP_${answer.status}`);
    return status;
  }

  /** `GET /accounts/msisdn/{number}/accountname`; undefined when the provider names nobody. */
  async accountName(number: string): Promise<string | undefined> {
    const answer = await this.#get(accountPath(number, 'accountname'));
    if (isUnknownIdentifier(answer)) return undefined;
    if (answer.status !== 200) throw noUsableAnswer(`HTTP_${answer.status}`);
    return readAccountName(answer.body);
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  async #post(
    path: string,
    { body, correlation, callbackUrl }: { body: string; correlation: string; callbackUrl: string },
  ): Promise<GsmaWord> {
    const answer = await this.#http.send({
      method: 'POST',
      path,
      headers: {
        ...this.#headers(),
        'content-type': 'application/json',
        'x-correlationid': correlation,
        'x-content-hash': hash('sha256', body),
        'x-callback-url': callbackUrl,
      },
      body,
    });
    const word = wordOf(answer);
    if (word.kind === 'error' && isTurnedAway(word.error)) throw turnedAway(word.error);
    return word;
  }

  /** A provider may give fewer rows a page than asked for; `X-Records-Available-Count` says when they are all there. */
  async #pages<Row>(
    path: string,
    read: (body: Buffer) => readonly Row[] | undefined,
  ): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for (let page = 0; page < pagesMax; page += 1) {
      const answer = await this.#get(`${path}?limit=${pageRows}&offset=${rows.length}`);
      const found = answer.status === 200 ? read(answer.body) : undefined;
      const available = Number(answer.headers['x-records-available-count'] ?? Number.NaN);
      if (found === undefined || Number.isNaN(available)) throw noUsableAnswer(`HTTP_${answer.status}_LIST`);
      rows.push(...found);
      if (rows.length >= available) return rows;
      if (found.length === 0) break;
    }
    throw noUsableAnswer('LIST_CUT_OFF');
  }

  #get(path: string): Promise<HttpAnswer> {
    return this.#http.send({ method: 'GET', path, headers: this.#headers() });
  }

  #headers(): Record<string, string> {
    const { apiKey, clientId, clock } = this.options;
    return {
      accept: 'application/json',
      'x-api-key': apiKey,
      'x-client-id': clientId,
      'x-date': clock().toISOString(),
      'x-channel': 'ansinh-hub',
    };
  }
}

/** What a question found. @throws AdapterError when it found nothing, REFUSED when the caller was turned away */
function foundIn(answer: HttpAnswer): PaymentWord {
  const word = wordOf(answer);
  if (word.kind !== 'error') return word;
  throw isTurnedAway(word.error) ? turnedAway(word.error) : noUsableAnswer(word.error.errorCode);
}

/** The provider's word, if it is one: the page of a proxy must not pass for the provider's. */
function wordOf(answer: HttpAnswer): GsmaWord {
  const word = answer.status < 500 ? readWord(answer.body) : undefined;
  if (word === undefined) throw noUsableAnswer(`HTTP_${answer.status}`);
  if (answer.status >= 400 !== (word.kind === 'error'))
    throw noUsableAnswer(`HTTP_${answer.status}_${word.kind}`);
  return word;
}

/** Only "no such resource" in the provider's own words: an unknown route's 404 says nothing about a payment. */
function isUnknownIdentifier(answer: HttpAnswer): boolean {
  const word = answer.status === 404 ? readWord(answer.body) : undefined;
  return word?.kind === 'error' && isSameWord(word.error.errorCategory, 'identification');
}

function turnedAway(error: GsmaError): AdapterError {
  return new AdapterError('REFUSED', error.errorCode, 'the provider turned the request away');
}

function noUsableAnswer(code: string): AdapterError {
  return new AdapterError('NO_ANSWER', code, 'the provider gave no usable answer');
}

function accountPath(number: string, what: 'status' | 'accountname'): string {
  return `/accounts/msisdn/${encodeURIComponent(msisdn(number))}/${what}`;
}
