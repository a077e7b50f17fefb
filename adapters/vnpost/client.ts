/** The post's partner service over HTTP: signed requests, proved answers, and what each HTTP status says. */
import type { z } from 'zod';
import { AdapterError, HttpClient, type HttpCall } from '../kit/index.js';
import type { VnPostConfig } from './config.js';
import { answerText, isSigned, requestText, sign, type SignedRequest } from './signature.js';
import { feedAnswer, lineAnswer, listAnswer, type LineWord } from './wire.js';

const base = '/doi-tac/v1';
const feedReportsMax = 200;

type Connection = Pick<
  VnPostConfig,
  'baseUrl' | 'partnerCode' | 'privateKeyPem' | 'postPublicKey' | 'requestTimeoutMs' | 'tls'
>;

export class VnPostClient {
  readonly #http: HttpClient;

  constructor(
    private readonly config: Connection,
    private readonly clock: () => Date,
  ) {
    this.#http = new HttpClient({
      baseUrl: config.baseUrl,
      timeoutMs: config.requestTimeoutMs,
      answerBytesMax: 64 * 1024 * 1024,
      tls: config.tls,
    });
  }

  /** Hands a list over. Sent once: a repeat is for the worker to decide. @throws AdapterError */
  async handOver(list: string): Promise<z.infer<typeof listAnswer>> {
    return this.#read(listAnswer, {
      method: 'POST',
      path: `${base}/danh-sach`,
      body: list,
      isRepeatable: false,
    });
  }

  /** The post's word about one line of ours. @throws AdapterError */
  async statusOf(reference: string): Promise<LineWord> {
    return this.#read(lineAnswer, {
      method: 'GET',
      path: `${base}/chi-tra/${encodeURIComponent(reference)}`,
    });
  }

  /** The oldest reports that are not confirmed. @throws AdapterError */
  async listReports(): Promise<z.infer<typeof feedAnswer>['bienDong']> {
    const path = `${base}/bien-dong?toiDa=${feedReportsMax}`;
    return (await this.#read(feedAnswer, { method: 'GET', path })).bienDong;
  }

  /** Tells the post that the hub has every report up to this one: they are not offered again. @throws AdapterError */
  async confirmReports(upTo: number): Promise<void> {
    const body = JSON.stringify({ den: upTo });
    await this.#exchange({ method: 'PUT', path: `${base}/bien-dong/xac-nhan`, body, isRepeatable: true });
  }

  /** The pay-out sheet of a day, `YYYY-MM-DD`; undefined while there is none. @throws AdapterError */
  async statementOf(day: string): Promise<string | undefined> {
    const { status, body } = await this.#exchange({ method: 'GET', path: `${base}/bang-ke/${day}` }, [404]);
    return status === 404 ? undefined : body.toString('utf8');
  }

  async close(): Promise<void> {
    await this.#http.close();
  }

  async #read<Schema extends z.ZodType>(schema: Schema, call: HttpCall): Promise<z.infer<Schema>> {
    const { body } = await this.#exchange(call);
    const read = schema.safeParse(jsonOf(body));
    // What is wrong is not passed on: it may repeat a person's data.
    if (!read.success) throw new AdapterError('NO_ANSWER', 'UNREADABLE', 'the post’s answer cannot be read');
    return read.data;
  }

  async #exchange(call: HttpCall, usable: readonly number[] = []) {
    const signed = { ...call, body: call.body ?? '', timestamp: this.clock().toISOString() };
    const { status, headers, body } = await this.#http.send({ ...call, headers: this.#headersOf(signed) });
    if (!usable.includes(status)) refuseUnusable(status);
    if (!isSigned(answerText(signed, status, body), headers['x-chu-ky'], this.config.postPublicKey)) {
      throw new AdapterError('NO_ANSWER', 'BAD_SIGNATURE', 'the answer is not signed by the post');
    }
    return { status, body };
  }

  #headersOf(request: SignedRequest): Record<string, string> {
    return {
      'content-type': 'application/json; charset=utf-8',
      'x-ma-doi-tac': this.config.partnerCode,
      'x-thoi-diem': request.timestamp,
      'x-chu-ky': sign(requestText(request), this.config.privateKeyPem),
    };
  }
}

/** A 4xx turns the request away before anything was done with it; a 5xx says nothing about what was done. */
function refuseUnusable(status: number): void {
  if (status >= 200 && status < 300) return;
  if (status === 429) throw new AdapterError('REFUSED', 'RATE_LIMITED', 'the post asks for fewer requests');
  if (status === 401 || status === 403) {
    throw new AdapterError('REFUSED', 'NOT_AUTHORISED', 'the post does not accept our code or signature');
  }
  if (status >= 400 && status < 500 && status !== 408) {
    throw new AdapterError('REFUSED', `HTTP_${status}`, 'the post turned the request away');
  }
  throw new AdapterError('NO_ANSWER', `HTTP_${status}`, 'the post gave no usable answer');
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // No JSON is no answer; the schema turns it away.
    return undefined;
  }
}
