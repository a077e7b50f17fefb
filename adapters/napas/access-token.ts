/** The OAuth token of about 300 seconds: fetched once, shared by all calls, renewed before it ends or when refused. */
import { AdapterError, toAdapterError, type HttpAnswer, type HttpClient } from '../kit/index.js';
import type { NapasConfig } from './config.js';
import { isSignedBy, signFields } from './field-signature.js';

export const tokenPath = '/api/core/v1/oauth/token';
/** Renewed so long before its end that no call carries one that expires on the way. */
const marginSeconds = 30;

type Credentials = Pick<
  NapasConfig,
  'clientId' | 'clientSecret' | 'username' | 'password' | 'privateKey' | 'napasPublicKey'
>;

export class AccessToken {
  #current: { readonly value: string; readonly renewAt: number } | undefined;
  #pending: Promise<string> | undefined;

  constructor(
    private readonly http: Pick<HttpClient, 'send'>,
    private readonly credentials: Credentials,
    private readonly clock: () => Date,
  ) {}

  /** @throws AdapterError NOT_SENT or MISCONFIGURED: without a token no payment has left this machine. */
  async get(): Promise<string> {
    if (this.#current && this.clock().getTime() < this.#current.renewAt) return this.#current.value;
    this.#pending ??= this.#fetch().finally(() => (this.#pending = undefined));
    return this.#pending;
  }

  /** Forgets a token that the switch refused, unless another call has renewed it already. */
  forget(value: string): void {
    if (this.#current?.value === value) this.#current = undefined;
  }

  async #fetch(): Promise<string> {
    const answer = await this.#ask();
    if ([400, 401, 403].includes(answer.status)) {
      throw new AdapterError('MISCONFIGURED', 'TOKEN_REFUSED', 'the switch refuses our credentials or key');
    }
    const token = answer.status === 200 ? readToken(answer, this.credentials.napasPublicKey) : undefined;
    if (!token) throw new AdapterError('NOT_SENT', 'TOKEN_UNAVAILABLE', 'the switch gives no token now');
    const usableSeconds = Math.max(token.expiresInSeconds - marginSeconds, token.expiresInSeconds / 2);
    this.#current = { value: token.value, renewAt: this.clock().getTime() + usableSeconds * 1000 };
    return token.value;
  }

  async #ask(): Promise<HttpAnswer> {
    try {
      return await this.http.send({
        method: 'POST',
        path: tokenPath,
        headers: { 'content-type': 'application/json' },
        body: tokenRequestOf(this.credentials),
        isRepeatable: true,
      });
    } catch (error) {
      // Whatever became of the request for a token, the payment behind it was not sent.
      const { code, message } = toAdapterError(error);
      throw new AdapterError('NOT_SENT', code, `no token: ${message}`, { cause: error });
    }
  }
}

/** The body of the documented password grant: five fields, and the signature over their values. */
export function tokenRequestOf(credentials: Omit<Credentials, 'napasPublicKey'>): string {
  const fields = {
    grant_type: 'password',
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret,
    username: credentials.username,
    password: credentials.password,
  };
  return JSON.stringify({ ...fields, Signature: signFields(fields, credentials.privateKey) });
}

/** Undefined for everything that is not the switch's signed word. */
function readToken(
  { body }: HttpAnswer,
  napasPublicKey: string,
): { readonly value: string; readonly expiresInSeconds: number } | undefined {
  const { Signature: signature, ...fields } = readFields(body.toString('utf8'));
  if (fields['result'] !== 'SUCCESS' || !isSignedBy(fields, signature ?? '', napasPublicKey))
    return undefined;
  const { access_token: value = '' } = fields;
  // The public sample spells it `expies_in`, its table `expires_in`.
  const expiresInSeconds = Number(fields['expires_in'] ?? fields['expies_in']);
  return value !== '' && expiresInSeconds > 0 ? { value, expiresInSeconds } : undefined;
}

function readFields(text: string): Record<string, string> {
  try {
    const fields = Object.entries(JSON.parse(text) as Record<string, unknown>);
    return Object.fromEntries(fields.map(([name, value]) => [name, String(value)]));
  } catch {
    // No JSON is no word of the switch.
    return {};
  }
}
