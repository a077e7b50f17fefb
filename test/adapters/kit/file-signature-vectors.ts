/** A file, keys, certificates and signatures that OpenSSL made; see vectors/file-signature/make-vectors.py. */
import { readFileSync } from 'node:fs';
import {
  fileSignatureSettings,
  openFileSignatures,
  type FileSignatures,
} from '../../../adapters/kit/index.js';

const folder = new URL('./vectors/file-signature/', import.meta.url);

export const vector = (name: string): Buffer => readFileSync(new URL(name, folder));
const text = (name: string): string => vector(name).toString('utf8');

/** What the good signatures are of: this name, for this receiver. */
export const fileName = '00000001-pain.002.xml';
export const receiver = 'demo-partner';
export const sender = '970405';
export const content = vector(fileName);
/** The moment at which all but the certificates of `expired` and `early` are valid. */
export const signedAt = new Date('2026-11-30T03:00:00Z');

export type Profile = 'cms' | 'jws';

/** Ours against the bank's. @param trusted names of the certificates whose signatures count */
export function settings(
  profile: Profile,
  change: object = {},
  trusted: readonly string[] = ['bank', 'bank-ec', 'expired', 'early'],
): object {
  return {
    profile,
    privateKey: text('partner.key'),
    certificate: text('partner.pem'),
    trustedCertificates: trusted.map((name) => text(`${name}.pem`)),
    ...change,
  };
}

export async function signatures(
  profile: Profile,
  change: object = {},
  clock: () => Date = () => signedAt,
  trusted?: readonly string[],
): Promise<FileSignatures> {
  const checked = fileSignatureSettings.parse(settings(profile, change, trusted));
  const opened = await openFileSignatures(checked, { us: receiver, them: sender }, clock);
  if (!opened) throw new Error('keys are configured');
  return opened;
}
