/** The bank's host-to-host service over HTTP: signed requests, checked answers, and what each HTTP status proves. */
import { AdapterError, HttpClient, isSameSignature, type HttpAnswer, type HttpCall } from '../kit/index.js';
import { XmlError } from '../protocols/xml/index.js';
import { IsoMessageError } from '../protocols/iso20022/index.js';
import type { AgribankConfig } from './config.js';
import type { OutgoingFile } from './outgoing-files.js';
import { signatureOf } from './wire.js';

const base = '/h2h/v1';

export class AgribankClient {
  readonly #http: HttpClient;

  constructor(
    private readonly config: AgribankConfig,
    private readonly clock: () => Date,
  ) {
    this.#http = new HttpClient({
      baseUrl: config.baseUrl,
      timeoutMs: config.requestTimeoutMs,
      answerBytesMax: 16 * 1024 * 1024,
      tls: config.tls,
    });
  }

  /** Hands in a pain.001; the answer is a pain.002. Sent once: a repeat is for the worker to decide.
   *  @throws AdapterError */
  async sendFile({ name, content, companion }: OutgoingFile): Promise<Buffer> {
    return this.#exchange({
      method: 'POST',
      path: `${base}/files`,
      headers: companion && {
        'x-file-name': name,
        'x-file-signature': companion.content.toString('base64'),
      },
      body: content,
      isRepeatable: false,
    });
  }

  /** The bank's word about one reference, as a pain.002. @throws AdapterError */
  async statusOf(reference: string): Promise<Buffer> {
    return this.#exchange({ method: 'GET', path: `${base}/payments/${encodeURIComponent(reference)}` });
  }

  /** Sends an acmt.023; the answer is an acmt.024. @throws AdapterError */
  async verify(content: string): Promise<Buffer> {
    return this.#exchange({
      method: 'POST',
      path: `${base}/verifications`,
      body: content,
      isRepeatable: true,
    });
  }

  /** Names of files that wait for us, oldest first. @throws AdapterError */
  async listOutbox(): Promise<readonly string[]> {
    const answer = await this.#exchange({ method: 'GET', path: `${base}/outbox` });
    const listing: unknown = JSON.parse(answer.toString('utf8'));
    const files = (listing as { files?: unknown } | null)?.files;
    const isListing = Array.isArray(files) && files.every((name) => typeof name === 'string');
    if (!isListing) throw new AdapterError('NO_ANSWER', 'BAD_LISTING', 'the outbox listing cannot be read');
    return files;
  }

  /** A file of the outbox, byte for byte, or the signature of one. @throws AdapterError */
  async readFile(name: string): Promise<Buffer> {
    return this.#exchange({ method: 'GET', path: `${base}/outbox/${encodeURIComponent(name)}` });
  }

  /** Tells the bank that the file is with the hub: it is not offered again. */
  async acknowledge(name: string): Promise<void> {
    const path = `${base}/outbox/${encodeURIComponent(name)}/receipt`;
    await this.#exchange({ method: 'PUT', path, isRepeatable: true });
  }

  /** The statement of one day as a camt.053, or nothing while the bank has none. @param day `YYYY-MM-DD` @throws AdapterError */
  async statement(day: string): Promise<Buffer | undefined> {
    try {
      return await this.#exchange({ method: 'GET', path: `${base}/statements/${day}` });
    } catch (error) {
      if (error instanceof AdapterError && error.code === 'HTTP_404') return undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#http.close();
  }

  async #exchange(call: HttpCall): Promise<Buffer> {
    const timestamp = this.clock().toISOString();
    const answer = await this.#http.send({ ...call, headers: this.#headersOf(call, timestamp) });
    refuseUnusable(answer);
    // Bound to the question: otherwise the answer to another one of the same moment would pass for it.
    const answered = [String(answer.status), call.method, call.path, timestamp];
    const expected = signatureOf(this.config.secret, answered, answer.body);
    if (!isSameSignature(String(answer.headers['x-signature'] ?? ''), expected)) {
      throw new AdapterError('NO_ANSWER', 'BAD_SIGNATURE', 'the answer is not signed by the bank');
    }
    return answer.body;
  }

  #headersOf(call: HttpCall, timestamp: string): Record<string, string> {
    const signed = [call.method, call.path, timestamp];
    return {
      ...call.headers,
      'content-type': 'application/xml; charset=utf-8',
      'x-client-id': this.config.clientId,
      'x-timestamp': timestamp,
      'x-signature': signatureOf(this.config.secret, signed, call.body ?? ''),
    };
  }
}

/** A 4xx turns the request away before anything was done with it; a 5xx says nothing about what was done. */
function refuseUnusable({ status }: HttpAnswer): void {
  if (status >= 200 && status < 300) return;
  if (status === 429) throw new AdapterError('REFUSED', 'RATE_LIMITED', 'the bank asks for fewer requests');
  if (status === 401 || status === 403) {
    throw new AdapterError(
      'REFUSED',
      'NOT_AUTHORISED',
      'the bank does not accept our credentials or signature',
    );
  }
  if (status >= 400 && status < 500 && status !== 408) {
    throw new AdapterError('REFUSED', `HTTP_${status}`, 'the bank turned the request away');
  }
  throw new AdapterError('NO_ANSWER', `HTTP_${status}`, 'the bank gave no usable answer');
}

/** Reads a message; one that cannot be read is no answer. */
export function reading<Message>(read: (content: Buffer) => Message, content: Buffer): Message {
  try {
    return read(content);
  } catch (error) {
    if (!(error instanceof IsoMessageError || error instanceof XmlError)) throw error;
    throw new AdapterError('NO_ANSWER', 'UNREADABLE', `the bank's message cannot be read: ${error.message}`);
  }
}
