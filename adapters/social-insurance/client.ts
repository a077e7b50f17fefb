/** One request to the register, under a token that is fetched once and renewed, and what every way of not answering means. */
import { AdapterError, HttpClient, type HttpAnswer } from '../kit/index.js';
import type { SocialInsuranceConfig } from './config.js';
import { basicCredentials, readToken, tokenRequest } from './wire.js';

/** Renewed when so much of its life is over, so that no request carries one that ends on the way. */
const usedShare = 0.8;

export class SocialInsuranceClient {
  readonly #http: HttpClient;
  #token: { readonly value: string; readonly renewAt: number } | undefined;

  constructor(
    private readonly config: SocialInsuranceConfig,
    private readonly clock: () => Date,
  ) {
    this.#http = new HttpClient({
      baseUrl: config.baseUrl,
      timeoutMs: config.requestTimeoutMs,
      tls: config.tls,
    });
  }

  /** 200, or 304 where an `etag` is given. @throws AdapterError */
  async get(path: string, etag?: string): Promise<HttpAnswer> {
    const answer = await this.#getOnce(path, etag);
    if (answer.status !== 401) return expected(answer);
    this.#token = undefined;
    return expected(await this.#getOnce(path, etag));
  }

  async close(): Promise<void> {
    await this.#http.close();
  }

  async #getOnce(path: string, etag: string | undefined): Promise<HttpAnswer> {
    return this.#http.send({
      method: 'GET',
      path,
      headers: {
        authorization: `Bearer ${await this.#tokenValue()}`,
        accept: 'application/json',
        ...(etag === undefined ? {} : { 'if-none-match': etag }),
      },
    });
  }

  async #tokenValue(): Promise<string> {
    if (this.#token && this.clock().getTime() < this.#token.renewAt) return this.#token.value;
    const { clientId, clientSecret } = this.config;
    const answer = await this.#http.send({
      method: 'POST',
      path: '/oauth2/token',
      headers: {
        authorization: basicCredentials(clientId, clientSecret),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: tokenRequest,
      isRepeatable: true,
    });
    if ([400, 401, 403].includes(answer.status)) throw notAuthorised();
    const token = answer.status === 200 ? readToken(answer.body) : undefined;
    if (!token) throw new AdapterError('NO_ANSWER', 'TOKEN_UNAVAILABLE', 'the register gives no token now');
    this.#token = { value: token.value, renewAt: this.clock().getTime() + token.seconds * 1_000 * usedShare };
    return token.value;
  }
}

function expected(answer: HttpAnswer): HttpAnswer {
  const { status } = answer;
  if (status === 200 || status === 304) return answer;
  if (status === 401 || status === 403) throw notAuthorised();
  if (status === 404)
    throw new AdapterError('REFUSED', 'LIST_REPLACED', 'the register shows this list no more');
  if (status === 429)
    throw new AdapterError('REFUSED', 'RATE_LIMITED', 'the register asks for fewer requests');
  throw new AdapterError('NO_ANSWER', `HTTP_${status}`, 'the register could not answer');
}

function notAuthorised(): AdapterError {
  return new AdapterError('REFUSED', 'NOT_AUTHORISED', 'the register does not accept our credentials');
}
