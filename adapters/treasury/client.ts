/** The Treasury's service over HTTPS: signed documents in, signed answers out, and what each HTTP status proves. */
import { createHash } from 'node:crypto';
import { AdapterError, HttpClient, isRsaSigned, rsaSign, type HttpAnswer } from '../kit/index.js';
import type { TreasuryConfig } from './config.js';

const documentsPath = '/ttsp/v1/chung-tu';

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body: string;
}

export class TreasuryClient {
  readonly #http: HttpClient;

  constructor(
    private readonly config: TreasuryConfig,
    private readonly clock: () => Date,
  ) {
    const { baseUrl, timeoutMs, tls } = config;
    this.#http = new HttpClient({ baseUrl, timeoutMs, tls, answerBytesMax: 64 * 1024 });
  }

  /** Hands a document in, once: a repeat is for the worker to decide. @throws AdapterError */
  async handIn(document: string): Promise<string> {
    return this.#exchange({ method: 'POST', path: documentsPath, body: document });
  }

  /** What became of a reference. @throws AdapterError */
  async ask(reference: string): Promise<string> {
    return this.#exchange({ method: 'GET', path: `${documentsPath}/${reference}`, body: '' });
  }

  async close(): Promise<void> {
    await this.#http.close();
  }

  async #exchange(call: Call): Promise<string> {
    const { method, path, body } = call;
    const time = this.clock().toISOString();
    const answer = await this.#http.send({
      ...{ method, path },
      headers: {
        ...(method === 'POST' ? { 'content-type': 'application/xml; charset=utf-8' } : {}),
        'x-don-vi': this.config.unitCode,
        'x-thoi-gian': time,
        'x-chu-ky': rsaSign(requestText(call, time), {
          privateKeyPem: this.config.privateKey,
          hash: 'sha256',
        }),
      },
      ...(method === 'POST' ? { body } : {}),
    });
    return this.#read(call, time, answer);
  }

  #read(call: Call, time: string, answer: HttpAnswer): string {
    refuseUnusable(answer);
    const text = answerText(answer, call, time);
    const signature = String(answer.headers['x-chu-ky'] ?? '');
    const key = { publicKeyPem: this.config.treasuryPublicKey, hash: 'sha256' } as const;
    if (signature === '' || !isRsaSigned(text, signature, key))
      throw new AdapterError('NO_ANSWER', 'BAD_SIGNATURE', 'the answer is not signed by the Treasury');
    return answer.body.toString('utf8');
  }
}

/** Method, path, time and digest of the body, a line each. */
export function requestText({ method, path, body }: Call, time: string): string {
  return [method, path, time, digestOf(body)].join('\n');
}

/** Bound to the request, so that an answer cannot be passed off as the answer to another: status, then what was asked, when
 *  and about what, then the digest of the answer, a line each. */
export function answerText(
  { status, body }: Pick<HttpAnswer, 'status' | 'body'>,
  { path, body: requestBody }: Pick<Call, 'path' | 'body'>,
  time: string,
): string {
  return [status, path, time, digestOf(requestBody), digestOf(body)].join('\n');
}

function digestOf(body: string | Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}

/** A 4xx turns the request away before anything was done with it; a 5xx says nothing about what was done. */
function refuseUnusable({ status }: HttpAnswer): void {
  if (status >= 200 && status < 300) return;
  if (status === 429)
    throw new AdapterError('REFUSED', 'RATE_LIMITED', 'the Treasury asks for fewer requests');
  if (status === 401 || status === 403)
    throw new AdapterError('REFUSED', 'NOT_AUTHORISED', 'the Treasury does not accept our signature');
  if (status >= 400 && status < 500 && status !== 408)
    throw new AdapterError('REFUSED', `HTTP_${status}`, 'the Treasury turned the request away');
  throw new AdapterError('NO_ANSWER', `HTTP_${status}`, 'the Treasury gave no usable answer');
}
