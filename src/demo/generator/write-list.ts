/** Writes one list as XLSX and as CSV at the same time, row by row. */
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

export interface ListFiles<Heading extends string> {
  write(row: Partial<Record<Heading, string>>): Promise<void>;
  close(): Promise<{ readonly xlsx: string; readonly csv: string }>;
}

export async function openListFiles<Heading extends string>(
  targetDir: string,
  headings: readonly Heading[],
): Promise<ListFiles<Heading>> {
  // Loaded only here: a hub that has its people needs none of it.
  const { default: ExcelJS } = await import('exceljs');
  mkdirSync(targetDir, { recursive: true });
  const xlsx = join(targetDir, 'danh-sach.xlsx');
  const csv = join(targetDir, 'danh-sach.csv');
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: xlsx, useSharedStrings: false });
  const sheet = workbook.addWorksheet('Phụ lục 2');
  sheet
    .addRow(['DANH SÁCH NGƯỜI NHẬN CHẾ ĐỘ AN SINH XÃ HỘI THEO TỪNG PHƯƠNG THỨC (dữ liệu hư cấu)'])
    .commit();
  sheet.addRow([...headings]).commit();
  const text = createWriteStream(csv);
  text.write(`\ufeff${line(headings)}`);
  return {
    async write(row) {
      const cells = headings.map((heading) => row[heading] ?? '');
      sheet.addRow(cells.map((cell) => (cell === '' ? null : cell))).commit();
      if (!text.write(line(cells))) await once(text, 'drain');
    },
    async close() {
      sheet.commit();
      await Promise.all([workbook.commit(), finished(text.end())]);
      return { xlsx, csv };
    },
  };
}

function line(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
}
