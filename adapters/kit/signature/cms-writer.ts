/** Writes a detached CMS signature (RFC 5652 §5) of one signer in DER, with the signer's certificate in it, as `openssl cms` does. */
import * as asn1js from 'asn1js';
import { digestOid, oid, signatureOidsOf } from './cms-names.js';
import { issuerAndSerialOf } from './cms-reader.js';
import { familyOf, hashOf, type FileAlgorithm } from './file-algorithms.js';

export interface SignedAttributes {
  readonly messageDigest: Buffer;
  readonly contentIdentifier: Buffer;
  readonly signedAt: Date;
}

export interface CmsParts {
  readonly certificate: Buffer;
  readonly algorithm: FileAlgorithm;
  /** As `writeSignedAttributes` gave them. */
  readonly signedAttributes: Buffer;
  readonly signature: Buffer;
}

/** The DER SET that is to be signed. */
export function writeSignedAttributes(values: SignedAttributes): Buffer {
  const attributes = [
    attribute(oid.contentType, objectId(oid.data)),
    attribute(oid.messageDigest, octets(values.messageDigest)),
    attribute(oid.signingTime, time(values.signedAt)),
    attribute(oid.contentIdentifier, octets(values.contentIdentifier)),
  ].map(der);
  // X.690 §11.6: the elements of a SET OF stand in ascending order.
  return der(new asn1js.Set({ value: attributes.sort((one, other) => one.compare(other)).map(parsed) }));
}

export function writeDetachedCms({ certificate, algorithm, signedAttributes, signature }: CmsParts): Buffer {
  const digestAlgorithm = () => sequence(objectId(digestOid[hashOf(algorithm)]));
  const { issuer, serial } = issuerAndSerialOf(certificate);
  const signer = sequence(
    new asn1js.Integer({ value: 1 }),
    sequence(parsed(issuer), parsed(serial)),
    digestAlgorithm(),
    parsed(underImplicitTag(signedAttributes)),
    signatureAlgorithm(algorithm),
    octets(signature),
  );
  const signedData = sequence(
    new asn1js.Integer({ value: 1 }),
    new asn1js.Set({ value: [digestAlgorithm()] }),
    sequence(objectId(oid.data)),
    tagged(0, [parsed(certificate)]),
    new asn1js.Set({ value: [signer] }),
  );
  return der(sequence(objectId(oid.signedData), tagged(0, [signedData])));
}

function signatureAlgorithm(algorithm: FileAlgorithm): asn1js.Sequence {
  const [name = ''] = signatureOidsOf(algorithm);
  switch (familyOf(algorithm)) {
    case 'RS':
      return sequence(objectId(name), new asn1js.Null());
    case 'ES':
      return sequence(objectId(name));
    case 'PS':
      return sequence(objectId(name), pssParameters(hashOf(algorithm)));
  }
}

/** RSASSA-PSS-params (RFC 4055 §3.1): one hash for all, a salt of its length. */
function pssParameters(hash: keyof typeof digestOid): asn1js.Sequence {
  const algorithm = () => sequence(objectId(digestOid[hash]));
  return sequence(
    tagged(0, [algorithm()]),
    tagged(1, [sequence(objectId(oid.mgf1), algorithm())]),
    tagged(2, [new asn1js.Integer({ value: saltLengthOf(hash) })]),
  );
}

export function saltLengthOf(hash: keyof typeof digestOid): number {
  return Number(hash.slice(3)) / 8;
}

/** They are signed under the tag of a SET and travel under [0] (RFC 5652 §5.4). */
function underImplicitTag(signedAttributes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xa0]), signedAttributes.subarray(1)]);
}

function attribute(name: string, value: asn1js.BaseBlock): asn1js.Sequence {
  return sequence(objectId(name), new asn1js.Set({ value: [value] }));
}

/** RFC 5652 §11.3: UTCTime through 2049. */
function time(at: Date): asn1js.BaseBlock {
  const whole = new Date(Math.floor(at.getTime() / 1_000) * 1_000);
  return whole.getUTCFullYear() < 2050
    ? new asn1js.UTCTime({ valueDate: whole })
    : new asn1js.GeneralizedTime({ valueDate: whole });
}

const sequence = (...value: asn1js.BaseBlock[]): asn1js.Sequence => new asn1js.Sequence({ value });
const objectId = (value: string): asn1js.ObjectIdentifier => new asn1js.ObjectIdentifier({ value });
const octets = (valueHex: Buffer): asn1js.OctetString => new asn1js.OctetString({ valueHex });
const tagged = (tagNumber: number, value: asn1js.BaseBlock[]): asn1js.Constructed =>
  new asn1js.Constructed({ idBlock: { tagClass: 3, tagNumber }, value });
const der = (block: asn1js.BaseBlock): Buffer => Buffer.from(block.toBER());
const parsed = (bytes: Buffer): asn1js.BaseBlock => asn1js.fromBER(bytes, { parseEmbedded: false }).result;
