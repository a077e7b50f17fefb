/**
 * The HTTP client of every adapter (undici). Its one speciality: after a failure it knows whether the request can have
 * left this machine, because that decides between "give the task back" and "the payment is unknown".
 */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool, type Dispatcher } from 'undici';
import { AdapterError } from './adapter-error.js';
import { CircuitBreaker } from './circuit-breaker.js';

export interface HttpClientOptions {
  /** `https://host[:port][/path]`; paths of requests are appended. */
  readonly baseUrl: string;
  /** From the first byte sent to the last byte received, 1 000 to 120 000, default 30 000. */
  readonly timeoutMs?: number;
  /** Default 5 000. */
  readonly connectTimeoutMs?: number;
  /** Default 32. */
  readonly connectionsMax?: number;
  /** Largest answer, default 4 MiB. */
  readonly answerBytesMax?: number;
  readonly tls?: HttpTlsFiles;
}

/** PEM files of a private certificate authority and of mutual TLS. */
export interface HttpTlsFiles {
  readonly caFile?: string;
  readonly certificateFile?: string;
  readonly keyFile?: string;
}

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** A question that changes nothing at the institution: repeated up to twice after no answer or a 5xx. Default: GET only. */
  readonly isRepeatable?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

const repeatsMax = 2;
const repeatDelayMs = 100;
const idleConnectionMs = 10_000;

export class HttpClient {
  readonly #pool: Pool;
  readonly #circuit = new CircuitBreaker();
  readonly #base: string;

  constructor(private readonly options: HttpClientOptions) {
    const { origin, pathname } = new URL(options.baseUrl);
    this.#base = pathname.replace(/\/+$/, '');
    this.#pool = new Pool(origin, {
      connections: options.connectionsMax ?? 32,
      keepAliveTimeout: idleConnectionMs,
      maxResponseSize: options.answerBytesMax ?? 4 * 1024 * 1024,
      connect: { timeout: options.connectTimeoutMs ?? 5_000, ...tlsOptions(options.tls) },
    });
  }

  /** Any HTTP status is an answer; what it means is the adapter's business.
   *  @throws AdapterError NOT_SENT (connection refused, name unknown, circuit open) or NO_ANSWER */
  async send(call: HttpCall): Promise<HttpAnswer> {
    const isRepeatable = call.isRepeatable ?? call.method === 'GET';
    for (let repeat = 0; ; repeat += 1) {
      const isLast = !isRepeatable || repeat === repeatsMax;
      try {
        const answer = await this.#sendOnce(call);
        if (isLast || answer.status < 500) return answer;
      } catch (error) {
        if (isLast || !(error instanceof AdapterError) || error.code === 'CIRCUIT_OPEN') throw error;
      }
      await delay(repeatDelayMs * 3 ** repeat * (0.5 + Math.random()));
    }
  }

  /** Waits for open requests, then closes the connections. */
  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #sendOnce(call: HttpCall): Promise<HttpAnswer> {
    this.#circuit.enter();
    const exchange = new Exchange(this.options.timeoutMs ?? 30_000);
    try {
      const { method, headers, body } = call;
      const path = `${this.#base}${call.path}` || '/';
      const timeouts = { headersTimeout: 0, bodyTimeout: 0 };
      this.#pool.dispatch({ method, path, headers, body, ...timeouts }, exchange);
      const answer = await exchange.answer;
      this.#circuit.succeed();
      return answer;
    } catch (error) {
      exchange.end();
      this.#circuit.fail();
      throw exchange.hasStarted
        ? new AdapterError('NO_ANSWER', errorCode(error), 'the institution did not answer', { cause: error })
        : new AdapterError('NOT_SENT', errorCode(error), 'the institution cannot be reached', {
            cause: error,
          });
    }
  }
}

/** One request on its way, told by undici as it goes: without the streams and signals of its ready-made request, which cost more than
 *  the exchange itself. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<HttpAnswer>;
  /** undici says so when a connected socket is about to be written to: before that nothing has left. */
  hasStarted = false;
  #controller: Dispatcher.DispatchController | undefined;
  #settle: { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void } | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #head: Pick<HttpAnswer, 'status' | 'headers'> = { status: 0, headers: {} };

  constructor(timeoutMs: number) {
    this.answer = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    this.#timer = setTimeout(() => this.#giveUp(), timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Whoever asked has been told that nothing was sent: so it must not be.
    if (this.#settle === undefined) return controller.abort(new TimeoutError());
    this.#controller = controller;
    this.hasStarted = true;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: HttpAnswer['headers'],
  ): void {
    this.#head = { status, headers };
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [first = Buffer.alloc(0)] = this.#chunks;
    const body = this.#chunks.length > 1 ? Buffer.concat(this.#chunks) : first;
    const settle = this.#settle;
    this.end();
    settle?.resolve({ ...this.#head, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const settle = this.#settle;
    this.end();
    settle?.reject(error);
  }

  /** Nothing more is waited for. */
  end(): void {
    clearTimeout(this.#timer);
    this.#settle = undefined;
  }

  #giveUp(): void {
    const settle = this.#settle;
    const error = new TimeoutError();
    this.end();
    settle?.reject(error);
    this.#controller?.abort(error);
  }
}

class TimeoutError extends Error {
  readonly code = 'TIMEOUT';
}

function tlsOptions(files: HttpTlsFiles = {}): { ca?: Buffer; cert?: Buffer; key?: Buffer } {
  const read = (file: string | undefined) => (file === undefined ? undefined : readFileSync(file));
  return { ca: read(files.caFile), cert: read(files.certificateFile), key: read(files.keyFile) };
}

function errorCode(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : 'CONNECTION_FAILED';
}
