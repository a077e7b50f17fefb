/** RSA signatures and sealing (encryption for the partner's public key), base64 as partners' specifications ask. */
import { constants, createPrivateKey, createPublicKey, publicEncrypt, sign, verify } from 'node:crypto';

export type RsaPadding = 'PKCS1' | 'PSS';

export interface RsaSignOptions {
  readonly privateKeyPem: string;
  /** SHA-1 only where a partner's specification leaves no choice. */
  readonly hash: 'sha1' | 'sha256' | 'sha512';
  /** Default PKCS1 (RSASSA-PKCS1-v1_5). */
  readonly padding?: RsaPadding;
}

/** Base64 signature of the UTF-8 text. */
export function rsaSign(text: string, options: RsaSignOptions): string {
  const key = { key: createPrivateKey(options.privateKeyPem), padding: paddingOf(options.padding) };
  return sign(options.hash, Buffer.from(text, 'utf8'), key).toString('base64');
}

export interface RsaVerifyOptions {
  readonly publicKeyPem: string;
  readonly hash: 'sha1' | 'sha256' | 'sha512';
  readonly padding?: RsaPadding;
}

/** False for any signature that does not fit, malformed ones too. */
export function isRsaSigned(text: string, signature: string, options: RsaVerifyOptions): boolean {
  const key = { key: createPublicKey(options.publicKeyPem), padding: paddingOf(options.padding) };
  return verify(options.hash, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
}

/** Base64 of the UTF-8 text encrypted for the key's owner; at most the key's size less its padding.
 *  @param publicKeyPem PEM, SubjectPublicKeyInfo or PKCS#1 */
export function rsaSeal(text: string, publicKeyPem: string, padding: 'PKCS1' | 'OAEP' = 'PKCS1'): string {
  const paddingConstant =
    padding === 'PKCS1' ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_OAEP_PADDING;
  const key = { key: createPublicKey(publicKeyPem), padding: paddingConstant };
  return publicEncrypt(key, Buffer.from(text, 'utf8')).toString('base64');
}

function paddingOf(padding: RsaPadding = 'PKCS1'): number {
  return padding === 'PKCS1' ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_PSS_PADDING;
}
