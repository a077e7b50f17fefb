/** One request to the register over SOAP, and what every way of not answering means. */
import { AdapterError, HttpClient } from '../kit/index.js';
import { XmlError } from '../protocols/xml/index.js';
import type { PopulationConfig } from './config.js';
import {
  authenticationHeaders,
  readAnswer,
  writeRequest,
  type RegisterAnswer,
  type RegisterRequest,
} from './wire.js';

export type UsableAnswer = Exclude<RegisterAnswer, { kind: 'FAULT' }>;

export class PopulationClient {
  readonly #http: HttpClient;

  constructor(
    private readonly config: PopulationConfig,
    private readonly clock: () => Date,
  ) {
    this.#http = new HttpClient({
      baseUrl: config.url,
      timeoutMs: config.requestTimeoutMs,
      answerBytesMax: 1024 * 1024,
      tls: config.tls,
    });
  }

  /** Sent once: a request id is used once, and a repeat is a new question. @throws AdapterError */
  async ask(request: RegisterRequest): Promise<UsableAnswer> {
    const { status, body } = await this.#http.send({
      method: 'POST',
      path: '',
      headers: {
        'Content-Type': 'text/xml; charset=utf-8',
        SOAPAction: '""',
        ...authenticationHeaders(this.config, this.clock()),
      },
      body: writeRequest(request, this.config),
    });
    if (status === 429)
      throw new AdapterError('REFUSED', 'RATE_LIMITED', 'the register asks for fewer requests');
    if (status === 401 || status === 403) {
      throw new AdapterError('REFUSED', 'NOT_AUTHORISED', 'the register does not accept our credentials');
    }
    const answer = read(body.toString('utf8'), status);
    if (answer.kind !== 'FAULT') return answer;
    // SOAP 1.1 §4.4.1: Client says the request is at fault, Server that it may succeed later.
    const isOurs = /(^|:)Client(\.|$)/.test(answer.code);
    throw isOurs
      ? new AdapterError('REFUSED', 'SOAP_CLIENT_FAULT', 'the register turned the request away')
      : new AdapterError('NO_ANSWER', 'SOAP_SERVER_FAULT', 'the register could not answer');
  }

  async close(): Promise<void> {
    await this.#http.close();
  }
}

function read(text: string, status: number): RegisterAnswer {
  try {
    const answer = readAnswer(text);
    // SOAP 1.1 §6.2: a fault comes with 500, everything else with a 2xx.
    const isExpected = answer?.kind === 'FAULT' || (status >= 200 && status < 300);
    if (answer !== undefined && isExpected) return answer;
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
  }
  throw new AdapterError('NO_ANSWER', `HTTP_${status}`, 'the answer is no envelope of the register');
}
