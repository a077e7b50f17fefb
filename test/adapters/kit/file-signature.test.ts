/** Signed files against OpenSSL: what is believed, what is refused and why, and what we sign ourselves. */
import { describe, expect, it } from '@jest/globals';
import { fileSignatureSettings, openFileSignatures } from '../../../adapters/kit/index.js';
import {
  content,
  fileName,
  receiver,
  sender,
  settings,
  signatures,
  signedAt,
  vector,
} from './file-signature-vectors.js';

const good = { cms: 'cms-rs256.p7s', jws: 'jws-rs256.jws' } as const;

describe('a file is believed', () => {
  // prettier-ignore
  it.each([
    ['cms', 'RSA, SHA-256',             'cms-rs256.p7s'],
    ['cms', 'RSA, SHA-512',             'cms-rs512.p7s'],
    ['cms', 'RSA-PSS, its longest salt', 'cms-ps256.p7s'],
    ['cms', 'ECDSA on P-256',           'cms-es256.p7s'],
    ['cms', 'RSA, lengths left open as Java programs do', 'cms-in-chunks.p7s'],
    ['jws', 'RSA, SHA-256',             'jws-rs256.jws'],
    ['jws', 'RSA, SHA-512',             'jws-rs512.jws'],
    ['jws', 'RSA-PSS',                  'jws-ps256.jws'],
    ['jws', 'ECDSA on P-256',           'jws-es256.jws'],
  ] as const)('as %s: %s', async (profile, _how, companion) => {
    const { findFault } = await signatures(profile);

    expect(await findFault({ name: fileName, content, companion: vector(companion) })).toBeUndefined();
  });
});

describe('a file is refused', () => {
  // prettier-ignore
  it.each([
    ['cms', 'without a signature',              undefined,                        'UNSIGNED'],
    ['cms', 'signed by a stranger',             'cms-by-a-stranger.p7s',          'ANOTHER_SIGNER'],
    ['cms', 'whose signer’s time is over',      'cms-expired.p7s',                'CERTIFICATE_EXPIRED'],
    ['cms', 'whose signer’s time is to come',   'cms-early.p7s',                  'CERTIFICATE_NOT_YET_VALID'],
    ['cms', 'signed with SHA-1',                'cms-sha1.p7s',                   'ALGORITHM_NOT_ALLOWED'],
    ['cms', 'with the signature of another',    'cms-of-another-file.p7s',        'ANOTHER_FILE'],
    ['cms', 'signed for another receiver',      'cms-for-another-receiver.p7s',   'ANOTHER_FILE'],
    ['cms', 'whose signature names no file',    'cms-without-a-name.p7s',         'ANOTHER_FILE'],
    ['cms', 'with a content of its own inside', 'cms-attached.p7s',               'SIGNATURE_UNREADABLE'],
    ['cms', 'signed by two',                    'cms-two-signers.p7s',            'SIGNATURE_UNREADABLE'],
    ['cms', 'signed without attributes',        'cms-without-attributes.p7s',     'SIGNATURE_UNREADABLE'],
    ['cms', 'with a signature of the other profile', 'jws-rs256.jws',             'SIGNATURE_UNREADABLE'],
    ['jws', 'without a signature',              undefined,                        'UNSIGNED'],
    ['jws', 'signed by a stranger',             'jws-by-a-stranger.jws',          'ANOTHER_SIGNER'],
    ['jws', 'signed by a stranger in the bank’s name', 'jws-by-a-stranger-in-the-banks-name.jws', 'WRONG_SIGNATURE'],
    ['jws', 'whose signature names no signer',  'jws-without-a-signer.jws',       'ANOTHER_SIGNER'],
    ['jws', 'whose signer’s time is over',      'jws-expired.jws',                'CERTIFICATE_EXPIRED'],
    ['jws', 'whose signer’s time is to come',   'jws-early.jws',                  'CERTIFICATE_NOT_YET_VALID'],
    ['jws', 'signed with no algorithm',         'jws-none.jws',                   'ALGORITHM_NOT_ALLOWED'],
    ['jws', 'signed with the public key as a secret', 'jws-hs256-with-the-public-key.jws', 'ALGORITHM_NOT_ALLOWED'],
    ['jws', 'signed with SHA-1',                'jws-sha1.jws',                   'ALGORITHM_NOT_ALLOWED'],
    ['jws', 'with the signature of another',    'jws-of-another-file.jws',        'ANOTHER_FILE'],
    ['jws', 'signed for another receiver',      'jws-for-another-receiver.jws',   'ANOTHER_FILE'],
    ['jws', 'whose signature names no file',    'jws-without-a-name.jws',         'ANOTHER_FILE'],
    ['jws', 'signed under a condition that nobody here knows', 'jws-with-an-unknown-extension.jws', 'WRONG_SIGNATURE'],
    ['jws', 'with a content of its own inside', 'jws-attached.jws',               'SIGNATURE_UNREADABLE'],
    ['jws', 'with a signature of the other profile', 'cms-rs256.p7s',             'SIGNATURE_UNREADABLE'],
  ] as const)('as %s: %s', async (profile, _how, companion, fault) => {
    const { findFault } = await signatures(profile);
    const file = { name: fileName, content, companion: companion && vector(companion) };

    expect(await findFault(file)).toBe(fault);
  });

  it.each(['cms', 'jws'] as const)('as %s: whose content has been changed by one digit', async (profile) => {
    const { findFault } = await signatures(profile);
    const changed = Buffer.from(content.toString('utf8').replace('540000', '940000'));
    const file = { name: fileName, content: changed, companion: vector(good[profile]) };

    expect(await findFault(file)).toBe('WRONG_SIGNATURE');
  });

  it.each(['cms', 'jws'] as const)('as %s: under another name', async (profile) => {
    const { findFault } = await signatures(profile);
    const file = { name: '00000002-pain.002.xml', content, companion: vector(good[profile]) };

    expect(await findFault(file)).toBe('ANOTHER_FILE');
  });

  it.each(['cms', 'jws'] as const)('as %s: with an algorithm that was not agreed', async (profile) => {
    const { findFault } = await signatures(profile, { algorithms: ['PS256'] });
    const file = { name: fileName, content, companion: vector(good[profile]) };

    expect(await findFault(file)).toBe('ALGORITHM_NOT_ALLOWED');
  });

  it.each(['cms', 'jws'] as const)('as %s: wherever its signature is cut off', async (profile) => {
    const { findFault } = await signatures(profile);
    const whole = vector(good[profile]);

    for (let at = 0; at < whole.length; at += 1)
      expect(await findFault({ name: fileName, content, companion: whole.subarray(0, at) })).toBeDefined();
  });

  it.each(['cms', 'jws'] as const)('as %s: whichever byte of what is signed is damaged', async (profile) => {
    const bank = vector('bank.pem').toString('utf8');
    const { findFault } = await signatures(profile, { trustedCertificates: [bank] });
    const whole = vector(good[profile]);

    // One byte in seven: what counts is longer than that, and all of them would take seconds.
    for (let at = 0; at < whole.length; at += 7) {
      const companion = Buffer.from(whole);
      companion[at] = (companion[at] ?? 0) ^ 1;
      // Elsewhere damage may be without meaning, but never a failure of ours.
      const fault = await findFault({ name: fileName, content, companion });
      if (profile === 'jws' || isSignedByte(whole, at)) expect(fault).toBeDefined();
    }
  });
});

/** In a CMS: the signed attributes, and the signature. The certificate between is only carried along. */
function isSignedByte(cms: Buffer, at: number): boolean {
  const attributes = cms.indexOf(Buffer.from('06092a864886f70d010903', 'hex'));
  const signature = cms.length - 256;
  const algorithm = '300d06092a864886f70d0101010500'.length / 2 + 4;
  return at >= signature || (at >= attributes && at < signature - algorithm);
}

describe('a file of ours', () => {
  const name = 'ASH01.pain.001.xml';

  it.each([
    ['cms', 'cms-ours.p7s'],
    ['jws', 'jws-ours.jws'],
  ] as const)('is signed as %s in the very bytes that OpenSSL writes', async (profile, expected) => {
    const { sign, companionOf } = await signatures(profile, { algorithms: ['RS256'] });

    expect(companionOf(name)).toBe(`${name}${expected.slice(-4)}`);
    expect(await sign(name, content)).toEqual(vector(expected));
  });

  it('is not signed while our certificate is not valid: the institution would refuse it', async () => {
    const { sign } = await signatures('cms', {}, () => new Date('2126-06-01T00:00:00Z'));

    await expect(sign(name, content)).rejects.toMatchObject({
      kind: 'MISCONFIGURED',
      code: 'CERTIFICATE_EXPIRED',
    });
  });

  it.each(['cms', 'jws'] as const)('sent back to us as %s is not the institution’s word', async (profile) => {
    const { sign, findFault } = await signatures(profile);
    const companion = await sign(name, content);

    expect(await findFault({ name, content, companion })).toBe('ANOTHER_SIGNER');
  });
});

describe('the settings of signed files', () => {
  it('left out mean that nothing is signed and nothing is verified', async () => {
    const none = fileSignatureSettings.parse(undefined);

    expect(none).toEqual({ profile: 'none' });
    expect(await openFileSignatures(none, { us: receiver, them: sender }, () => signedAt)).toBeUndefined();
  });

  const text = (name: string) => vector(name).toString('utf8');
  // prettier-ignore
  it.each([
    ['a key where there is no profile',      { profile: 'none' },                                /privateKey|[Uu]nrecognized/],
    ['a key that is none',                   { privateKey: '-----BEGIN NOTHING' },               /no private key/],
    ['a file that is not there',             { certificate: '/nowhere/bank.pem' },               /neither PEM text nor a readable PEM file/],
    ['a certificate of another key',         { certificate: text('stranger.pem') },              /of another key/],
    ['a trusted key that is too short',      { trustedCertificates: [text('weak.pem')] },        /under 2048 bits/],
    ['a trusted certificate that is none',   { trustedCertificates: [text('partner.key')] },     /no X.509 certificate/],
    ['nobody who is trusted',                { trustedCertificates: [] },                        /trustedCertificates|>=1/],
    ['our own certificate as trusted',       { trustedCertificates: [text('partner.pem')] },     /our own key/],
    ['algorithms that our key cannot do',    { algorithms: ['ES256'] },                          /none that the private key can sign with/],
    ['an algorithm that is too weak',        { algorithms: ['none'] },                           /Invalid option/],
  ])('with %s are refused', (_what, change, complaint) => {
    const { error } = fileSignatureSettings.safeParse(settings('cms', change));

    expect(error?.message).toMatch(complaint);
    expect(error?.message).not.toContain('BEGIN');
  });
});
