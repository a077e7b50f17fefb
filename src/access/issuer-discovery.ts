/** Finds the URL of an issuer's keys from its discovery document (OpenID Connect Discovery 1.0 §4). */
import { HubError } from '../values/index.js';

/** @throws HubError SOURCE_UNAVAILABLE (retryable) when the issuer does not answer with a usable document */
export async function discoverKeysUrl(
  issuer: string | ((issuer: string) => boolean),
  timeoutMs: number,
): Promise<URL> {
  if (typeof issuer !== 'string') throw new TypeError('Discovery needs the name of one issuer.');
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
    const document = (await response.json()) as { jwks_uri?: unknown };
    return new URL(String(document.jwks_uri));
  } catch (cause) {
    throw new HubError('SOURCE_UNAVAILABLE', `The issuer at ${address} does not answer.`, {
      retryable: true,
      cause,
    });
  }
}
