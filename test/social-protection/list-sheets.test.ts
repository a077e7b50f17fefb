/** Workbooks: which sheets are read, how programs other than Excel write them, and what a file is that is no workbook. */
import { describe, expect, it } from '@jest/globals';
import { ListError } from '../../src/social-protection/list/index.js';
import { csvOf, fileOf, HEADINGS, SOUND, understand, workbookOf, type Heading } from './understand-list.js';
import { archiveOf, partsOf } from './zip-file.js';

const person = (cells: Readonly<Partial<Record<Heading, string>>> = {}) =>
  HEADINGS.map((heading) => ({ ...SOUND, ...cells })[heading]);
const list = [HEADINGS, person()];

describe('the sheets of a workbook', () => {
  it('that are lists are all read, each with its own headings', async () => {
    const path = await workbookOf(
      { name: 'Phủ Lý', lines: list },
      {
        name: 'Kim Bảng',
        lines: [
          ['UBND XÃ'],
          [...HEADINGS].reverse(),
          person({ 'Số CCCD': '037145100060' }).reverse(),
          person({ 'Số CCCD': '037145100061' }).reverse(),
        ],
      },
    );

    const { rows, notes } = await understand(path);

    expect(rows.map((row) => row.person.personalId)).toEqual([
      '037145100001',
      '037145100060',
      '037145100061',
    ]);
    expect(notes.sheets).toEqual([
      { name: 'Phủ Lý', outcome: 'READ' },
      { name: 'Kim Bảng', outcome: 'READ' },
    ]);
  });

  it.each(['hidden', 'veryHidden'] as const)('that are %s are not read, and named', async (state) => {
    const { rows, notes } = await understand(
      await workbookOf(
        { name: 'Danh sách', lines: list },
        { name: 'Cũ', lines: [HEADINGS, person({ 'Số CCCD': '037145100009' })], state },
      ),
    );

    expect(rows).toHaveLength(1);
    expect(notes.sheets).toContainEqual({ name: 'Cũ', outcome: 'HIDDEN' });
  });

  it('that are no lists are named, with what they lack', async () => {
    const path = await workbookOf(
      {
        name: 'Tổng hợp',
        lines: [
          ['STT', 'Xã/Phường', 'Số tiền', 'Đối tượng'],
          ['1', 'Phường Phủ Lý', '540.000', 'HTXH'],
        ],
      },
      { name: 'Ghi chú', lines: [['Lưu ý']] },
      { name: 'Danh sách', lines: list },
      { name: 'Trống', lines: [] },
    );

    const { rows, notes } = await understand(path);

    expect(rows).toHaveLength(1);
    expect(notes.sheets).toEqual([
      { name: 'Tổng hợp', outcome: 'NO_LIST', missing: ['Họ và tên', 'Số định danh cá nhân'] },
      { name: 'Ghi chú', outcome: 'NO_LIST' },
      { name: 'Danh sách', outcome: 'READ' },
    ]);
  });

  it('of which only hidden ones are lists make no list', async () => {
    const path = await workbookOf(
      { name: 'Ghi chú', lines: [['Lưu ý']] },
      { name: 'Cũ', lines: list, state: 'hidden' },
    );

    await expect(understand(path)).rejects.toThrow('Không tìm thấy dòng tiêu đề');
  });
});

describe('a workbook of another program', () => {
  const rewritten = async (change: (parts: Record<string, Buffer>) => Record<string, string | Buffer>) =>
    understand(
      await archiveOf(
        change(await partsOf(await workbookOf({ name: 'Danh sách', lines: list }))),
        'danh-sach.xlsx',
      ),
    );

  it.each([
    ['in another case', 'xl/SharedStrings.xml', 'sharedStrings.xml'],
    ['in the case that the relation has', 'xl/SharedStrings.xml', 'SharedStrings.xml'],
    ['elsewhere', 'xl/texts/strings1.xml', 'texts/strings1.xml'],
    ['from the root', 'strings.xml', '/strings.xml'],
  ])('may have its texts %s', async (_where, name, target) => {
    const { rows } = await rewritten(
      ({ 'xl/sharedStrings.xml': texts, 'xl/_rels/workbook.xml.rels': relations, ...rest }) => ({
        ...rest,
        'xl/_rels/workbook.xml.rels': relations!
          .toString()
          .replace(/Target="sharedStrings\.xml"/, `Target="${target}"`),
        [name]: texts!,
      }),
    );

    expect(rows).toHaveLength(1);
  });

  it('that names a text which it has not is damaged', async () => {
    const broken = rewritten(({ 'xl/worksheets/sheet1.xml': sheet, ...rest }) => ({
      ...rest,
      'xl/worksheets/sheet1.xml': sheet!.toString().replace('<v>15</v>', '<v>99</v>'),
    }));

    await expect(broken).rejects.toThrow('hỏng');
  });

  it('may have its workbook elsewhere', async () => {
    const { rows } = await rewritten((parts) =>
      Object.fromEntries(
        Object.entries(parts).map(([name, content]): [string, string | Buffer] => {
          if (name === '_rels/.rels')
            return [name, content.toString().replace('xl/workbook.xml', 'excel/book.xml')];
          return [
            name
              .replace(/^xl\/_rels\/workbook\.xml/, 'xl/_rels/book.xml')
              .replace('xl/workbook.xml', 'xl/book.xml')
              .replace(/^xl\//, 'excel/'),
            content,
          ];
        }),
      ),
    );

    expect(rows).toHaveLength(1);
  });
});

describe('a file that is no list is told what it is', () => {
  const problemOf = (path: string) =>
    understand(path).then(
      () => 'none',
      (error: unknown) => (error instanceof ListError ? `${error.problem}: ${error.message}` : String(error)),
    );
  const table = '<table><tr><td>STT</td><td>Họ và tên</td></tr></table>';

  it.each([
    ['a web page', `<html><head><meta charset="utf-8"/></head><body>${table}</body></html>`, 'HTML'],
    ['a table of a web page', `\ufeff  <table border="1"><tr><td>STT</td></tr></table>`, 'HTML'],
    ['a page with a type', `<!DOCTYPE html>\n<html>${table}</html>`, 'HTML'],
    [
      'a page as Excel writes it',
      `<html xmlns:x="urn:schemas-microsoft-com:office:excel">${table}</html>`,
      'HTML',
    ],
    [
      'XML of Excel 2003',
      '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
      'XML của Excel 2003',
    ],
    ['other XML', '<?xml version="1.0"?><danhsach/>', 'XML'],
    ['a page in one file', 'MIME-Version: 1.0\r\nContent-Type: multipart/related', 'MHTML'],
    ['PDF', '%PDF-1.7', 'PDF'],
    ['RTF', '{\\rtf1\\ansi', 'RTF'],
    ['JSON', '[{"hoTen": "A"}]', 'JSON'],
    ['an archive of another kind', 'Rar!\u001a\u0007', 'nén'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'đời cũ'],
  ])('%s', async (_what, content, word) => {
    expect(await problemOf(await fileOf(content, 'danh-sach.xls'))).toMatch(
      new RegExp(`^NOT_A_LIST: .*${word}`),
    );
  });

  it.each([
    [
      'of LibreOffice',
      { mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' },
      'ods',
    ],
    ['of binary Excel', { '[Content_Types].xml': '<x/>', 'xl/workbook.bin': 'x' }, 'xlsb'],
    ['of Word', { '[Content_Types].xml': '<x/>', 'word/document.xml': '<x/>' }, 'Word'],
    ['of PowerPoint', { '[Content_Types].xml': '<x/>', 'ppt/presentation.xml': '<x/>' }, 'PowerPoint'],
    ['of Apple', { 'Index/Document.iwa': 'x' }, 'Numbers'],
    ['of other files', { 'danh-sach.xlsx': 'x' }, 'ZIP'],
  ])('an archive %s', async (_whose, parts, word) => {
    expect(await problemOf(await archiveOf(parts as Record<string, string>, 'danh-sach.xlsx'))).toMatch(
      new RegExp(`^NOT_A_LIST: .*${word}`),
    );
  });

  it('and both languages say it', async () => {
    const path = await fileOf('%PDF-1.7', 'danh-sach.pdf');

    const error = await understand(path).catch((thrown: unknown) => thrown);

    const { wording } = error as ListError;
    expect(wording.vi).toContain('Tệp là PDF');
    expect(wording.en).toContain('This is PDF');
  });

  it('a folder too', async () => {
    expect(await problemOf('/tmp')).toMatch(/^NOT_FOUND/);
  });
});

describe('text files of other programs', () => {
  const text = [HEADINGS, person()].map((cells) => cells.join('\t')).join('\r\n');

  it.each([
    ['UTF-16 with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])],
    [
      'UTF-16 of the other order',
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]),
    ],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['bars between the columns', Buffer.from(text.replaceAll('\t', '|'))],
    ['a line that names the separator', Buffer.from(`sep=;\r\n${text.replaceAll('\t', ';')}`)],
  ])('%s are read', async (_how, bytes) => {
    expect((await understand(await fileOf(bytes, 'danh-sach.txt'))).rows).toHaveLength(1);
  });

  it('numbers written as formulas of a text are those texts', async () => {
    const path = await csvOf([
      HEADINGS,
      person({ 'Số CCCD': '="037145100001"', 'Số tài khoản': '="0300000100002"' }),
    ]);

    expect((await understand(path)).rows[0]).toMatchObject({
      person: { personalId: '037145100001' },
      account: { number: '0300000100002' },
    });
  });
});
