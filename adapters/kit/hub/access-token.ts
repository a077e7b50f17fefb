/** An adapter's machine identity: an OAuth 2 access token by client credentials, kept until shortly before it ends. */
import { request } from 'undici';
import { HubFailure } from './hub-connection.js';

export interface AccessTokenSource {
  get(): Promise<string>;
  /** Called after the hub refused the token: the next `get` fetches a new one. */
  forget(): void;
}

export interface ClientCredentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const timeoutMs = 10_000;
/** A token is renewed when a fifth of its life is left. */
const usedShare = 0.8;

export function clientCredentialsToken(credentials: ClientCredentials): AccessTokenSource {
  let current: Promise<string> | undefined;
  let renewAt = 0;
  const fetchToken = async () => {
    const token = await requestToken(credentials);
    renewAt = performance.now() + token.expiresIn * 1_000 * usedShare;
    return token.accessToken;
  };
  return {
    get: () => {
      if (current === undefined || performance.now() > renewAt) {
        renewAt = Number.POSITIVE_INFINITY;
        current = fetchToken();
        current.catch(() => (current = undefined));
      }
      return current;
    },
    forget: () => (current = undefined),
  };
}

async function requestToken(
  credentials: ClientCredentials,
): Promise<{ accessToken: string; expiresIn: number }> {
  const { clientId, clientSecret, tokenUrl } = credentials;
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString(
    'base64',
  );
  const answer = await request(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new HubFailure('UNREACHABLE', 'the token endpoint cannot be reached', { cause: error });
  });
  const body = (await answer.body.json().catch(() => ({}))) as {
    access_token?: unknown;
    expires_in?: unknown;
  };
  if (answer.statusCode !== 200 || typeof body.access_token !== 'string') {
    throw new HubFailure(
      'UNAUTHENTICATED',
      `the token endpoint answered ${answer.statusCode} for client ${clientId}`,
    );
  }
  return { accessToken: body.access_token, expiresIn: Number(body.expires_in ?? 60) };
}
