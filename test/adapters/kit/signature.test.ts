/** The kit's signatures against openssl's. */
import { createPrivateKey, createPublicKey, privateDecrypt, constants } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  hmacHex,
  isRsaSigned,
  isSameSignature,
  rsaSeal,
  rsaSign,
  signDetachedJws,
  verifyDetachedJws,
} from '../../../adapters/kit/index.js';

const vector = (name: string) =>
  readFileSync(new URL(`./vectors/${name}`, import.meta.url), 'utf8').trimEnd();
const text = vector('text.txt');
const privateKeyPem = vector('rsa-private.pem');
const publicKeyPem = vector('rsa-public.pem');

describe('signatures', () => {
  it.each(['sha256', 'sha512'] as const)('make the HMAC %s that openssl makes', (hash) => {
    expect(hmacHex(hash, 'secret of the partner', text)).toBe(vector(`hmac-${hash}.txt`));
  });

  it.each(['sha1', 'sha256'] as const)('make the RSA signature with %s that openssl makes', (hash) => {
    expect(rsaSign(text, { privateKeyPem, hash })).toBe(vector(`rsa-${hash}.txt`));
  });

  it('accept openssl’s PSS signature, and nothing for a changed text', () => {
    const signature = vector('rsa-pss-sha256.txt');
    const options = { publicKeyPem, hash: 'sha256', padding: 'PSS' } as const;

    expect(isRsaSigned(text, signature, options)).toBe(true);
    expect(isRsaSigned(text.replace('1500000', '9500000'), signature, options)).toBe(false);
    expect(isRsaSigned(text, 'no signature at all', options)).toBe(false);
  });

  it('seal so that the key’s owner alone reads it', () => {
    const key = { key: privateKeyPem, padding: constants.RSA_PKCS1_OAEP_PADDING };

    const opened = privateDecrypt(key, Buffer.from(rsaSeal(text, publicKeyPem, 'OAEP'), 'base64'));

    expect(opened.toString('utf8')).toBe(text);
  });

  it('make the detached JWS that openssl makes, and read its header back', async () => {
    const made = await signDetachedJws(text, createPrivateKey(privateKeyPem), {
      alg: 'RS256',
      kid: 'partner-1',
    });
    const header = await verifyDetachedJws(text, vector('detached-jws.txt'), createPublicKey(publicKeyPem), [
      'RS256',
    ]);

    expect(made).toBe(vector('detached-jws.txt'));
    expect(header).toEqual({ alg: 'RS256', kid: 'partner-1' });
  });

  it.each([
    ['another body', text.replace('ASH1', 'ASH2'), vector('detached-jws.txt'), ['RS256']],
    ['an algorithm that was not agreed', text, vector('detached-jws.txt'), ['PS256']],
    ['an attached payload', text, vector('detached-jws.txt').replace('..', '.YQ.'), ['RS256']],
    ['no JWS', text, 'x', ['RS256']],
  ])('refuse a detached JWS over %s', async (_what, body, jws, algorithms) => {
    expect(await verifyDetachedJws(body, jws, createPublicKey(publicKeyPem), algorithms)).toBeUndefined();
  });

  it('compare as a whole', () => {
    expect(isSameSignature('abc', 'abc')).toBe(true);
    expect(isSameSignature('abc', 'abd')).toBe(false);
    expect(isSameSignature('abc', 'abcd')).toBe(false);
  });
});
