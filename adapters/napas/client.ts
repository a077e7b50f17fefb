/** The switch's API over HTTP: bearer token, signed requests, checked answers, and what each HTTP status proves. */
import { AdapterError, HttpClient, toAdapterError, type HttpAnswer } from '../kit/index.js';
import { IsoMessageError } from '../protocols/iso20022/index.js';
import { XmlError } from '../protocols/xml/index.js';
import { AccessToken } from './access-token.js';
import type { NapasConfig } from './config.js';
import { isSignedBy, signFields } from './field-signature.js';
import { digestOf, type OutgoingMessage } from './wire.js';

const messagesPath = '/api/ibft/v1/messages';
const statementsPath = '/api/ibft/v1/statements';

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly message: string;
  readonly body: string;
  readonly isRepeatable: boolean;
  /** Asked once there is a token, right before the call itself goes out; what it throws keeps the call from going. */
  readonly confirm?: () => Promise<void>;
}

export class NapasClient {
  readonly #http: HttpClient;
  readonly #token: AccessToken;

  constructor(
    private readonly config: NapasConfig,
    /** Where the switch sends what it has to say later. */
    private readonly callbackUrl: string,
    private readonly clock: () => Date,
  ) {
    this.#http = new HttpClient({
      baseUrl: config.baseUrl,
      timeoutMs: config.timeoutMs,
      answerBytesMax: 16 * 1024 * 1024,
      tls: config.tls,
    });
    this.#token = new AccessToken(this.#http, config, clock);
  }

  /** Hands in a pacs.008, once: a repeat is for the worker to decide. @throws AdapterError */
  async transfer({ name, content }: OutgoingMessage, confirm?: () => Promise<void>): Promise<Buffer> {
    return this.#exchange({ ...toMessages, message: name, body: content, isRepeatable: false, confirm });
  }

  /** Asks by a pacs.028 or an acmt.023. @throws AdapterError */
  async ask({ name, content }: OutgoingMessage): Promise<Buffer> {
    return this.#exchange({ ...toMessages, message: name, body: content, isRepeatable: true });
  }

  /** The settlement statement of one day. @param date `YYYY-MM-DD`, Asia/Ho_Chi_Minh @throws AdapterError */
  async statement(date: string): Promise<Buffer> {
    const path = `${statementsPath}/${date}`;
    return this.#exchange({ method: 'GET', path, message: 'camt.053', body: '', isRepeatable: true });
  }

  async close(): Promise<void> {
    await this.#http.close();
  }

  async #exchange(call: Call): Promise<Buffer> {
    const first = await this.#token.get();
    const timestamp = this.clock().toISOString();
    const answer = await this.#send(call, timestamp, first);
    return this.#read(
      call,
      timestamp,
      answer.status === 401 ? await this.#again(call, timestamp, first) : answer,
    );
  }

  /** The gateway turned the token away before anything was done, so the same call may go again; but something has left
   *  this machine by now, so a failure here is no longer "nothing was sent". */
  async #again(call: Call, timestamp: string, refused: string): Promise<HttpAnswer> {
    this.#token.forget(refused);
    try {
      return await this.#send(call, timestamp, await this.#token.get());
    } catch (error) {
      if (!toAdapterError(error).isProvablyUnsent) throw error;
      throw new AdapterError('REFUSED', 'TOKEN_EXPIRED', 'the token was refused and cannot be renewed', {
        cause: error,
      });
    }
  }

  async #send(
    { method, path, message, body, isRepeatable, confirm }: Call,
    timestamp: string,
    token: string,
  ): Promise<HttpAnswer> {
    await confirm?.();
    const { clientId, privateKey } = this.config;
    const fields = {
      CallbackUrl: this.callbackUrl,
      ClientId: clientId,
      Digest: digestOf(body),
      Message: message,
      Path: path,
      Timestamp: timestamp,
    };
    const headers = {
      authorization: `Bearer ${token}`,
      ...(method === 'GET' ? {} : { 'content-type': 'application/xml; charset=utf-8' }),
      'x-callback-url': this.callbackUrl,
      'x-client-id': clientId,
      'x-message': message,
      'x-timestamp': timestamp,
      'x-signature': signFields(fields, privateKey),
    };
    return this.#http.send({ method, path, headers, isRepeatable, ...(method === 'GET' ? {} : { body }) });
  }

  #read({ body }: Call, requestTimestamp: string, answer: HttpAnswer): Buffer {
    refuseUnusable(answer);
    const fields = {
      Digest: digestOf(answer.body),
      RequestDigest: digestOf(body),
      RequestTimestamp: requestTimestamp,
      Status: String(answer.status),
    };
    if (!isSignedBy(fields, String(answer.headers['x-signature'] ?? ''), this.config.napasPublicKey)) {
      throw new AdapterError('NO_ANSWER', 'BAD_SIGNATURE', 'the answer is not signed by the switch');
    }
    return answer.body;
  }
}

const toMessages = { method: 'POST', path: messagesPath } as const;

/** A 4xx turns the request away before anything was done with it; a 5xx says nothing about what was done. */
function refuseUnusable({ status }: HttpAnswer): void {
  if (status >= 200 && status < 300) return;
  if (status === 429) throw new AdapterError('REFUSED', 'RATE_LIMITED', 'the switch asks for fewer requests');
  if (status === 401 || status === 403) {
    throw new AdapterError('REFUSED', 'NOT_AUTHORISED', 'the switch does not accept our token or signature');
  }
  if (status >= 400 && status < 500 && status !== 408) {
    throw new AdapterError('REFUSED', `HTTP_${status}`, 'the switch turned the request away');
  }
  throw new AdapterError('NO_ANSWER', `HTTP_${status}`, 'the switch gave no usable answer');
}

/** Reads a message; one that cannot be read is no answer. */
export function reading<Message>(read: (content: Buffer) => Message, content: Buffer): Message {
  try {
    return read(content);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    throw new AdapterError('NO_ANSWER', 'UNREADABLE', `the message cannot be read: ${error.message}`);
  }
}

export function isUnreadable(error: unknown): error is Error {
  return error instanceof IsoMessageError || error instanceof XmlError;
}
