/** A self-signed X.509 certificate for demo and test keys, because Node can read certificates but not make them.
 *  Production certificates come from a certificate authority that the institution accepts. */
import { createPublicKey, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** PEM. @param days from `notBefore` on */
export function selfSignedCertificate(
  privateKey: KeyObject,
  subject: { readonly commonName: string; readonly notBefore: Date; readonly days: number },
): string {
  const notAfter = new Date(subject.notBefore.getTime() + subject.days * 86_400_000);
  const name = sequence(
    set(sequence(oid(commonNameOid), der(0x0c, Buffer.from(subject.commonName, 'utf8')))),
  );
  const algorithm =
    privateKey.asymmetricKeyType === 'ec'
      ? sequence(oid(ecdsaWithSha256Oid))
      : sequence(oid(sha256WithRsaOid), der(0x05, Buffer.alloc(0)));
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), // version 3
    der(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(8)])), // serial number
    algorithm,
    name,
    sequence(utcTime(subject.notBefore), utcTime(notAfter)),
    name,
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', content, privateKey)]);
  const base64 = sequence(content, algorithm, der(0x03, signature)).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
}

const commonNameOid = [0x55, 0x04, 0x03];
const sha256WithRsaOid = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
const ecdsaWithSha256Oid = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, Buffer.concat(parts));
const set = (part: Buffer) => der(0x31, part);
const oid = (bytes: readonly number[]) => der(0x06, Buffer.from(bytes));

function utcTime(at: Date): Buffer {
  const digits = at.toISOString().slice(2, 19).replace(/[-T:]/g, '');
  return der(0x17, Buffer.from(`${digits}Z`, 'ascii'));
}
