/** Detached RSA signatures of the profile (RSASSA-PKCS1-v1_5 with SHA-256, base64, header X-Chu-Ky). Each covers what it belongs
 *  to, so that a good message cannot be passed off as another. */
import { createHash } from 'node:crypto';
import { isRsaSigned, rsaSign } from '../kit/index.js';

export interface SignedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** X-Thoi-Diem, as sent. */
  readonly timestamp: string;
  readonly body: string | Buffer;
}

/** Of a request of ours, and of a report that the post pushes. */
export function requestText({ method, path, timestamp, body }: SignedRequest): string {
  return [method, path, timestamp, digestOf(body)].join('\n');
}

/** Of the answer to a request: bound to that request by its method, path and time. */
export function answerText(request: SignedRequest, status: number, body: Buffer): string {
  return [request.method, request.path, request.timestamp, String(status), digestOf(body)].join('\n');
}

export function sign(text: string, privateKeyPem: string): string {
  return rsaSign(text, { privateKeyPem, hash: 'sha256' });
}

export function isSigned(text: string, signature: unknown, publicKeyPem: string): boolean {
  return typeof signature === 'string' && isRsaSigned(text, signature, { publicKeyPem, hash: 'sha256' });
}

function digestOf(body: string | Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}
