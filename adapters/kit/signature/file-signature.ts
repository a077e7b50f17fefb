/** Signed files. A companion beside each file proves whose word it is, byte for byte, under which name and for whom: without it a
 *  file in a folder is the word of whoever can write there. */
import { createPrivateKey } from 'node:crypto';
import { AdapterError } from '../adapter-error.js';
import { fits, type FileAlgorithm } from './file-algorithms.js';
import type { FileSignatureSettings } from './file-signature-settings.js';
import { jwsFormat } from './jws-file-signature.js';
import type { SignatureFormat } from './signature-format.js';
import { faultOfTime, readSignerCertificate, type SignerCertificate } from './signer-certificate.js';

/** Why a file is not believed. */
export type SignatureFault =
  | 'UNSIGNED'
  /** No signature of the agreed profile: damaged, attached to its content, or by several signers. */
  | 'SIGNATURE_UNREADABLE'
  | 'ANOTHER_SIGNER'
  | 'CERTIFICATE_NOT_YET_VALID'
  | 'CERTIFICATE_EXPIRED'
  | 'ALGORITHM_NOT_ALLOWED'
  /** The content or what was signed with it has been changed, or another key has signed. */
  | 'WRONG_SIGNATURE'
  /** A good signature of the institution's, of a file with another name or for somebody else. */
  | 'ANOTHER_FILE';

export interface SignedFile {
  readonly name: string;
  readonly content: Buffer;
  /** What the companion holds; undefined where there is none. */
  readonly companion: Buffer | undefined;
}

export interface FileSignatures {
  /** When our certificate, or the last of theirs, runs out. */
  readonly validUntil: Date;
  companionOf(name: string): string;
  /** The companion's content. @throws AdapterError MISCONFIGURED while our certificate is not valid: the institution would refuse it */
  sign(name: string, content: Buffer): Promise<Buffer>;
  /** Undefined only for a file that a trusted certificate's owner signed: these bytes, under this name, for us, and the certificate
   *  is valid now. */
  findFault(file: SignedFile): Promise<SignatureFault | undefined>;
}

/** What files are signed to be for, in both directions: a good one must not be passed off to somebody else. */
export interface FileParties {
  /** What the institution calls us. */
  readonly us: string;
  /** What it is called itself. */
  readonly them: string;
}

/** A signature with a chain of certificates is a few kilobytes. */
export const companionBytesMax = 64 * 1024;

/** Undefined where no key is configured. */
export async function openFileSignatures(
  settings: FileSignatureSettings,
  parties: FileParties,
  clock: () => Date,
): Promise<FileSignatures | undefined> {
  if (settings.profile === 'none') return undefined;
  const format = await formatOf(settings.profile);
  const own = readSignerCertificate(settings.certificate);
  const privateKey = createPrivateKey(settings.privateKey);
  const algorithm = settings.algorithms.find((one) => fits(own.publicKey, one));
  if (algorithm === undefined) throw new TypeError('the settings were not checked');
  const trusted = settings.trustedCertificates.map(readSignerCertificate);
  const verifier = { format, trusted, algorithms: settings.algorithms, clock };
  const lastOfTheirs = Math.max(...trusted.map(({ validTo }) => validTo.getTime()));
  return {
    validUntil: new Date(Math.min(own.validTo.getTime(), lastOfTheirs)),
    companionOf: (name) => `${name}${format.extension}`,
    sign: async (name, content) => {
      const signedAt = clock();
      refuseInvalid(own, signedAt);
      const subject = subjectOf(parties.them, name);
      return format.write({ content, subject, privateKey, certificate: own, algorithm, signedAt });
    },
    findFault: (file) => findFault(verifier, subjectOf(parties.us, file.name), file),
  };
}

interface Verifier {
  readonly format: SignatureFormat;
  readonly trusted: readonly SignerCertificate[];
  readonly algorithms: readonly FileAlgorithm[];
  readonly clock: () => Date;
}

async function findFault(
  { format, trusted, algorithms, clock }: Verifier,
  subject: string,
  { content, companion }: SignedFile,
): Promise<SignatureFault | undefined> {
  if (companion === undefined) return 'UNSIGNED';
  const claim = companion.length > companionBytesMax ? undefined : format.read(companion);
  if (claim === undefined) return 'SIGNATURE_UNREADABLE';
  const signer = trusted.find((certificate) => claim.isBy(certificate));
  if (signer === undefined) return 'ANOTHER_SIGNER';
  const late = faultOfTime(signer, clock());
  if (late !== undefined) return late;
  const { algorithm } = claim;
  // A key that does not fit would be used with an algorithm of its own kind, which nobody has allowed.
  const isAllowed =
    algorithm !== undefined && algorithms.includes(algorithm) && fits(signer.publicKey, algorithm);
  if (!isAllowed) return 'ALGORITHM_NOT_ALLOWED';
  if (!(await claim.isSignedWith(signer.publicKey, content))) return 'WRONG_SIGNATURE';
  return claim.subject === subject ? undefined : 'ANOTHER_FILE';
}

/** What stands in the signature: whom the file is for, and its name. */
function subjectOf(receiver: string, name: string): string {
  return `${receiver}/${name}`;
}

function refuseInvalid(own: SignerCertificate, now: Date): void {
  const fault = faultOfTime(own, now);
  if (fault !== undefined)
    throw new AdapterError(
      'MISCONFIGURED',
      fault,
      'files cannot be signed: our certificate is not valid now',
    );
}

/** The library that reads CMS is loaded only where it is used. */
async function formatOf(profile: 'cms' | 'jws'): Promise<SignatureFormat> {
  return profile === 'jws' ? jwsFormat : (await import('./cms-file-signature.js')).cmsFormat;
}
