/** Keyed hashes over the text that a partner's specification says, and their comparison. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Lower-case hexadecimal HMAC of the UTF-8 text. */
export function hmacHex(algorithm: 'sha256' | 'sha512', secret: string | Buffer, text: string): string {
  return createHmac(algorithm, secret).update(text, 'utf8').digest('hex');
}

/** Compares two signatures without telling by its duration how much of them agrees. */
export function isSameSignature(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
