/** The register's messages against those of another implementation, and whatever is not one of them. */
import { createSign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { headOf, lineOf } from '../../../adapters/social-insurance/translate.js';
import {
  basicCredentials,
  readCatalogue,
  readHead,
  readPage,
  readToken,
  type ListHead,
} from '../../../adapters/social-insurance/wire.js';
import { registerKey, registerPublicKey, signature, vector } from './vectors.js';

const head = async (): Promise<ListHead> => {
  const read = await readHead(vector('head.json'), signature, registerPublicKey);
  if (!read) throw new Error('openssl’s signature must fit');
  return read;
};

describe('a list of the register', () => {
  it('is known by its number and its area', () => {
    expect(readCatalogue(vector('catalogue.json'))).toEqual([
      { maDanhSach: '37-HUU_TRI-2026-11.1', maDiaBan: '37' },
    ]);
  });

  it('is opened by the signature that openssl made over its head', async () => {
    expect(headOf(await head())).toEqual({
      ...{ number: '37-HUU_TRI-2026-11.1', period: '2026-11', programme: 'BHXH-HUU', area: '37', lines: 3 },
      issuedAt: new Date('2026-11-01T01:00:00Z'),
    });
  });

  it('gives its people page by page, as the hub takes them', async () => {
    const [first, second] = (await head()).cacTrang;

    const lines = [
      ...(readPage(vector('page-1.json'), first!) ?? []),
      ...(readPage(vector('page-2.json'), second!) ?? []),
    ].map(lineOf);

    expect(lines).toEqual([
      {
        ...{ line: 1, personalId: '037150000001', fullName: 'Nguyễn Thị Ánh Đào', dateOfBirth: '1950-03-02' },
        ...{ gender: 'FEMALE', communeCode: '13285', monthlyAmount: 5_400_000n, validFrom: '2015-05-01' },
        documentRef: 'Sổ BHXH 6025703296',
        account: { institution: '970418', number: '48310001234567' },
      },
      {
        ...{ line: 2, personalId: '037050000002', fullName: "H'Bia Niê", yearOfBirth: 1950, gender: 'MALE' },
        ...{ communeCode: '13291', monthlyAmount: 2_400_000n, validFrom: '2012-01-01' },
        documentRef: 'Sổ BHXH 6025703297',
      },
      expect.objectContaining({
        line: 3,
        namesReceiver: true,
        account: { institution: 'MOMO', number: '0912345678' },
      }),
    ]);
  });
});

describe('nothing is taken of', () => {
  const body = vector('head.json').toString('utf8');
  const signed = (text: string, alg = 'RS256') => {
    const header = Buffer.from(JSON.stringify({ alg })).toString('base64url');
    const payload = Buffer.from(text).toString('base64url');
    const made = createSign('RSA-SHA256').update(`${header}.${payload}`).sign(registerKey, 'base64url');
    return { text, signature: alg === 'none' ? `${header}..` : `${header}..${made}` };
  };

  it.each([
    ['a head with one byte changed', { text: body.replace('"37"', '"79"'), signature }],
    ['a head without a signature', { text: body, signature: '' }],
    ['a head that is signed by nobody', signed(body, 'none')],
    [
      'a signed head whose pages hold fewer people than it says',
      signed(body.replace('"tongSoNguoi":3', '"tongSoNguoi":4')),
    ],
    ['a signed head with a page left out', signed(body.replace('"trang":1', '"trang":3'))],
    ['a signed head that names no month', signed(body.replace('2026-11"', 'tháng 11"'))],
  ])('%s', async (_what, { text, signature: detached }) => {
    expect(await readHead(Buffer.from(text), detached, registerPublicKey)).toBeUndefined();
  });

  it.each([
    [
      'a page with somebody missing',
      'page-1.json',
      (text: string) => text.replace(/,\{"stt":2.*\}(?=\])/, ''),
    ],
    ['a page with another amount', 'page-1.json', (text: string) => text.replace('5400000', '9400000')],
    ['another page than was asked for', 'page-2.json', (text: string) => text],
  ] as const)('%s', async (_what, name, change) => {
    const [first] = (await head()).cacTrang;

    expect(readPage(Buffer.from(change(vector(name).toString('utf8'))), first!)).toBeUndefined();
  });

  it('a list of a benefit that the hub has no programme for', async () => {
    expect(headOf({ ...(await head()), loaiCheDo: 'OM_DAU' })).toBeUndefined();
  });

  it.each(['', 'null', '[]', '{"access_token":""}', '{"access_token":"x"}'])('a token answer %s', (text) => {
    expect(readToken(Buffer.from(text))).toBeUndefined();
  });
});

it('credentials travel as RFC 6749 §2.3.1 encodes them', () => {
  // printf 'hub:p%%3Aw%%2F%%C4%%91' | base64
  expect(basicCredentials('hub', 'p:w/đ')).toBe('Basic aHViOnAlM0F3JTJGJUM0JTkx');
});
