/** The register's signature over the head of a list: a JWS whose payload is the body itself (RFC 7515, appendix F), RS256. */
import { createSign } from 'node:crypto';

export function signHead(body: string, privateKeyPem: string): string {
  const header = base64url('{"alg":"RS256","kid":"bhxh-demo"}');
  const signature = createSign('RSA-SHA256')
    .update(`${header}.${base64url(body)}`)
    .sign(privateKeyPem);
  return `${header}..${signature.toString('base64url')}`;
}

function base64url(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}
