/** The OAuth2 client-credentials token: fetched once, shared by all calls, renewed before it ends or when refused. */
import { AdapterError, toAdapterError } from '../kit/index.js';
import type { HttpClient } from '../kit/index.js';
import type { BidvConfig } from './config.js';

/** Renewed so long before its end that no call carries one that expires on the way. */
const marginSeconds = 60;

export class AccessToken {
  #current: { readonly value: string; readonly renewAt: number } | undefined;
  #pending: Promise<string> | undefined;

  constructor(
    private readonly http: HttpClient,
    private readonly config: BidvConfig,
    private readonly clientCertificate: string,
    private readonly clock: () => Date,
  ) {}

  /** @throws AdapterError NOT_SENT or MISCONFIGURED: without a token no payment has left this machine. */
  async get(): Promise<string> {
    if (this.#current && this.clock().getTime() < this.#current.renewAt) return this.#current.value;
    this.#pending ??= this.#fetch().finally(() => (this.#pending = undefined));
    return this.#pending;
  }

  /** Forgets a token that the bank refused, unless another call has renewed it already. */
  forget(value: string): void {
    if (this.#current?.value === value) this.#current = undefined;
  }

  async #fetch(): Promise<string> {
    const answer = await this.#ask();
    if (answer.status === 400 || answer.status === 401 || answer.status === 403) {
      throw new AdapterError('MISCONFIGURED', 'TOKEN_REFUSED', 'the bank refuses the client credentials');
    }
    const token = answer.status === 200 ? readToken(answer.body.toString('utf8')) : undefined;
    if (!token)
      throw new AdapterError('NOT_SENT', 'TOKEN_UNAVAILABLE', 'the bank gives no token at the moment');
    const usableSeconds = Math.max(token.expiresInSeconds - marginSeconds, token.expiresInSeconds / 2);
    this.#current = { value: token.value, renewAt: this.clock().getTime() + usableSeconds * 1000 };
    return token.value;
  }

  async #ask() {
    const { clientId, clientSecret, profile } = this.config;
    try {
      return await this.http.send({
        method: 'POST',
        path: profile.tokenPath,
        headers: {
          Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
          'Content-Type': 'application/x-www-form-urlencoded',
          'X-Client-Certificate': this.clientCertificate,
        },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope: profile.scope }).toString(),
        isRepeatable: true,
      });
    } catch (error) {
      // Whatever became of the request for a token, the payment behind it was not sent.
      const { code, message } = toAdapterError(error);
      throw new AdapterError('NOT_SENT', code, `no token: ${message}`, { cause: error });
    }
  }
}

function readToken(text: string): { readonly value: string; readonly expiresInSeconds: number } | undefined {
  try {
    const { access_token: value, expires_in: expiresIn } = JSON.parse(text) as Record<string, unknown>;
    const expiresInSeconds = Number(expiresIn);
    return typeof value === 'string' && value !== '' && expiresInSeconds > 0
      ? { value, expiresInSeconds }
      : undefined;
  } catch {
    return undefined;
  }
}
