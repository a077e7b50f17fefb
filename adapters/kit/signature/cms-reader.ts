/** Reads a detached CMS signature (RFC 5652 §5) of exactly one signer. What it cannot read in full it does not read at all; nothing
 *  that it gives is proved yet. */
import * as asn1js from 'asn1js';
import { oid } from './cms-names.js';

export interface DetachedCms {
  readonly digestOid: string;
  readonly signatureOid: string;
  readonly signer: IssuerAndSerial;
  /** What the signature is over: the signed attributes as a DER SET (§5.4). */
  readonly signedAttributes: Buffer;
  readonly messageDigest: Buffer;
  readonly contentIdentifier: Buffer | undefined;
  readonly signature: Buffer;
}

/** Which certificate it was (RFC 5652 §10.2.4); both parts DER. */
export interface IssuerAndSerial {
  readonly issuer: Buffer;
  readonly serial: Buffer;
}

type Block = asn1js.AsnType;

const limits = { maxDepth: 32, maxNodes: 4_096, maxContentLength: 64 * 1024, parseEmbedded: false };

/** Undefined for anything else than such a signature. */
export function readDetachedCms(bytes: Buffer): DetachedCms | undefined {
  const [type, explicit] = partsOf(parse(bytes));
  if (oidOf(type) !== oid.signedData) return undefined;
  const [, , encapsulated, ...rest] = partsOf(partsOf(explicit)[0]);
  const [contentType, attached] = partsOf(encapsulated);
  const signers = rest.at(-1);
  if (oidOf(contentType) !== oid.data || attached !== undefined || !(signers instanceof asn1js.Set))
    return undefined;
  const [signer, another] = partsOf(signers);
  return another === undefined ? readSigner(signer) : undefined;
}

function parse(bytes: Buffer): Block | undefined {
  try {
    const { offset, result } = asn1js.fromBER(bytes, limits);
    // What follows a signature is no part of it.
    return offset === bytes.length ? result : undefined;
  } catch {
    // The library throws at some damage, such as a time that is none, and reports other damage by the offset.
    return undefined;
  }
}

function readSigner(signer: Block | undefined): DetachedCms | undefined {
  const [, issuerAndSerial, digestAlgorithm, attributes, signatureAlgorithm, signature] = partsOf(signer);
  const [issuer, serial] = issuerAndSerial instanceof asn1js.Sequence ? partsOf(issuerAndSerial) : [];
  const digest = oidOf(partsOf(digestAlgorithm)[0]);
  const signed = oidOf(partsOf(signatureAlgorithm)[0]);
  const values = attributesOf(attributes);
  const type = values?.get(oid.contentType);
  const messageDigest = octetsOf(values?.get(oid.messageDigest));
  const signatureOctets = octetsOf(signature);
  if (!issuer || !serial || !isTagged(attributes, 0) || !digest || !signed) return undefined;
  if (oidOf(type) !== oid.data || !messageDigest || !signatureOctets) return undefined;
  return {
    digestOid: digest,
    signatureOid: signed,
    signer: { issuer: derOf(issuer), serial: derOf(serial) },
    signedAttributes: asSet(derOf(attributes)),
    messageDigest,
    contentIdentifier: octetsOf(values?.get(oid.contentIdentifier)),
    signature: signatureOctets,
  };
}

/** Of a certificate (RFC 5280 §4.1). */
export function issuerAndSerialOf(certificate: Buffer): IssuerAndSerial {
  const [content] = partsOf(asn1js.fromBER(certificate, limits).result);
  const [serial, , issuer] = partsOf(content).filter((part) => !isTagged(part, 0));
  if (!serial || !issuer) throw new TypeError('no certificate');
  return { issuer: derOf(issuer), serial: derOf(serial) };
}

/** Each attribute once, with one value; undefined for any other. */
function attributesOf(attributes: Block | undefined): ReadonlyMap<string, Block> | undefined {
  const values = new Map<string, Block>();
  for (const attribute of partsOf(attributes)) {
    const [type, set] = partsOf(attribute);
    const name = oidOf(type);
    const [value, another] = partsOf(set);
    if (name === undefined || value === undefined || another !== undefined || values.has(name))
      return undefined;
    values.set(name, value);
  }
  return values;
}

function partsOf(block: Block | undefined): readonly Block[] {
  return block instanceof asn1js.Constructed ? block.valueBlock.value : [];
}

function oidOf(block: Block | undefined): string | undefined {
  return block instanceof asn1js.ObjectIdentifier ? block.getValue() : undefined;
}

function octetsOf(block: Block | undefined): Buffer | undefined {
  return block instanceof asn1js.OctetString ? Buffer.from(block.getValue()) : undefined;
}

function isTagged(block: Block | undefined, tag: number): block is asn1js.Constructed {
  return (
    block instanceof asn1js.Constructed && block.idBlock.tagClass === 3 && block.idBlock.tagNumber === tag
  );
}

function derOf(block: Block): Buffer {
  return Buffer.from(block.valueBeforeDecodeView);
}

/** They travel under an implicit tag and are signed under that of a SET. */
function asSet(attributes: Buffer): Buffer {
  attributes[0] = 0x31;
  return attributes;
}
