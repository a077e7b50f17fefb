/** Opens a recipient list, whatever its format, and gives its headings and a stream of its rows. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { splitHeadings, type CellRow } from './heading-row.js';
import { ListError } from './list-error.js';
import { readCsvRows } from './read-csv-rows.js';
import { countXlsxRows, readXlsxRows } from './read-xlsx-rows.js';
import type { ReadList } from './raw-row.js';

const ZIP_SIGNATURE = Buffer.from('PK\u0003\u0004', 'latin1');
/** The compound file of Excel before 2007. */
const OLD_EXCEL_SIGNATURE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/** The format is told by the content, not by the name: lists are renamed often.
 *  @throws ListError when the file is no list; nothing has been read then */
export async function readList(path: string): Promise<ReadList> {
  const format = await formatOf(path);
  const rowsExpected = format === 'XLSX' ? await countXlsxRows(path) : await countLines(path);
  const rows: AsyncGenerator<CellRow> = format === 'XLSX' ? readXlsxRows(path) : readCsvRows(path);
  const { heading, body } = await splitHeadings(rows);
  return { format, headings: heading.headings, rowsExpected, rows: body };
}

async function countLines(path: string): Promise<number> {
  let lines = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
  }
  return lines;
}

async function formatOf(path: string): Promise<'XLSX' | 'CSV'> {
  const { start, size } = await firstBytes(path);
  if (size === 0) throw new ListError('EMPTY', 'Tệp rỗng.');
  if (start.equals(ZIP_SIGNATURE)) return 'XLSX';
  if (start.equals(OLD_EXCEL_SIGNATURE)) {
    throw new ListError('NOT_A_LIST', 'Tệp .xls đời cũ hoặc có mật khẩu. Mở bằng Excel và lưu thành .xlsx.');
  }
  if (/\.xlsx$/i.test(path)) {
    throw new ListError(
      'DAMAGED',
      'Tệp có tên .xlsx nhưng không phải tệp Excel. Mở bằng Excel, lưu lại rồi thử lại.',
    );
  }
  return 'CSV';
}

async function firstBytes(path: string): Promise<{ readonly start: Buffer; readonly size: number }> {
  try {
    const { size } = await stat(path);
    const file = await open(path);
    try {
      const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
      return { start: buffer, size };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new ListError('NOT_FOUND', 'Không đọc được tệp: kiểm tra đường dẫn và quyền đọc.', error);
  }
}
