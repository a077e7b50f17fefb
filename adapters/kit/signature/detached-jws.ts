/** A JWS that travels in a header while its payload is the body (RFC 7515, appendix F). */
import {
  FlattenedSign,
  flattenedVerify,
  type CompactJWSHeaderParameters,
  type CryptoKey,
  type JWK,
  type KeyObject,
} from 'jose';

export type JwsKey = CryptoKey | KeyObject | JWK | Uint8Array;

/** `header..signature` over the body's bytes.
 *  @param header must name `alg`; add `kid` and whatever else the partner asks for */
export async function signDetachedJws(
  body: string | Uint8Array,
  key: JwsKey,
  header: CompactJWSHeaderParameters,
): Promise<string> {
  const jws = await new FlattenedSign(bytes(body)).setProtectedHeader(header).sign(key);
  return `${jws.protected ?? ''}..${jws.signature}`;
}

/** The protected header, once the signature over the body fits; `undefined` for anything else.
 *  @param algorithms the only ones accepted, whatever the header claims */
export async function verifyDetachedJws(
  body: string | Uint8Array,
  detached: string,
  key: JwsKey,
  algorithms: string[],
): Promise<CompactJWSHeaderParameters | undefined> {
  const [header, payload, signature] = detached.split('.');
  if (header === undefined || payload !== '' || signature === undefined) return undefined;
  const jws = { protected: header, payload: Buffer.from(bytes(body)).toString('base64url'), signature };
  try {
    const verified = await flattenedVerify(jws, key, { algorithms });
    return verified.protectedHeader as CompactJWSHeaderParameters;
  } catch {
    // jose has a dozen ways to say no; for the caller they are one.
    return undefined;
  }
}

function bytes(body: string | Uint8Array): Uint8Array {
  return typeof body === 'string' ? new TextEncoder().encode(body) : body;
}
