import { constants, createPrivateKey, generateKeyPairSync, privateDecrypt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  balanceRequest,
  mac,
  paths,
  queryRequest,
  readAnswer,
  signedFields,
  transferRequest,
  verifyRequest,
} from '../../../adapters/zalopay/wire.js';
import { vector, vectors } from './vectors.js';

const keys = vectors;
const time = new Date(vectors.time);
const order = {
  reference: 'ASH20261100000001',
  walletIdentity: vectors.identity.m_u_id,
  amount: 540_000n,
  narrative: 'CHI TRA 2026-11 00000001',
  time,
};
const { phone, account_holder_name: holderName } = vectors.person;

/** What a holder of the private key reads, by the raw RSA operation: 00 02 … 00 message. */
function open(sealed: unknown): unknown {
  const key = { key: createPrivateKey(vectors.zaloPayPrivateKeyPem), padding: constants.RSA_NO_PADDING };
  const block = privateDecrypt(key, Buffer.from(String(sealed), 'base64'));
  expect([block[0], block[1]]).toEqual([0, 2]);
  return JSON.parse(block.subarray(block.indexOf(0, 2) + 1).toString('utf8'));
}

describe('the ZaloPay wire format against messages of another implementation', () => {
  it.each(vectors.messages)('signs “$name” exactly as the other implementation does', ({ call, body }) => {
    expect(mac(call, body, keys.key1)).toBe(body.mac);
  });

  it.each(vectors.messages)('joins in “$name” the documented fields in the documented order', (message) => {
    const { body, call, path, signedText } = message;

    expect(signedFields[call].map((field) => String(body[field])).join('|')).toBe(signedText);
    expect(paths[call]).toBe(path);
  });

  it('makes requests with the fields of the vectors, each with its own mac', () => {
    const requests = {
      'verify a wallet': verifyRequest({ phone, holderName, amount: 10_000n, time }, keys),
      'pay a wallet': transferRequest(order, keys),
      'query an order': queryRequest(order.reference, time, keys),
      'ask for the balance': balanceRequest(time, keys),
    };

    for (const [name, fields] of Object.entries(requests)) {
      const { body, call } = vector(name);
      const sealed = { receiver_info: fields.receiver_info, mac: mac(call, fields, keys.key1) };
      expect(fields).toEqual('receiver_info' in body ? { ...body, ...sealed } : body);
    }
  });

  it('seals the person for the verification and the identity for the transfer, never twice alike', () => {
    const verified = verifyRequest({ phone, holderName, amount: 10_000n, time }, keys);
    const nameless = verifyRequest({ phone, amount: 10_000n, time }, keys);
    const [paid, again] = [transferRequest(order, keys), transferRequest(order, keys)];

    expect(open(verified.receiver_info)).toEqual(vectors.person);
    expect(open(nameless.receiver_info)).toEqual({ phone });
    expect(open(paid.receiver_info)).toEqual(vectors.identity);
    expect(paid.receiver_info).not.toBe(again.receiver_info);
  });

  it('lets no pipe into the signed text by way of the narrative', () => {
    expect(transferRequest({ ...order, narrative: 'a|b' }, keys).description).toBe('a b');
  });

  it('finds before sending that a receiver does not fit under a short key, and does not repeat it', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 512 });
    const zaloPayPublicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const seal = () =>
      verifyRequest({ phone, holderName, amount: 1n, time }, { ...keys, zaloPayPublicKeyPem });

    expect(seal).toThrow(expect.objectContaining({ kind: 'MISCONFIGURED', code: 'SEAL_FAILED' }));
    expect(seal).not.toThrow(new RegExp(phone));
  });
});

describe('an answer of ZaloPay', () => {
  it('is read with its codes, state, amount and ids', () => {
    const data = { status: 1, amount: 540000, zp_trans_id: 241122000000123, m_u_id: 'x', balance: 0 };
    const text = JSON.stringify({ return_code: 1, sub_return_code: 1, data });

    expect(readAnswer(text)).toEqual({
      returnCode: 1,
      subReturnCode: 1,
      status: '1',
      amount: 540_000n,
      transactionId: '241122000000123',
      walletIdentity: 'x',
      balance: 0n,
    });
  });

  it('keeps a word of the future as it is, and takes no fraction for đồng', () => {
    const text = JSON.stringify({ return_code: 1, data: { status: 'SETTLING', amount: 540000.5 } });

    expect(readAnswer(text)).toMatchObject({ status: 'SETTLING', amount: undefined });
  });

  it.each(['', 'null', '[]', '{', '<html>', '{"return_code":"1"}', '{"data":{"status":1}}'])(
    'is nothing when it reads %j',
    (text) => {
      expect(readAnswer(text)).toBeUndefined();
    },
  );
});
