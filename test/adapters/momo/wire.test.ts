import { createPrivateKey, privateDecrypt, constants } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { rsaPublicKeyPem } from '../../../adapters/kit/index.js';
import {
  payRequest,
  plainText,
  queryRequest,
  readNotification,
  readResult,
  sealReceiver,
  signature,
  signedFields,
  verifyRequest,
} from '../../../adapters/momo/wire.js';
import type { SignedMessage } from '../../../adapters/momo/wire.js';
import { vector, vectors } from './vectors.js';

const keys = { ...vectors, momoPublicKeyPem: vectors.momoPublicKeyPem };
const kinds: readonly (readonly [name: string, kind: SignedMessage])[] = [
  ['verify a wallet', 'checkWallet'],
  ['pay a wallet', 'disburseToWallet'],
  ['pay a wallet that nobody holds', 'disburseToWallet'],
  ['query an order', 'query'],
  ['notification of a payment', 'notification'],
];

/** What a holder of the private key reads, by the raw RSA operation: 00 02 … 00 message. */
function open(sealed: string): unknown {
  const key = { key: createPrivateKey(vectors.momoPrivateKeyPem), padding: constants.RSA_NO_PADDING };
  const block = privateDecrypt(key, Buffer.from(sealed, 'base64'));
  expect([block[0], block[1]]).toEqual([0, 2]);
  return JSON.parse(block.subarray(block.indexOf(0, 2) + 1).toString('utf8'));
}

describe('the MoMo wire format against messages of another implementation', () => {
  it.each(kinds)('signs “%s” exactly as the other implementation does', (name, kind) => {
    const message = vector(name);

    expect(signature(kind, message.body, keys)).toBe(message.body.signature);
  });

  it.each(kinds)('signs in “%s” the fields that MoMo documents, from a to z', (name, kind) => {
    const documented = [...vector(name).signedText.matchAll(/(?:^|&)(\w+)=/g)].map(([, field]) => field);

    expect([...signedFields[kind]].sort()).toEqual(documented);
  });

  it('makes requests with the fields of the vectors, each with its own signature', () => {
    const order = { orderId: 'A1', requestId: 'R1', receiver: vectors.receiver };
    const paid = { ...order, amount: 540_000n, orderInfo: 'x', ipnUrl: 'https://hub.example/momo' };

    const requests = [verifyRequest(order, keys), payRequest(paid, keys), queryRequest(order, keys)];

    expect(requests.map((fields) => Object.keys(fields).sort())).toEqual(
      ['verify a wallet', 'pay a wallet', 'query an order'].map((name) =>
        Object.keys(vector(name).body).sort(),
      ),
    );
    expect(requests[1]?.amount).toBe(540_000);
    expect(requests[1]?.signature).toBe(signature('disburseToWallet', requests[1] ?? {}, keys));
  });

  it('seals a receiver so that MoMo’s key opens it, never twice alike', () => {
    const sealed = sealReceiver(vectors.receiver, keys);

    expect(open(sealed)).toEqual(vectors.receiver);
    expect(sealReceiver(vectors.receiver, keys)).not.toBe(sealed);
  });

  it('sends a receiver without a personal id as null, not as an empty number', () => {
    expect(open(sealReceiver({ walletId: '0912345678', walletName: 'A' }, keys))).toMatchObject({
      personalId: null,
    });
  });

  it('takes MoMo’s public key as bare base64 and as PEM', () => {
    const base64 = vectors.momoPublicKeyPem.replace(/-----[^-]+-----|\s/g, '');

    expect(rsaPublicKeyPem(base64)).toBe(rsaPublicKeyPem(vectors.momoPublicKeyPem));
    expect(() => rsaPublicKeyPem('not a key')).toThrow();
  });
});

describe('a notification from MoMo', () => {
  const { body } = vector('notification of a payment');

  it('is believed with MoMo’s signature', () => {
    expect(readNotification(JSON.stringify(body), keys)).toMatchObject({
      orderId: 'ASH20261100000001',
      resultCode: 0,
      amount: 540_000n,
      transId: '2820086739',
    });
  });

  // prettier-ignore
  it.each([
    ['another amount',       { amount: 5_400_000 }],
    ['another result',       { resultCode: 1001 }],
    ['another order',        { orderId: 'ASH20261100000009' }],
    ['no signature',         { signature: '' }],
    ['a short signature',    { signature: '00' }],
    ['another partner',      { partnerCode: 'SOMEBODYELSE' }],
  ])('is nobody’s word with %s', (_, change) => {
    expect(readNotification(JSON.stringify({ ...body, ...change }), keys)).toBeUndefined();
  });

  it.each(['', 'null', '[]', '{', '{"resultCode":"0"}'])('is nothing when it reads %j', (text) => {
    expect(readNotification(text, keys)).toBeUndefined();
    expect(readResult(text)).toBeUndefined();
  });
});

describe('the words of a payment', () => {
  it('lose their diacritics and whatever MoMo’s orderInfo does not take', () => {
    expect(plainText('Trợ cấp xã hội tháng 11/2026 – Đợt 1 😀', 40)).toBe(
      'Tro cap xa hoi thang 11/2026 Dot 1',
    );
  });
});
