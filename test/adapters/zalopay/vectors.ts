/** The messages that both the adapter and the simulator are held to; see vectors/make-vectors.py. */
import { readFileSync } from 'node:fs';

export interface ZaloPayVector {
  readonly name: string;
  readonly call: 'verify' | 'transfer' | 'query' | 'balance';
  readonly path: string;
  readonly signedText: string;
  readonly body: Readonly<Record<string, string | number>> & { readonly mac: string };
}

export const vectors = JSON.parse(
  readFileSync(new URL('./vectors/messages.json', import.meta.url), 'utf8'),
) as {
  readonly appId: number;
  readonly paymentId: string;
  readonly key1: string;
  readonly time: number;
  readonly zaloPayPrivateKeyPem: string;
  readonly zaloPayPublicKeyPem: string;
  readonly person: { readonly phone: string; readonly account_holder_name: string };
  readonly identity: { readonly m_u_id: string };
  readonly messages: readonly ZaloPayVector[];
};

export function vector(name: string): ZaloPayVector {
  const found = vectors.messages.find((message) => message.name === name);
  if (!found) throw new Error(`no vector ${name}`);
  return found;
}
