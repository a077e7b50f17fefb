import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { profileSchema } from '../../../adapters/bidv/profile.js';
import {
  openBody,
  plainText,
  readKeys,
  readReply,
  sealBody,
  signBody,
  verifyBody,
} from '../../../adapters/bidv/wire.js';
import { vectors } from './vectors.js';
import type { BidvVector } from './vectors.js';

const profileOf = ({ alg, enc }: Pick<BidvVector, 'alg' | 'enc'>) =>
  profileSchema.parse({ keyAlgorithm: alg, contentEncryption: enc });
const keysOf = (message: Pick<BidvVector, 'alg' | 'enc'>) =>
  readKeys(
    {
      symmetricKeyHex: vectors.symmetricKeys[message.alg],
      partnerPrivateKey: vectors.partnerPrivateKeyPem,
      partnerCertificate: vectors.partnerCertificatePem,
      bankCertificate: vectors.bankCertificatePem,
    },
    profileOf(message),
  );

describe('the BIDV wire format against messages of another implementation', () => {
  it.each(vectors.messages)('opens the sealed body of “$name”', async (message) => {
    const fields = await openBody(message.body, keysOf(message), profileOf(message));

    expect(fields).toEqual(message.plain);
  });

  it.each(vectors.messages.filter(({ by }) => by === 'partner'))(
    'signs “$name” exactly as the other implementation does, in every signature mode',
    async (message) => {
      const { partnerPrivateKey } = keysOf(message);

      expect(await signBody(message.body, partnerPrivateKey, 'detached')).toBe(message.detached);
      expect(await signBody(message.body, partnerPrivateKey, 'compact')).toBe(message.compact);
      expect(await signBody(message.body, partnerPrivateKey, 'empty-payload')).toBe(message.emptyPayload);
    },
  );

  it.each(vectors.messages.filter(({ by }) => by === 'bank'))(
    'believes “$name” with the bank’s signature and with no other',
    async (message) => {
      const { bankPublicKey } = keysOf(message);
      const isBanks = (signature: string | undefined, body = message.body) =>
        verifyBody(body, signature, bankPublicKey, 'detached');

      expect(await isBanks(message.detached)).toBe(true);
      expect(await isBanks(message.byStranger)).toBe(false);
      expect(await isBanks(message.emptyPayload)).toBe(false);
      expect(await isBanks(message.compact)).toBe(false);
      expect(await isBanks(undefined)).toBe(false);
      expect(await isBanks(message.detached, `${message.body} `)).toBe(false);
    },
  );

  it('takes another signature mode only where the profile names it', async () => {
    const [message] = vectors.messages.filter(({ by }) => by === 'bank');
    if (!message) throw new Error('no vector');
    const { bankPublicKey } = keysOf(message);

    expect(await verifyBody(message.body, message.compact, bankPublicKey, 'compact')).toBe(true);
    expect(await verifyBody(message.body, message.emptyPayload, bankPublicKey, 'empty-payload')).toBe(true);
    expect(await verifyBody(message.body, message.detached, bankPublicKey, 'compact')).toBe(false);
  });

  it('refuses a signature of algorithm none', async () => {
    const [message] = vectors.messages.filter(({ by }) => by === 'bank');
    if (!message) throw new Error('no vector');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}..`;

    expect(
      await verifyBody(message.body, none, createPublicKey(vectors.bankCertificatePem), 'detached'),
    ).toBe(false);
  });

  it('seals for one recipient with the algorithms of the profile in the places that BIDV documents', async () => {
    const message = { alg: 'A256KW', enc: 'A128GCM' } as const;

    const sealed = await sealBody({ requestId: 'R1' }, keysOf(message), profileOf(message));

    const jwe = JSON.parse(sealed) as { recipients: { header: object }[]; protected: string };
    expect(Object.keys(jwe).sort()).toEqual(['ciphertext', 'iv', 'protected', 'recipients', 'tag']);
    expect(jwe.recipients[0]?.header).toEqual({ alg: 'A256KW' });
    expect(JSON.parse(Buffer.from(jwe.protected, 'base64url').toString())).toEqual({ enc: 'A128GCM' });
    expect(await openBody(sealed, keysOf(message), profileOf(message))).toEqual({ requestId: 'R1' });
  });

  it('does not open a body sealed with an algorithm that the profile does not name', async () => {
    const message = vectors.messages.find(({ enc }) => enc === 'A256GCM');
    if (!message) throw new Error('no vector');
    const narrower = profileSchema.parse({ keyAlgorithm: message.alg, contentEncryption: 'A128GCM' });

    await expect(openBody(message.body, keysOf(message), narrower)).rejects.toThrow();
  });

  it('reads a reply by the field names of the profile', () => {
    const profile = profileSchema.parse({ reply: { bankReference: 'coreRef' } });

    const reply = readReply({ errorCode: '000', coreRef: 'FT1', amount: 540000, extra: true }, profile);

    expect(reply).toEqual({ errorCode: '000', bankReference: 'FT1', amount: '540000' });
  });

  it('writes names and narratives in the letters that a core bank keeps', () => {
    expect(plainText('Trợ cấp xã hội tháng 11/2026 – Đợt 1 😀', 40)).toBe(
      'Tro cap xa hoi thang 11/2026 Dot 1',
    );
    expect(plainText('Nguyễn Thị Ánh Đào', 10)).toBe('Nguyen Thi');
  });
});
