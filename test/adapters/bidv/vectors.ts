/** The messages that both the adapter and the simulator are held to; see vectors/make-vectors.py. */
import { readFileSync } from 'node:fs';

export interface BidvVector {
  readonly name: string;
  readonly by: 'partner' | 'bank';
  readonly path: string;
  readonly alg: 'A128KW' | 'A192KW' | 'A256KW';
  readonly enc: 'A128GCM' | 'A256GCM' | 'A128CBC-HS256';
  readonly plain: Readonly<Record<string, string>>;
  readonly body: string;
  readonly detached: string;
  readonly compact: string;
  readonly emptyPayload: string;
  readonly byStranger: string;
}

export const vectors = JSON.parse(
  readFileSync(new URL('./vectors/messages.json', import.meta.url), 'utf8'),
) as {
  readonly symmetricKeys: Readonly<Record<BidvVector['alg'], string>>;
  readonly partnerPrivateKeyPem: string;
  readonly partnerCertificatePem: string;
  readonly bankPrivateKeyPem: string;
  readonly bankCertificatePem: string;
  readonly messages: readonly BidvVector[];
};

export function vector(name: string): BidvVector {
  const found = vectors.messages.find((message) => message.name === name);
  if (!found) throw new Error(`no vector ${name}`);
  return found;
}
