/** Makes list files for tests: only what a test cares about is named, the rest is a sound row. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { LIST_COLUMNS, type Cell, type ColumnKey } from '../../src/social-protection/list/index.js';
import { cellText } from '../../src/social-protection/list/raw-row.js';

export type Cells = Partial<Record<ColumnKey, Cell>>;

export const DATA_DIR = join(import.meta.dirname, '../../prisma/data');
export const TODAY = '2026-11-22';

const SOUND: Cells = {
  fullName: 'Nguyễn Thị Ví Dụ',
  birth: '02/09/1945',
  gender: 'Nữ',
  personalId: '037145000001',
  commune: '13285',
  programme: 'HTXH',
  amount: '540.000',
  validFrom: '07/2026',
};

export function soundCells(cells: Cells = {}): Cells {
  return { ...SOUND, ...cells };
}

export async function temporaryFile(name: string): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'ansinh-list-')), name);
}

export async function csvFile(
  rows: readonly Cells[],
  options: { separator?: string; bom?: boolean; name?: string; above?: string } = {},
): Promise<string> {
  const { separator = ',', bom = false, name = 'danh-sach.csv', above = '' } = options;
  const lines = [
    LIST_COLUMNS.map((column) => column.heading),
    ...rows.map((row) => LIST_COLUMNS.map((column) => cellText(row[column.key]))),
  ].map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(separator));
  const path = await temporaryFile(name);
  await writeFile(path, `${bom ? '\ufeff' : ''}${above}${lines.join('\r\n')}\r\n`);
  return path;
}

export async function xlsxFile(
  rows: readonly Cells[],
  options: { sheets?: readonly string[]; above?: readonly string[] } = {},
): Promise<string> {
  const workbook = new ExcelJS.Workbook();
  for (const name of options.sheets ?? []) workbook.addWorksheet(name).addRow(['Ghi chú']);
  const sheet = workbook.addWorksheet('Phụ lục 2');
  for (const title of options.above ?? []) sheet.addRow([title]);
  sheet.addRow(LIST_COLUMNS.map((column) => column.heading));
  for (const row of rows) {
    const added = sheet.addRow(LIST_COLUMNS.map((column) => row[column.key] ?? null));
    added.eachCell((cell) => {
      if (cell.value instanceof Date) cell.numFmt = 'dd/mm/yyyy';
    });
  }
  const path = await temporaryFile('danh-sach.xlsx');
  await workbook.xlsx.writeFile(path);
  return path;
}
