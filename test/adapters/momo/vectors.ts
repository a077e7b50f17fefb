/** The messages that both the adapter and the simulator are held to; see vectors/make-vectors.py. */
import { readFileSync } from 'node:fs';

export interface MomoVector {
  readonly name: string;
  readonly path: string;
  readonly signedText: string;
  readonly body: Readonly<Record<string, string | number>> & { readonly signature: string };
}

export const vectors = JSON.parse(
  readFileSync(new URL('./vectors/messages.json', import.meta.url), 'utf8'),
) as {
  readonly partnerCode: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly momoPrivateKeyPem: string;
  readonly momoPublicKeyPem: string;
  readonly receiver: { readonly walletId: string; readonly walletName: string; readonly personalId: string };
  readonly sealedReceiver: string;
  readonly messages: readonly MomoVector[];
};

export function vector(name: string): MomoVector {
  const found = vectors.messages.find((message) => message.name === name);
  if (!found) throw new Error(`no vector ${name}`);
  return found;
}
