/** The demo's sign-in: a real OpenID Connect issuer inside the hub's process, so that a demo, a test and production verify
 *  tokens in the same way. It knows a fixed set of clients, all with the secret `demo`: never run it before real data. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JSONWebKeySet, JWK } from 'jose';
import type { Configuration, default as Provider } from 'oidc-provider';
import { createIssuerStorage } from './issuer-storage.js';
import type { DemoClient } from './demo-clients.js';
import { loadOrMakeIssuerKey, publicPartOf } from './issuer-key.js';

export interface DemoIssuerOptions {
  /** Where the signing key is kept, so that tokens outlive a restart. */
  readonly dataDir: string;
  readonly clients: readonly DemoClient[];
  /** Default `ansinh-hub`. */
  readonly audience?: string;
  /** 60 to 86 400, default 28 800: a working day, so that a pasted token lasts. */
  readonly tokenLifetimeSeconds?: number;
}

export interface DemoIssuer {
  /** Serves the issuer; mount it under `/oidc`. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** The public keys, for a verifier in the same process. */
  readonly jwks: JSONWebKeySet;
  /** Whether the name is one that this issuer goes by: `/oidc` of this machine, on whatever port it is reached. */
  isOwnName(issuer: string): boolean;
}

/** How many names (port forwards, say) one issuer is reached by before the oldest is forgotten. */
const NAMES_MAX = 16;
const OWN_NAME = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?\/oidc$/;

export async function createDemoIssuer(options: DemoIssuerOptions): Promise<DemoIssuer> {
  const key = await loadOrMakeIssuerKey(options.dataDir);
  const OidcProvider = await importProvider();
  const configuration = configurationOf(options, key);
  const handlers = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();

  // A client's library checks that the discovery document names the address it was fetched from, so every name that this
  // machine is called by gets an issuer of its own. They share key and clients.
  function handlerOf(name: string) {
    const known = handlers.get(name);
    if (known !== undefined) return known;
    const answer = new OidcProvider(name, configuration).callback();
    const handler = (request: IncomingMessage, response: ServerResponse) => void answer(request, response);
    const [oldest] = handlers.keys();
    if (oldest !== undefined && handlers.size >= NAMES_MAX) handlers.delete(oldest);
    handlers.set(name, handler);
    return handler;
  }

  return {
    handle(request, response) {
      const asked = `http://${request.headers.host ?? 'localhost'}/oidc`;
      const name = OWN_NAME.test(asked) ? asked : `http://localhost:${request.socket.localPort ?? 80}/oidc`;
      handlerOf(name)(request, response);
    },
    jwks: { keys: [publicPartOf(key)] },
    isOwnName: (issuer) => OWN_NAME.test(issuer),
  };
}

function configurationOf(options: DemoIssuerOptions, key: JWK): Configuration {
  const { clients, audience = 'ansinh-hub', tokenLifetimeSeconds = 28_800 } = options;
  const claimsOf = new Map(clients.map((client) => [client.id, client.claims]));
  return {
    adapter: createIssuerStorage(),
    jwks: { keys: [key] },
    cookies: { keys: ['no cookie is ever set by client credentials'] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clients: clients.map((client) => ({
      client_id: client.id,
      client_secret: client.secret,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_basic',
    })),
    ttl: { ClientCredentials: () => tokenLifetimeSeconds },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => `urn:${audience}`,
        getResourceServerInfo: () => ({
          audience,
          scope: '',
          accessTokenFormat: 'jwt',
          accessTokenTTL: tokenLifetimeSeconds,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    extraTokenClaims: (_context, token) => ({ ...claimsOf.get(token.clientId ?? '') }),
  };
}

/** The library warns at import about Node 20, on which it runs well and is tested here; that line would be the first thing
 *  that a new user reads. */
async function importProvider(): Promise<typeof Provider> {
  const { warn } = console;
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('Unsupported runtime')) warn(...words);
  };
  try {
    return (await import('oidc-provider')).default;
  } finally {
    console.warn = warn;
  }
}
