/** Verifies access tokens against the issuer's keys. Only what passes here becomes a Caller. */
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import { HubError } from '../values/index.js';
import type { TokenClaims } from './caller.js';
import { isIssuerOf } from './issuer-name.js';
import { discoverKeysUrl } from './issuer-discovery.js';

export interface TokenVerifierOptions {
  /** The issuer's identifier, or a test for issuers that sign with the same keys. A loopback issuer is accepted under each
   *  of `localhost`, `127.0.0.1` and `[::1]`. */
  readonly issuer: string | ((issuer: string) => boolean);
  /** Default `ansinh-hub`. */
  readonly audience?: string;
  /** The keys: a key set (an issuer in this process), the URL of one, or left out to find it by the issuer's discovery. */
  readonly jwks?: JSONWebKeySet | URL;
  /** Seconds by which the clocks may differ; 0 to 60, default 5. */
  readonly clockToleranceSeconds?: number;
}

export interface VerifiedToken {
  readonly claims: TokenClaims;
  /** When the token ends, in milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface TokenVerifier {
  /** @throws HubError UNAUTHENTICATED (expired, malformed, another issuer's or audience's),
   *          SOURCE_UNAVAILABLE (retryable; the issuer's keys cannot be had) */
  verify(token: string): Promise<VerifiedToken>;
  /** Resolves when keys are usable; rejects with SOURCE_UNAVAILABLE otherwise. */
  ready(): Promise<void>;
}

/** Asymmetric only: a shared-secret or unsigned token must never pass for an issuer's. */
const ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'PS256', 'PS384', 'RS256', 'RS384', 'RS512'];
const KEYS_TIMEOUT_MS = 5_000;
const KEYS_COOLDOWN_MS = 30_000;
const KEYS_MAX_AGE_MS = 600_000;
/** A token seen again within this time is not verified again; it bounds how long a withdrawn key still counts. */
const REMEMBERED_MS = 60_000;
const REMEMBERED_MAX = 5_000;

export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const keys = keySource(options);
  const toleranceSeconds = options.clockToleranceSeconds ?? 5;
  const remembered = new Map<string, { readonly token: VerifiedToken; readonly until: number }>();

  async function verifyAnew(token: string): Promise<VerifiedToken> {
    try {
      const { payload } = await jwtVerify(token, await keys.get(), {
        audience: options.audience ?? 'ansinh-hub',
        algorithms: ALGORITHMS,
        clockTolerance: toleranceSeconds,
        requiredClaims: ['exp', 'sub', 'iss'],
      });
      if (payload.iss === undefined || !isIssuerOf(options.issuer, payload.iss)) {
        throw new HubError('UNAUTHENTICATED', 'The token comes from an issuer that this hub does not trust.');
      }
      return { claims: payload, expiresAt: Number(payload.exp) * 1_000 };
    } catch (error) {
      throw asHubError(error);
    }
  }

  return {
    async verify(token) {
      const now = Date.now();
      const known = remembered.get(token);
      if (known !== undefined && now < known.until) return known.token;
      remembered.delete(token);
      const verified = await verifyAnew(token);
      const [oldest] = remembered.keys();
      if (oldest !== undefined && remembered.size >= REMEMBERED_MAX) remembered.delete(oldest);
      remembered.set(token, { token: verified, until: Math.min(verified.expiresAt, now + REMEMBERED_MS) });
      return verified;
    },
    async ready() {
      await keys.get();
      await keys.reload();
    },
  };
}

interface KeySource {
  get(): Promise<JWTVerifyGetKey>;
  reload(): Promise<void>;
}

function keySource({ issuer, jwks }: TokenVerifierOptions): KeySource {
  if (jwks !== undefined && !(jwks instanceof URL)) {
    const local = createLocalJWKSet(jwks);
    return { get: () => Promise.resolve(local), reload: () => Promise.resolve() };
  }
  const keysUrl = jwks;
  let remote: ReturnType<typeof createRemoteJWKSet> | undefined;
  async function getRemote() {
    remote ??= createRemoteJWKSet(keysUrl ?? (await discoverKeysUrl(issuer, KEYS_TIMEOUT_MS)), {
      timeoutDuration: KEYS_TIMEOUT_MS,
      cooldownDuration: KEYS_COOLDOWN_MS,
      cacheMaxAge: KEYS_MAX_AGE_MS,
    });
    return remote;
  }
  return {
    get: getRemote,
    async reload() {
      const set = await getRemote();
      if (set.fresh) return;
      try {
        await set.reload();
      } catch (error) {
        throw keysUnavailable(error);
      }
    },
  };
}

function asHubError(error: unknown): HubError {
  if (error instanceof HubError) return error;
  if (error instanceof errors.JWTExpired) return new HubError('UNAUTHENTICATED', 'The token has expired.');
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') {
    return new HubError('UNAUTHENTICATED', 'The token is meant for another audience.');
  }
  if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError))
    return keysUnavailable(error);
  // jose reports an issuer that answers its key URL with an error by its plain base class.
  if (error.constructor === errors.JOSEError) return keysUnavailable(error);
  return new HubError('UNAUTHENTICATED', 'The token is not valid.');
}

function keysUnavailable(cause: unknown): HubError {
  return new HubError('SOURCE_UNAVAILABLE', "The issuer's keys cannot be fetched.", {
    retryable: true,
    cause,
  });
}
