/** A file's signature in CMS, which is PKCS #7 and what CAdES builds on: the signer by issuer and serial number, the file in the signed
 *  attribute content-identifier. */
import { constants, createHash, sign, verify, type KeyObject } from 'node:crypto';
import { algorithmOf } from './cms-names.js';
import { issuerAndSerialOf, readDetachedCms, type DetachedCms, type IssuerAndSerial } from './cms-reader.js';
import { saltLengthOf, writeDetachedCms, writeSignedAttributes } from './cms-writer.js';
import { familyOf, hashOf, type FileAlgorithm } from './file-algorithms.js';
import type { SignatureFormat } from './signature-format.js';
import type { SignerCertificate } from './signer-certificate.js';

export const cmsFormat: SignatureFormat = {
  extension: '.p7s',
  write: ({ content, subject, privateKey, certificate, algorithm, signedAt }) => {
    const hash = hashOf(algorithm);
    const signedAttributes = writeSignedAttributes({
      messageDigest: createHash(hash).update(content).digest(),
      contentIdentifier: Buffer.from(subject, 'utf8'),
      signedAt,
    });
    const signature = sign(hash, signedAttributes, keyFor(privateKey, algorithm));
    const parts = { certificate: certificate.der, algorithm, signedAttributes, signature };
    return Promise.resolve(writeDetachedCms(parts));
  },
  read: (companion) => {
    const cms = readDetachedCms(companion);
    if (cms === undefined) return undefined;
    const algorithm = algorithmOf(cms.digestOid, cms.signatureOid);
    return {
      algorithm,
      subject: cms.contentIdentifier?.toString('utf8'),
      isBy: (certificate) => {
        const { issuer, serial } = namesOf(certificate);
        return issuer.equals(cms.signer.issuer) && serial.equals(cms.signer.serial);
      },
      isSignedWith: (publicKey, content) =>
        Promise.resolve(algorithm !== undefined && isSigned(cms, algorithm, publicKey, content)),
    };
  },
};

/** Read once: that takes as long as the rest of a signature. */
const known = new WeakMap<SignerCertificate, IssuerAndSerial>();

function namesOf(certificate: SignerCertificate): IssuerAndSerial {
  const names = known.get(certificate) ?? issuerAndSerialOf(certificate.der);
  known.set(certificate, names);
  return names;
}

/** RFC 5652 §5.6: the attributes are signed, and they hold the content's digest. */
function isSigned(
  { signedAttributes, messageDigest, signature }: DetachedCms,
  algorithm: FileAlgorithm,
  publicKey: KeyObject,
  content: Buffer,
): boolean {
  const hash = hashOf(algorithm);
  return (
    verify(hash, signedAttributes, keyFor(publicKey, algorithm), signature) &&
    createHash(hash).update(content).digest().equals(messageDigest)
  );
}

/** With the padding that the algorithm means. Of PSS parameters that say otherwise nothing is taken: such a signature is wrong.
 *  Any length of its salt will do: some programs make it as long as the key allows. */
function keyFor(key: KeyObject, algorithm: FileAlgorithm) {
  const padding = { RS: constants.RSA_PKCS1_PADDING, PS: constants.RSA_PKCS1_PSS_PADDING, ES: undefined };
  const saltLength =
    key.type === 'private' ? saltLengthOf(hashOf(algorithm)) : constants.RSA_PSS_SALTLEN_AUTO;
  return { key, padding: padding[familyOf(algorithm)], saltLength };
}
