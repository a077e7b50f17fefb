/** Tells by its content what a file is, because lists are renamed often, and says of what is no list what it is in truth. */
import { open, stat } from 'node:fs/promises';
import type { Wording } from '../../../values/index.js';
import { ListError } from '../list-error.js';
import { listParts } from './zip-archive.js';

export type ListFormat = 'XLSX' | 'CSV';

const START_BYTES = 2048;
const SAVE: Wording = {
  vi: 'Mở tệp bằng Excel và lưu thành .xlsx (Excel Workbook) rồi nhập lại.',
  en: 'Open it in Excel and save it as .xlsx (Excel Workbook).',
};

/** By what a file begins with, in Latin-1 without white space before it. */
const STARTS: readonly (readonly [RegExp, Wording])[] = [
  [/^\xd0\xcf.\xe0/s, { vi: 'Tệp Excel đời cũ (.xls) hoặc tệp có mật khẩu.', en: 'This is an old Excel file (.xls), or one with a password.' }],
  [/^<\?xml[\s\S]*?(?:Excel\.Sheet|urn:schemas-microsoft-com:office:spreadsheet)/, { vi: 'Tệp XML của Excel 2003, không phải .xls hay .xlsx.', en: 'This is XML of Excel 2003, not .xls or .xlsx.' }],
  [/^(?:<!--[\s\S]*?-->\s*)?<(?:!doctype html|html|head|meta|table|style|body|div)[\s>]/i, { vi: 'Tệp là trang web (HTML) được đặt tên như tệp Excel; nhiều cổng thông tin xuất như vậy.', en: 'This is a web page (HTML) with the name of an Excel file, as some portals export.' }],
  [/^<\?xml[\s\S]*?<(?:html|table)[\s>]/i, { vi: 'Tệp là trang web (HTML) được đặt tên như tệp Excel; nhiều cổng thông tin xuất như vậy.', en: 'This is a web page (HTML) with the name of an Excel file, as some portals export.' }],
  [/^<\?xml/, { vi: 'Tệp là XML, không phải bảng tính.', en: 'This is XML, not a spreadsheet.' }],
  [/^(?:MIME-Version:|From: <Saved by)/i, { vi: 'Tệp là trang web một tệp (MHTML), không phải bảng tính.', en: 'This is a single-file web page (MHTML), not a spreadsheet.' }],
  [/^%PDF/, { vi: 'Tệp là PDF, không phải bảng tính.', en: 'This is PDF, not a spreadsheet.' }],
  [/^\{\\rtf/, { vi: 'Tệp là văn bản RTF, không phải bảng tính.', en: 'This is an RTF document, not a spreadsheet.' }],
  [/^(?:\x89PNG|\xff\xd8\xff|GIF8|BM[\s\S]{4}\0\0\0\0|II\*\0|MM\0\*)/, { vi: 'Tệp là ảnh, không phải bảng tính.', en: 'This is a picture, not a spreadsheet.' }],
  [/^(?:Rar!|7z\xbc\xaf|[^ -~]\x8b|PK)/, { vi: 'Tệp nén, không phải bảng tính. Giải nén rồi nhập tệp bên trong.', en: 'This is an archive, not a spreadsheet: unpack it first.' }],
  [/^[[{]\s*[[{"\]]/, { vi: 'Tệp là JSON, không phải bảng tính.', en: 'This is JSON, not a spreadsheet.' }],
]; // prettier-ignore

/** By a part that an archive has. */
const ARCHIVES: readonly (readonly [RegExp, Wording])[] = [
  [/^xl\/workbook\.bin$/, { vi: 'Tệp Excel nhị phân (.xlsb).', en: 'This is a binary Excel file (.xlsb).' }],
  [/^content\.xml$/, { vi: 'Tệp OpenDocument (.ods) của LibreOffice.', en: 'This is an OpenDocument file (.ods) of LibreOffice.' }],
  [/^word\//, { vi: 'Tệp Word (.docx), không phải bảng tính.', en: 'This is a Word document (.docx), not a spreadsheet.' }],
  [/^ppt\//, { vi: 'Tệp PowerPoint, không phải bảng tính.', en: 'This is a PowerPoint file, not a spreadsheet.' }],
  [/^index\/(?:document|tables)/, { vi: 'Tệp Numbers của Apple.', en: 'This is a Numbers file of Apple.' }],
]; // prettier-ignore

/** @throws ListError NOT_FOUND, EMPTY, NOT_A_LIST, DAMAGED: nothing has been read then */
export async function formatOf(path: string): Promise<ListFormat> {
  const { start, size } = await firstBytes(path);
  if (size === 0) throw new ListError('EMPTY', { vi: 'Tệp rỗng.', en: 'The file is empty.' });
  const text = start.toString('latin1').replace(/^\xef\xbb\xbf/, '');
  if (text.startsWith('PK\u0003\u0004')) return workbookFormat(path);
  const known = STARTS.find(([sign]) => sign.test(text.trimStart()));
  if (known) throw notAList(known[1]);
  if (/\.xls[xm]$/i.test(path)) {
    throw new ListError('DAMAGED', {
      vi: 'Tệp có tên .xlsx nhưng không phải tệp Excel. Mở bằng Excel, lưu lại rồi thử lại.',
      en: 'The file is named .xlsx and is no Excel file. Open it in Excel, save it and try again.',
    });
  }
  return 'CSV';
}

async function workbookFormat(path: string): Promise<ListFormat> {
  const names = [...(await listParts(path)).keys()].map((name) => name.replaceAll('\\', '/').toLowerCase());
  const known = ARCHIVES.find(([part]) => names.some((name) => part.test(name)));
  if (known) throw notAList(known[1]);
  if (names.some((name) => name === '[content_types].xml' || name.startsWith('xl/'))) return 'XLSX';
  throw notAList({
    vi: 'Tệp nén ZIP, không phải bảng tính. Giải nén rồi nhập tệp bên trong.',
    en: 'This is a ZIP archive, not a spreadsheet: unpack it first.',
  });
}

function notAList(what: Wording): ListError {
  return new ListError('NOT_A_LIST', { vi: `${what.vi} ${SAVE.vi}`, en: `${what.en} ${SAVE.en}` });
}

async function firstBytes(path: string): Promise<{ readonly start: Buffer; readonly size: number }> {
  try {
    const info = await stat(path);
    if (!info.isFile()) throw new Error('It is no file.');
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0);
      return { start: buffer.subarray(0, bytesRead), size: info.size };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new ListError(
      'NOT_FOUND',
      {
        vi: 'Không đọc được tệp: kiểm tra đường dẫn và quyền đọc.',
        en: 'The file cannot be read: check its path and your right to read it.',
      },
      error,
    );
  }
}
