/**
 * The HTTP client of every adapter (undici). Its one speciality: after a failure it knows whether the request can have
 * left this machine, because that decides between "give the task back" and "the payment is unknown".
 */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Agent, DecoratorHandler, request, type Dispatcher } from 'undici';
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

interface Journey {
  hasStarted: boolean;
}

const repeatsMax = 2;
const repeatDelayMs = 100;
const idleConnectionMs = 10_000;

export class HttpClient {
  readonly #agent: Agent;
  readonly #circuit = new CircuitBreaker();
  readonly #base: string;

  constructor(private readonly options: HttpClientOptions) {
    this.#base = options.baseUrl.replace(/\/+$/, '');
    this.#agent = new Agent({
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
      await setTimeout(repeatDelayMs * 3 ** repeat * (0.5 + Math.random()));
    }
  }

  /** Waits for open requests, then closes the connections. */
  async close(): Promise<void> {
    await this.#agent.close();
  }

  async #sendOnce(call: HttpCall): Promise<HttpAnswer> {
    this.#circuit.enter();
    const journey: Journey = { hasStarted: false };
    try {
      const answer = await request(`${this.#base}${call.path}`, {
        method: call.method,
        headers: call.headers,
        body: call.body,
        dispatcher: this.#agent.compose(
          (dispatch) => (options, handler) => dispatch(options, noteStart(handler, journey)),
        ),
        signal: AbortSignal.timeout(this.options.timeoutMs ?? 30_000),
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      const body = Buffer.from(await answer.body.arrayBuffer());
      this.#circuit.succeed();
      return { status: answer.statusCode, headers: answer.headers, body };
    } catch (error) {
      this.#circuit.fail();
      throw journey.hasStarted
        ? new AdapterError('NO_ANSWER', errorCode(error), 'the institution did not answer', { cause: error })
        : new AdapterError('NOT_SENT', errorCode(error), 'the institution cannot be reached', {
            cause: error,
          });
    }
  }
}

/** undici calls `onRequestStart` when a connected socket is about to be written to: before that nothing has left. */
function noteStart(handler: Dispatcher.DispatchHandler, journey: Journey): Dispatcher.DispatchHandler {
  const noting: Dispatcher.DispatchHandler = new DecoratorHandler(handler);
  const start = noting.onRequestStart?.bind(noting);
  noting.onRequestStart = (controller, context) => {
    journey.hasStarted = true;
    start?.(controller, context);
  };
  return noting;
}

function tlsOptions(files: HttpTlsFiles = {}): { ca?: Buffer; cert?: Buffer; key?: Buffer } {
  const read = (file: string | undefined) => (file === undefined ? undefined : readFileSync(file));
  return { ca: read(files.caFile), cert: read(files.certificateFile), key: read(files.keyFile) };
}

function errorCode(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'TIMEOUT';
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : 'CONNECTION_FAILED';
}
