import { describe, expect, it } from '@jest/globals';
import { StatementError } from '../../../adapters/kit/index.js';
import { readPayOutSheet } from '../../../adapters/vnpost/statement.js';
import { noticesOfReport, outcomeOf } from '../../../adapters/vnpost/translate.js';
import { sheet, vectors } from './vectors.js';

const occurredAt = new Date(vectors.now);
const said = { evidence: 'NOTIFICATION', occurredAt } as const;

describe('the post’s words in the hub’s', () => {
  // prettier-ignore
  it.each([
    ['CHO_CHI',      undefined, undefined, 'ACCEPTED', undefined],
    ['CHO_TIEN',     undefined, undefined, 'HELD',     'FUNDS'],
    ['TAM_GIU',      undefined, undefined, 'HELD',     'ID_MISMATCH'],
    ['KHONG_GAP',    undefined, undefined, 'ACCEPTED', undefined],
    ['DA_CHI',       undefined, true,      'SETTLED',  undefined],
    ['DA_CHI',       undefined, false,     'ACCEPTED', undefined],
    ['DA_CHI',       undefined, undefined, 'ACCEPTED', undefined],
    ['CHUA_CHI',     undefined, undefined, 'REJECTED', 'CUTOFF'],
    ['TU_CHOI_NHAN', undefined, undefined, 'REJECTED', 'REFUSED'],
    ['DA_MAT',       undefined, undefined, 'REJECTED', 'DECEASED'],
    ['HOAN_TRA',     undefined, true,      'RETURNED', 'REFUSED'],
    ['TU_CHOI',      'D01',     undefined, 'REJECTED', 'TECHNICAL'],
    ['TU_CHOI',      'D02',     undefined, 'REJECTED', 'AMOUNT'],
    ['TU_CHOI',      'D03',     undefined, 'UNKNOWN',  'DUPLICATE'],
    ['TU_CHOI',      'D04',     undefined, 'REJECTED', 'REFUSED'],
    ['TU_CHOI',      'D05',     undefined, 'REJECTED', 'KYC_INCOMPLETE'],
    ['TU_CHOI',      'D06',     undefined, 'REJECTED', 'DECEASED'],
    ['TU_CHOI',      'D07',     undefined, 'REJECTED', 'LIMIT_EXCEEDED'],
    ['TU_CHOI',      'D08',     undefined, 'REJECTED', 'REFUSED'],
    ['TU_CHOI',      'D09',     undefined, 'REJECTED', 'CUTOFF'],
    ['TU_CHOI',      'D99',     undefined, 'REJECTED', 'REFUSED'],
    ['TU_CHOI',      'D42',     undefined, 'UNKNOWN',  'TECHNICAL'],
    ['TU_CHOI',      undefined, undefined, 'UNKNOWN',  'TECHNICAL'],
    ['CHUYEN_PHAT',  undefined, undefined, 'UNKNOWN',  'TECHNICAL'],
    ['KHONG_CO',     undefined, undefined, 'UNKNOWN',  'TECHNICAL'],
  ] as const)('%s with code %s, signed for: %s, is %s %s', (trangThai, maLoi, kyNhan, status, reason) => {
    const outcome = outcomeOf({ maChiTra: 'ASH1', trangThai, maLoi, kyNhan }, said);

    expect([outcome.status, outcome.reason]).toEqual([status, reason]);
  });

  it('pass on no free word: it may name a person', () => {
    const word = { maChiTra: 'ASH1', trangThai: 'bà Đào đã nhận' };

    expect(outcomeOf(word, said).reasonText).not.toContain('Đào');
  });

  it('say nothing that can be relied on in a kind of report that no list has', () => {
    const dong = [{ maChiTra: 'ASH1', trangThai: 'DA_CHI', kyNhan: true }];

    expect(noticesOfReport({ soThuTu: 1, loai: 'DU_KIEN', dong }, occurredAt)).toMatchObject([
      { reference: 'ASH1', status: 'UNKNOWN' },
    ]);
  });
});

describe('a pay-out sheet', () => {
  it('says what was paid out and what was not collected, each time the same', () => {
    const statement = readPayOutSheet(sheet, new Date());

    expect(statement.notices).toMatchObject([
      {
        reference: 'ASH20261100000001',
        status: 'SETTLED',
        evidence: 'STATEMENT',
        amount: 540_000n,
        occurredAt,
      },
      { reference: 'ASH20261100000002', status: 'REJECTED', reason: 'CUTOFF', amount: 1_080_000n },
    ]);
    expect(readPayOutSheet(`\uFEFF${sheet.replaceAll('\n', '\r\n')}`, new Date(0))).toEqual(statement);
  });

  // prettier-ignore
  it.each([
    ['without its end',             'Line 3', (text: string) => text.replace(/T;.*\n/, '')],
    ['with another sum',            'Line 4', (text: string) => text.replace('T;2;540000', 'T;2;540001')],
    ['with a line too few',         'Line 3', (text: string) => text.replace(/D;.*CHUA_CHI.*\n/, '')],
    ['that is none',                'Line 1', () => '<Document/>'],
  ])('%s is not used at all', (_, place, spoil) => {
    const read = () => readPayOutSheet(spoil(sheet), new Date());

    expect(read).toThrow(StatementError);
    expect(read).toThrow(place);
  });

  // prettier-ignore
  it.each([
    ['an amount in fractions', 'Line 2', (text: string) => text.replace(';540000;1;', ';540000.5;1;')],
    ['no time',                'Line 2', (text: string) => text.replace(`;1;2026-11-22T10:00:00+07:00`, ';1;')],
    ['a day that is none',     'Line 2', (text: string) => text.replace(`;1;2026-11-22T`, ';1;2026-02-30T')],
    ['a field too many',       'Line 3', (text: string) => text.replace(';0;2026', ';;0;2026')],
    ['a reference with a NUL', 'Line 2', (text: string) => text.replace('ASH20261100000001', 'ASH2026110000000\u0000')],
  ])('loses a line with %s, and no other', (_, place, spoil) => {
    const statement = readPayOutSheet(spoil(sheet), new Date());

    expect(statement).toMatchObject({ entries: 2, unreadable: [{ place }] });
    expect(statement.notices).toHaveLength(1);
  });

  it('keeps two equal pay-outs apart, and a line that is said on two sheets together', () => {
    const [head, paid, unpaid] = sheet.split('\n');
    const read = (...lines: (string | undefined)[]) => {
      const sum = lines.filter((line) => line?.includes('DA_CHI')).length * 540_000;
      const text = [head, ...lines, `T;${lines.length};${sum}`].join('\n');
      return readPayOutSheet(text, new Date()).notices.map(({ reportId }) => reportId);
    };

    expect(new Set([...read(paid, paid), ...read(paid)]).size).toBe(2);
    expect(new Set([...read(unpaid), ...read(unpaid?.replace('T10:', 'T18:'))]).size).toBe(1);
  });
});
