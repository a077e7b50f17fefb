/** A hub that is reached over HTTP with an adapter's own identity. */
import { clientCredentialsToken, httpHub, type HubConnection } from '../../adapters/kit/index.js';
import { ConfigError, type HubConfig } from './config.js';

export interface HubAddress {
  /** The adapter whose identity is used where the environment names none. */
  readonly name: string;
  readonly url: string;
  readonly config: HubConfig;
}

/** @throws ConfigError when nobody who gives tokens answers */
export async function connectToHub({ name, url, config }: HubAddress): Promise<HubConnection> {
  const base = url.replace(/\/$/, '');
  const token = clientCredentialsToken({
    tokenUrl: await discoverTokenUrl(config.oidcIssuer ?? `${base}/oidc`),
    clientId: config.clientId ?? `adapter-${name}`,
    clientSecret: config.clientSecret ?? 'demo',
  });
  return httpHub({ url: `${base}/graphql`, token });
}

/** Where the issuer gives tokens, as it says itself (OpenID Connect Discovery 1.0). */
async function discoverTokenUrl(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(url).catch((error: unknown) => {
    throw new ConfigError(`Nobody answers at ${url}: is the hub running, and OIDC_ISSUER right?`, {
      cause: error,
    });
  });
  const { token_endpoint: tokenUrl } = (await answer.json()) as { token_endpoint?: string };
  if (tokenUrl === undefined) throw new ConfigError(`${url} names no token endpoint: is OIDC_ISSUER right?`);
  return tokenUrl;
}
