/** Callbacks carry no signature in GSMA Mobile Money API 1.2, so each payment has an address that only its provider was told. */
import { hmacHex, isSameSignature } from '../../kit/index.js';

const root = '/callbacks';

export function callbackPath(reference: string, secret: string): string {
  return `${root}/${reference}/${proof(reference, secret)}`;
}

/** The reference that the address is for; undefined for an address that we never gave out. */
export function referenceOf(path: string, secret: string): string | undefined {
  const [, reference, given] = /^\/callbacks\/([A-Z0-9]{1,35})\/([0-9a-f]{32})$/.exec(path) ?? [];
  if (reference === undefined || given === undefined) return undefined;
  return isSameSignature(given, proof(reference, secret)) ? reference : undefined;
}

/** The same for a batch, which its correlation id names. */
export function batchCallbackPath(id: string, secret: string): string {
  return `${root}/batches/${id}/${proof(id, secret)}`;
}

export function batchOf(path: string, secret: string): string | undefined {
  const [, id, given] = /^\/callbacks\/batches\/([0-9a-f-]{36})\/([0-9a-f]{32})$/.exec(path) ?? [];
  if (id === undefined || given === undefined) return undefined;
  return isSameSignature(given, proof(id, secret)) ? id : undefined;
}

function proof(reference: string, secret: string): string {
  return hmacHex('sha256', secret, reference).slice(0, 32);
}
