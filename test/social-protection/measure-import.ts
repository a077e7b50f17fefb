/** Measures the import of a long list: rows a second, and the most memory that this process held meanwhile. Run it from the
 *  project's root, with the number of rows if not 100,000, and with `xlsx` for a workbook with shared strings as Excel saves it:
 *
 *    node --import ./test/setup/register-typescript.mjs test/social-protection/measure-import.ts 400000 xlsx
 */
import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import ExcelJS from 'exceljs';
import { importList, loadReferenceData, transactionsOf } from '../../src/social-protection/index.js';
import { LIST_COLUMNS } from '../../src/social-protection/list/index.js';
import { cellText } from '../../src/social-protection/list/raw-row.js';
import { createTestDatabase } from '../setup/test-database.js';
import { startTestPostgres, stopTestPostgres } from '../setup/test-postgres.js';
import { DATA_DIR, soundCells, temporaryFile } from './list-file.js';

const SAMPLE_MS = 100;
const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi'];
const GIVEN = [
  'An',
  'Bình',
  'Cúc',
  'Dung',
  'Giang',
  'Hoa',
  'Khánh',
  'Lan',
  'Mai',
  'Nga',
  'Phúc',
  'Sơn',
  'Thủy',
];

const [rowCount = '100000', format = 'csv', writeTo] = process.argv.slice(2);
const rows = Number(rowCount);
if (writeTo === undefined) await measure();
else if (format === 'xlsx') await writeWorkbook(writeTo);
else await pipeline(Readable.from(csvLines()), createWriteStream(writeTo));

async function measure(): Promise<void> {
  const path = await temporaryFile(`danh-sach.${format}`);
  await startTestPostgres();
  const database = await createTestDatabase();
  try {
    // By a process of its own: what writing takes is not the import's.
    execFileSync(process.execPath, [...process.execArgv, import.meta.filename, rowCount, format, path]);
    const transact = transactionsOf(database.pool);
    await loadReferenceData(transact, DATA_DIR);
    const before = residentMegabytes();
    let most = before;
    const timer = setInterval(() => (most = Math.max(most, residentMegabytes())), SAMPLE_MS);
    const cpu = process.cpuUsage();
    const from = performance.now();
    let staged = from;
    const summary = await importList(
      { db: database.pool, transact, clock: () => new Date(), dataDir: DATA_DIR },
      {
        path,
        importedBy: 'measure',
        onProgress: ({ phase }) => {
          if (phase === 'MERGING') staged = performance.now();
        },
      },
    );
    clearInterval(timer);
    const seconds = (until: number): number => Math.round((until - from) / 100) / 10;
    console.log({
      rows: summary.rows,
      refused: summary.refused,
      secondsToStage: seconds(staged),
      seconds: seconds(performance.now()),
      processorSecondsOfTheHub: Math.round(process.cpuUsage(cpu).user / 1e5) / 10,
      megabytesBefore: before,
      megabytesMost: most,
    });
  } finally {
    await database.drop();
    await stopTestPostgres();
    await rm(dirname(path), { recursive: true });
  }
}

function residentMegabytes(): number {
  return Math.round(process.memoryUsage().rss / 1e6);
}

/** People who differ in name, number, birth and account, as those of a province do; one in fifty has a number that is too short. */
function* lines(): Generator<string[]> {
  yield LIST_COLUMNS.map((column) => column.heading);
  for (let at = 0; at < rows; at += 1) {
    const cells = soundCells({
      fullName: `${FAMILY[at % 8] ?? ''} ${GIVEN[at % 13] ?? ''} ${GIVEN[Math.floor(at / 13) % 13] ?? ''}`,
      birth: `${String(1 + (at % 28)).padStart(2, '0')}/${String(1 + (at % 12)).padStart(2, '0')}/1945`,
      personalId: at % 50 === 49 ? '12345' : `037145${String(at).padStart(6, '0')}`,
      method: 'Tài khoản ngân hàng',
      institution: 'BIDV',
      accountNumber: `1201${String(at).padStart(10, '0')}`,
    });
    yield LIST_COLUMNS.map((column) => cellText(cells[column.key]));
  }
}

function* csvLines(): Generator<string> {
  for (const cells of lines()) yield `${cells.map((text) => `"${text}"`).join(',')}\r\n`;
}

/** As Excel saves: texts are shared strings. */
async function writeWorkbook(path: string): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useSharedStrings: true });
  const sheet = workbook.addWorksheet('Phụ lục 2');
  for (const cells of lines()) sheet.addRow(cells).commit();
  sheet.commit();
  await workbook.commit();
}
