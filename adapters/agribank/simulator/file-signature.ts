/** How the simulated bank signs its files and verifies the partner's, by its own means: keys on P-256 with SHA-256, in CMS
 *  (RFC 5652) or as a detached JWS (RFC 7515). */
import { createHash, sign, verify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { der, elements, oid, sequence, type Tlv } from './der.js';

export const fileSignatureSettings = z.object({
  profile: z.enum(['cms', 'jws']),
  privateKey: z.string(),
  certificate: z.string(),
  /** The partner's. */
  trustedCertificates: z.array(z.string()).length(1),
});

export type FileSignatureSettings = z.infer<typeof fileSignatureSettings>;

interface Named {
  readonly content: Buffer;
  /** Receiver and name: `demo-partner/00000001-camt.054.xml`. */
  readonly subject: string;
}

export function extensionOf({ profile }: FileSignatureSettings): string {
  return profile === 'cms' ? '.p7s' : '.jws';
}

export function signFile(settings: FileSignatureSettings, file: Named): Buffer {
  return settings.profile === 'cms' ? signCms(settings, file) : signJws(settings, file);
}

/** Whether the partner has signed exactly this. */
export function isPartners(settings: FileSignatureSettings, file: Named, signature: Buffer): boolean {
  const [pem = ''] = settings.trustedCertificates;
  const partner = new X509Certificate(pem);
  try {
    return settings.profile === 'cms' ? isCms(partner, file, signature) : isJws(partner, file, signature);
  } catch {
    // What cannot be taken apart is nobody's signature.
    return false;
  }
}

const names = {
  data: oid('1.2.840.113549.1.7.1'),
  signedData: oid('1.2.840.113549.1.7.2'),
  contentType: oid('1.2.840.113549.1.9.3'),
  messageDigest: oid('1.2.840.113549.1.9.4'),
  contentIdentifier: oid('1.2.840.113549.1.9.16.2.7'),
};
const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'));
const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
const one = der(0x02, Buffer.from([1]));

function signCms({ privateKey, certificate }: FileSignatureSettings, { content, subject }: Named): Buffer {
  const attribute = (name: Buffer, value: Buffer) => sequence(name, der(0x31, value));
  const attributes = Buffer.concat(
    [
      attribute(names.contentType, names.data),
      attribute(names.messageDigest, der(0x04, digestOf(content))),
      attribute(names.contentIdentifier, der(0x04, Buffer.from(subject))),
    ].sort((left, right) => left.compare(right)),
  );
  const { raw } = new X509Certificate(certificate);
  const signature = sign('sha256', der(0x31, attributes), privateKey);
  const signer = sequence(
    ...[one, issuerAndSerial(raw), sha256, der(0xa0, attributes)],
    ...[ecdsaWithSha256, der(0x04, signature)],
  );
  const head = [one, der(0x31, sha256), sequence(names.data), der(0xa0, raw)];
  return sequence(names.signedData, der(0xa0, sequence(...head, der(0x31, signer))));
}

function isCms(partner: X509Certificate, { content, subject }: Named, signature: Buffer): boolean {
  const [type, explicit] = inside(only(elements(signature)));
  const signedData = inside(only(inside(explicit)));
  const [, who, digest, attributes, algorithm, value] = inside(only(inside(signedData.at(-1))));
  const isAsAgreed =
    type?.whole.equals(names.signedData) === true &&
    who?.whole.equals(issuerAndSerial(partner.raw)) === true &&
    digest?.whole.equals(sha256) === true &&
    algorithm?.whole.equals(ecdsaWithSha256) === true;
  if (!isAsAgreed || !attributes || !value) return false;
  const valueOf = (name: Buffer) =>
    inside(attributes)
      .map((attribute) => inside(attribute))
      .filter(([type]) => type?.whole.equals(name))
      .map(([, values]) => only(inside(values)).value);
  return (
    only(valueOf(names.messageDigest)).equals(digestOf(content)) &&
    only(valueOf(names.contentIdentifier)).toString() === subject &&
    verify('sha256', der(0x31, attributes.value), partner.publicKey, value.value)
  );
}

/** The signer as CMS names it, out of the certificate (RFC 5280 §4.1). */
function issuerAndSerial(certificate: Buffer): Buffer {
  const [content] = inside(only(elements(certificate)));
  const [serial, , issuer] = inside(content).filter(({ tag }) => tag !== 0xa0);
  if (!serial || !issuer) throw new RangeError('no certificate');
  return sequence(issuer.whole, serial.whole);
}

function signJws({ privateKey, certificate }: FileSignatureSettings, { content, subject }: Named): Buffer {
  const header = { alg: 'ES256', 'x5t#S256': thumbprintOf(new X509Certificate(certificate)), file: subject };
  const head = Buffer.from(JSON.stringify(header)).toString('base64url');
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
  const signature = sign('sha256', Buffer.from(`${head}.${content.toString('base64url')}`), key);
  return Buffer.from(`${head}..${signature.toString('base64url')}`);
}

function isJws(partner: X509Certificate, { content, subject }: Named, signature: Buffer): boolean {
  const [head = '', payload, value = ''] = signature.toString('ascii').split('.');
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, unknown>;
  const isAsAgreed =
    payload === '' &&
    header['alg'] === 'ES256' &&
    header['x5t#S256'] === thumbprintOf(partner) &&
    header['file'] === subject;
  const key = { key: partner.publicKey, dsaEncoding: 'ieee-p1363' } as const;
  const signed = Buffer.from(`${head}.${content.toString('base64url')}`);
  return isAsAgreed && verify('sha256', signed, key, Buffer.from(value, 'base64url'));
}

function inside(element: Tlv | undefined): readonly Tlv[] {
  return element === undefined ? [] : elements(element.value);
}

function only<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined || items.length > 1) throw new RangeError('expected one');
  return item;
}

function thumbprintOf({ raw }: X509Certificate): string {
  return digestOf(raw).toString('base64url');
}

function digestOf(content: Buffer): Buffer {
  return createHash('sha256').update(content).digest();
}
