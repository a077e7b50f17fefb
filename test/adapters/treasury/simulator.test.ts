import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { readDocument, WrongDocument } from '../../../adapters/treasury/simulator/document.js';
import { Gateway } from '../../../adapters/treasury/simulator/gateway.js';
import { key, message, signatures } from './vectors.js';

afterEach(() => {
  jest.restoreAllMocks();
});

describe('the simulated Treasury reads what another implementation wrote', () => {
  it.each([
    ['order-fund', signatures.references.fund, 1_883_391_000],
    ['order-return', signatures.references.return, -540_000],
  ])('%s', (name, reference, amount) => {
    expect(readDocument(message(name))).toEqual({
      reference,
      amount,
      account: '12010001234567',
      estimateAccount: '9523.2.1052837',
    });
  });

  // prettier-ignore
  it.each([
    ['another form',              'MauSo',       'C2-02/NS',                 'C4-02/NS'],
    ['a reference that is none',  'SoThamChieu', '<SoThamChieu>F',           '<SoThamChieu>X'],
    ['another currency',          'loaiTien',    'loaiTien="VND"',           'loaiTien="USD"'],
    ['a fraction of a đồng',      'SoTien',      '1883391000',               '1883391000.5'],
    ['no item of the budget',     'TieuMuc',     '<TieuMuc>7449</TieuMuc>',  ''],
    ['elements out of order',     'thu tu',      '<Ky>2026-11</Ky>',         ''],
    ['an end that was cut off',   'XML',         '</ChungTu>',               ''],
    ['another namespace',         'xmlns',       'ttsp:1',                   'ttsp:2'],
  ])('and turns away a document with %s', (_what, complaint, from, to) => {
    const whole = message('order-fund');
    expect(whole).toContain(from);

    expect(() => readDocument(whole.replaceAll(from, to))).toThrow(new WrongDocument(complaint));
  });
});

describe('the simulated Treasury’s door', () => {
  const gateway = new Gateway({
    unitCode: '1052837',
    estimateAccount: '9523.2.1052837',
    privateKey: key('treasury', 'key'),
    unitPublicKey: key('unit', 'public'),
  });
  const handIn = (change: object = {}) => ({
    method: 'POST',
    path: '/ttsp/v1/chung-tu',
    query: new URLSearchParams(),
    headers: {
      'x-don-vi': '1052837',
      'x-thoi-gian': signatures.time,
      'x-chu-ky': signatures.order.signature,
    },
    body: Buffer.from(message('order-fund')),
    ...change,
  });
  const at = (time: string) => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.parse(time));
  };

  it('lets in what openssl has signed, and signs its answers as openssl does', () => {
    at(signatures.time);

    const reply = gateway.answer(handIn(), { status: 200, body: message('answer-executed') }, false);

    expect(gateway.turnAway(handIn())).toBeUndefined();
    expect(reply.headers?.['x-chu-ky']).toBe(signatures.answerToOrder.signature);
  });

  it('turns away another body, another path and yesterday’s signature', () => {
    at(signatures.time);
    const other = [handIn({ body: Buffer.from('<ChungTu/>') }), handIn({ path: '/ttsp/v1/khac' })];

    expect(other.map((request) => gateway.turnAway(request)?.status)).toEqual([401, 401]);
    at('2026-11-23T18:30:00.000Z');
    expect(gateway.turnAway(handIn())?.status).toBe(401);
  });
});
