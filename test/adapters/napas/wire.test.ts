import { describe, expect, it } from '@jest/globals';
import { AdapterError, hanoiDay, type AccountCheckTask } from '../../../adapters/kit/index.js';
import { isSignedBy, signatureInputOf, signFields } from '../../../adapters/napas/field-signature.js';
import { statusRequestOf, transferOf, verificationOf } from '../../../adapters/napas/wire.js';
import { key, message, signatures, structureOf, vectorTask } from './vectors.js';

const party = { debtorName: 'UBND xã Demo', debtorBank: '970418' };
const at = new Date(signatures.timestamp);
const check: AccountCheckTask = {
  id: 'tsk_01k0vector',
  kind: 'BANK',
  number: '1012345678',
  bankBin: '970436',
  holderName: "Lê Văn O'Brien",
  holderPersonalId: '001145000011',
};

describe('the NAPAS wire format against messages of another implementation', () => {
  it('writes a transfer routed by the BIN, with the entitled person behind the authorised receiver', () => {
    const { name, content } = transferOf(vectorTask, party, at);

    expect(name).toBe('pacs.008.001.08');
    expect(structureOf(content)).toEqual(structureOf(message('pacs.008-to-an-authorised-receiver')));
  });

  it('sends no personal id with a transfer', () => {
    expect(transferOf(vectorTask, party, at).content).not.toContain(vectorTask.receiverPersonalId);
  });

  it('gives a repeat of a transfer the same ids, whenever it is sent', () => {
    const idsOf = (text: string) => /<MsgId>[^<]+|<UETR>[^<]+/g.exec(text)?.[0];
    const later = new Date(at.getTime() + 3_600_000);

    expect(idsOf(transferOf(vectorTask, party, later).content)).toBe(
      idsOf(transferOf(vectorTask, party, at).content),
    );
  });

  it('writes a status request', () => {
    const { content } = statusRequestOf(vectorTask.reference, party, at);

    expect(structureOf(content)).toEqual(structureOf(message('pacs.028-request')));
  });

  it('asks about an account by number and bank, and tells nobody the holder', () => {
    const { content } = verificationOf(check, party, at);

    expect(structureOf(content)).toEqual(structureOf(message('acmt.023-request')));
  });

  it.each([
    ['no account', { ...vectorTask, accountNumber: undefined }],
    ['no bank', { ...vectorTask, bankBin: undefined }],
  ])('refuses to write a transfer to %s', (_, task) => {
    expect(() => transferOf(task, party, at)).toThrow(AdapterError);
  });

  it('refuses to ask about an account without its bank', () => {
    expect(() => verificationOf({ ...check, bankBin: undefined }, party, at)).toThrow(AdapterError);
  });

  it.each([
    ['2026-11-22T16:59:59Z', '2026-11-22'],
    ['2026-11-22T17:00:00Z', '2026-11-23'],
  ])('%s is %s in Vietnam', (instant, day) => {
    expect(hanoiDay(new Date(instant))).toBe(day);
  });
});

describe('the switch’s field signature against openssl', () => {
  const { token, tokenAnswer, request, answer, notification } = signatures;

  it('puts the values together in the order of their names', () => {
    expect(signatureInputOf(token.fields)).toBe(token.input);
  });

  it.each([
    ['a request for a token', token],
    ['a request', request],
  ])('signs %s as openssl does', (_, { fields, signature }) => {
    expect(signFields(fields, key('participant', 'key'))).toBe(signature);
  });

  it.each([
    ['a token', tokenAnswer],
    ['an answer', answer],
    ['a notification', notification],
  ])('takes %s that openssl signed, in base64 too, and no other', (_, { fields, signature }) => {
    const base64 = Buffer.from(signature, 'base64url').toString('base64');
    const [name = ''] = Object.keys(fields);

    expect(isSignedBy(fields, signature, key('switch', 'public'))).toBe(true);
    expect(isSignedBy(fields, base64, key('switch', 'public'))).toBe(true);
    expect(isSignedBy({ ...fields, [name]: 'other' }, signature, key('switch', 'public'))).toBe(false);
    expect(isSignedBy(fields, signature, key('participant', 'public'))).toBe(false);
    expect(isSignedBy(fields, '', key('switch', 'public'))).toBe(false);
  });
});
