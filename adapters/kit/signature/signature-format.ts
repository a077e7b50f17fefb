/** What a form of detached signature must be able to do; which signer counts, and when, is decided in one place for all. */
import type { KeyObject } from 'node:crypto';
import type { FileAlgorithm } from './file-algorithms.js';
import type { SignerCertificate } from './signer-certificate.js';

export interface SignatureFormat {
  /** Of the companion: `.p7s`. */
  readonly extension: string;
  write(what: FileToSign): Promise<Buffer>;
  /** Undefined for what is no signature of this form. */
  read(companion: Buffer): SignatureClaim | undefined;
}

export interface FileToSign {
  readonly content: Buffer;
  /** Whom the file is for, and its name: `970405/ASH01.pain.001.xml`. */
  readonly subject: string;
  readonly privateKey: KeyObject;
  readonly certificate: SignerCertificate;
  readonly algorithm: FileAlgorithm;
  readonly signedAt: Date;
}

/** What a signature says of itself. Nothing of it holds until `isSignedWith` the key of a signer who is trusted. */
export interface SignatureClaim {
  /** Undefined for one that is never allowed. */
  readonly algorithm: FileAlgorithm | undefined;
  readonly subject: string | undefined;
  isBy(certificate: SignerCertificate): boolean;
  /** Covers the content, the subject and the algorithm. */
  isSignedWith(publicKey: KeyObject, content: Buffer): Promise<boolean>;
}
