/** The messages that both the adapter and the simulator are held to; see vectors/make-vectors.py. */
import { readFileSync } from 'node:fs';

const folder = new URL('./vectors/', import.meta.url);

export function vector(name: string): Buffer {
  return readFileSync(new URL(name, folder));
}

export const signature = vector('signature.txt').toString('ascii');
export const registerPublicKey = vector('test-vector-register-public.pem').toString('ascii');
export const registerKey = vector('test-vector-register-key.pem').toString('ascii');
