/** Writes an empty list in the accepted form: headings, an example row, drop-downs and the codes to choose from. */
import type ExcelJS from 'exceljs';
import { GENDER_CHOICES, METHOD_CHOICES, REASON_CHOICES } from './choice-word.js';
import { LIST_COLUMNS, type ColumnKey } from './heading/list-column.js';
import { readInstitutionWords } from '../reference/institution-word.js';
import { readProgrammes } from '../reference/programme.js';

/** How many rows have drop-downs. */
const CHOICE_ROWS = 2000;
/** Columns whose digits a spreadsheet would spoil. */
const TEXT_COLUMNS: readonly ColumnKey[] = [
  'personalId', 'oldIdNumber', 'accountNumber', 'receiverPersonalId', 'receiverAccountNumber', 'birth', 'validFrom',
  'mandateUntil', 'amount', 'coefficient',
]; // prettier-ignore

/** @param dataDir the folder `prisma/data/` of the installation. An existing file is replaced. */
export async function writeTemplate(path: string, dataDir: string): Promise<void> {
  // Loaded only here: the hub itself needs none of it.
  const { default: Excel } = await import('exceljs');
  const workbook = new Excel.Workbook();
  const sheet = workbook.addWorksheet('Danh sách', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = LIST_COLUMNS.map((column) => ({
    header: column.heading,
    key: column.key,
    width: column.width,
    style: TEXT_COLUMNS.includes(column.key) ? { numFmt: '@' } : {},
  }));
  sheet.getRow(1).font = { bold: true };
  sheet.addRow(Object.fromEntries(LIST_COLUMNS.map((column) => [column.key, column.example])));
  const choices = addChoices(workbook, dataDir);
  for (const [key, formula] of Object.entries(choices)) {
    const column = sheet.getColumn(key).number;
    for (let row = 2; row <= CHOICE_ROWS + 1; row++) {
      sheet.getCell(row, column).dataValidation = {
        type: 'list',
        allowBlank: true,
        formulae: [formula],
        // A word of one's own is judged by the import, which knows more spellings than the drop-down offers.
        showErrorMessage: false,
      };
    }
  }
  await workbook.xlsx.writeFile(path);
}

function addChoices(
  workbook: ExcelJS.Workbook,
  dataDir: string,
): Readonly<Partial<Record<ColumnKey, string>>> {
  const sheet = workbook.addWorksheet('Danh mục');
  const institutions = readInstitutionWords(dataDir).filter(
    (each) => each.kind !== 'REGISTRY' && each.kind !== 'TREASURY',
  );
  const lists: readonly (readonly [ColumnKey, string, readonly string[]])[] = [
    ['programme', 'Chế độ', readProgrammes(dataDir).programmes.map((each) => `${each.code} - ${each.name}`)],
    ['gender', 'Giới tính', GENDER_CHOICES],
    ['method', 'Phương thức', METHOD_CHOICES],
    ['institution', 'Tổ chức chi trả', institutions.map((each) => each.code)],
    ['receiverInstitution', 'Tổ chức chi trả', institutions.map((each) => each.code)],
    ['noAccountReason', 'Lý do', REASON_CHOICES],
  ];
  return Object.fromEntries(
    lists.map(([key, title, words], at) => {
      const column = sheet.getColumn(at + 1);
      column.values = [title, ...words];
      column.width = 40;
      const letter = column.letter;
      return [key, `'Danh mục'!$${letter}$2:$${letter}$${words.length + 1}`];
    }),
  );
}
