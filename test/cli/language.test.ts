/** Commands that officials use speak Vietnamese, or English when asked, and never the words of the operating system. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { importWords, type ImportSummary } from '../../src/cli/import-words.js';
import { languageOf, sayError } from '../../src/cli/language.js';
import { reconcileWords } from '../../src/cli/reconcile-command.js';
import { WordedError } from '../../src/values/index.js';
import { runCommand } from '../setup/run-command.js';

const VIETNAMESE = /[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i;

describe('an error', () => {
  it('has its sentence in the language that is asked for', () => {
    const error = new WordedError({ vi: 'Tệp rỗng.', en: 'The file is empty.' });

    expect([sayError(error, 'vi'), sayError(error, 'en')]).toEqual(['Tệp rỗng.', 'The file is empty.']);
  });

  it.each(['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'ENOSPC', 'ECONNREFUSED', 'ENOTFOUND'])(
    '%s of the system is said in words',
    (code) => {
      const error = Object.assign(new Error(`${code}: no such file or directory, open '/x'`), { code });
      const wrapped = new Error('fetch failed', { cause: error });

      for (const each of [error, wrapped]) {
        expect(sayError(each, 'vi')).toMatch(VIETNAMESE);
        expect(sayError(each, 'vi') + sayError(each, 'en')).not.toContain(code);
      }
    },
  );

  it('of another kind is told in English, in a Vietnamese sentence', () => {
    expect(sayError(new Error('No.'), 'vi')).toBe('Không thực hiện được. Chi tiết (tiếng Anh): No.');
  });

  it('is another language', () => {
    expect(() => languageOf('fr')).toThrow(WordedError);
  });
});

describe('what an import tells', () => {
  const summary: ImportSummary = {
    rows: 3,
    accepted: 1,
    refused: 2,
    refusedByCode: { BAD_AMOUNT: 2 },
    refusalTexts: { BAD_AMOUNT: 'Mức hưởng không hợp lệ' },
    refusedPath: 'x.refused.csv',
    isRepeat: false,
    accounts: 1,
    sheets: [
      { name: 'Một', outcome: 'READ' },
      { name: 'Cũ', outcome: 'HIDDEN' },
      { name: 'Tổng', outcome: 'NO_LIST', missing: ['Họ và tên'] },
    ],
    unreadColumns: [{ heading: 'Số sổ', sheet: 'Một' }],
    passedOver: 1,
    passedOverAt: ['trang tính Một, dòng 4'],
    convertedCells: { TCVN3: 7 },
  };

  it('in Vietnamese', () => {
    expect(importWords(summary, 'vi').split('\n')).toEqual([
      'Đã đọc 3 dòng: nhận 1, từ chối 2; ghi nhận 1 tài khoản mới.',
      '  Mức hưởng không hợp lệ [BAD_AMOUNT]: 2',
      'Các dòng bị từ chối và lý do: x.refused.csv',
      'Không đọc trang tính “Cũ”: trang ẩn.',
      'Không đọc trang tính “Tổng”: không phải danh sách (thiếu cột: Họ và tên).',
      'Chưa hiểu tiêu đề cột, không đọc: “Số sổ” (trang tính Một).',
      'Đã chuyển 7 ô từ phông TCVN3 sang Unicode.',
      'Bỏ qua 1 dòng không phải người hưởng (mục, cộng, chữ ký): trang tính Một, dòng 4.',
    ]);
  });

  it('in English, as much of it', () => {
    expect(importWords(summary, 'en').split('\n')).toHaveLength(8);
    expect(importWords(summary, 'en')).toContain('3 rows read: 1 accepted, 2 refused');
  });
});

describe('what a reconciliation tells', () => {
  const summary = {
    entries: 3, applied: 1, known: 0, exceptions: 1, refused: 0, notOurs: 1, daysNoted: 1,
    places: { exceptions: [{ place: 'Line 2', why: 'the hub keeps it' }], refused: [], notOurs: [{ place: 'Line 3', why: 'of a kind of its own' }] },
  }; // prettier-ignore

  it('in Vietnamese', () => {
    expect(reconcileWords(summary, true, 'vi').split('\n')).toEqual([
      '3 bút toán: 1 cập nhật khoản chi trả, 0 đã biết,',
      '1 chờ người xử lý (reconciliationExceptions), 0 bị từ chối,',
      '1 không phải khoản chi trả của hệ thống.',
      'Đã ghi nhận đủ sao kê của 1 ngày.',
      '  chờ người xử lý: Line 2, hệ thống giữ lại để người xử lý',
      '  không phải của hệ thống: Line 3, chi tiết kỹ thuật: of a kind of its own',
    ]);
  });

  it('in English', () => {
    expect(reconcileWords(summary, false, 'en')).toContain('3 entries: 1 moved a payment');
  });
});

describe('a command that fails', () => {
  const folder = () => mkdtemp(join(tmpdir(), 'ansinh-cli-'));

  it.each([
    ['reconcile of no file', ['reconcile', '/nowhere/sao-ke.txt', '--adapter', 'bidv']],
    ['reconcile of a folder', ['reconcile', '/tmp', '--adapter', 'bidv']],
    ['reconcile with an adapter that reads none', ['reconcile', '/nowhere/x', '--adapter', 'momo']],
    ['reconcile with an adapter that is none', ['reconcile', '/nowhere/x', '--adapter', 'sao-hoa']],
    [
      'reconcile of days that are none',
      ['reconcile', '/nowhere/x', '--adapter', 'bidv', '--days', 'hôm qua'],
    ],
    ['import of no file name', ['import']],
    ['a language that is none', ['import', 'x.csv', '--lang', 'fr']],
  ])('%s says so in Vietnamese', async (_what, args) => {
    const { code, stderr } = await runCommand(args, { HUB_DATA_DIR: await folder() });

    expect(code).toBe(1);
    expect(stderr).toMatch(VIETNAMESE);
    expect(stderr).not.toMatch(/ENOENT|EISDIR|\bat .*\.js/);
  });

  it('says so in English when it is asked to', async () => {
    const path = join(await folder(), 'sao-ke.txt');
    await writeFile(path, 'no statement');

    const { stderr } = await runCommand(['reconcile', path, '--adapter', 'bidv', '--lang', 'en'], {
      HUB_DATA_DIR: await folder(),
    });

    expect(stderr.trim()).toBe('The last line is no footer rows|total|generatedAt: the file is cut off.');
  });
});
