import { describe, expect, it } from '@jest/globals';
import { paymentFileOf, signatureOf, verificationOf } from '../../../adapters/agribank/wire.js';
import { AdapterError } from '../../../adapters/kit/index.js';
import { message, signatures, structureOf, vectorTasks } from './vectors.js';

const config = {
  initiatingParty: 'AN SINH HUB',
  debtorName: 'UBND xã Demo'.toUpperCase(),
  bankBin: '970405',
};
const at = new Date(signatures.timestamp);

describe('the Agribank wire format against messages of another implementation', () => {
  it('writes a payment file as the other implementation does: totals, groups, UETR, the entitled person, folded names', () => {
    const file = paymentFileOf(vectorTasks, config, at);

    expect(file.messageId).toBe(signatures.messageId);
    expect(structureOf(file.content)).toEqual(structureOf(message('pain.001-two-payments')));
  });

  it('gives the same payments the same file id, in whatever order they come', () => {
    const file = paymentFileOf([...vectorTasks].reverse(), config, at);

    expect(file.messageId).toBe(signatures.messageId);
  });

  it('writes a verification request as the other implementation does', () => {
    const task = {
      id: 'tsk_01k0vector',
      kind: 'BANK',
      number: '1500205000011',
      holderName: 'Nguyễn Thị Ánh Đào',
      holderPersonalId: '001145000011',
    } as const;

    expect(structureOf(verificationOf(task, config, at))).toEqual(structureOf(message('acmt.023-request')));
  });

  it.each([
    ['a payment file', signatures.request, message('pain.001-two-payments')],
    ['a request without a body', signatures.emptyRequest, ''],
    ['an answer of the bank', signatures.answer, message('pain.002-part')],
  ])('signs %s as openssl does', (_, { parts, signature }, body) => {
    expect(signatureOf(signatures.secret, parts, body)).toBe(signature);
  });

  it('refuses to write a payment to no account', () => {
    const [task] = vectorTasks;
    const homeless = { ...task, accountNumber: undefined } as (typeof vectorTasks)[number];

    expect(() => paymentFileOf([homeless], config, at)).toThrow(AdapterError);
  });
});
