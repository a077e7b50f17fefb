/** Imports a recipient list: every row is understood or refused with its reason, what was understood is merged in one
 *  transaction with its events, and a repeat changes nothing. */
import { basename } from 'node:path';
import { calendarDateOf } from '../values/index.js';
import { addList, findListByContent, holdImportLock } from './list-store.js';
import {
  ListError,
  parseRow,
  placeOf,
  readList,
  refusalText,
  writeRefused,
  type ReadingNotes,
  type ReadList,
  type RefusalCode,
  type RowContext,
  type SheetNote,
  type UnreadColumn,
} from './list/index.js';
import { digestFile } from './digest-file.js';
import { mergePersons, type MergedPersons } from './merge-person-store.js';
import { mergeRights, type MergedRights } from './merge-right-store.js';
import { rowContext } from './row-context.js';
import { refuseTogether } from './refuse-together.js';
import { countStaged, listRefused, stageRows, type StagedRow } from './staging-store.js';
import type { Db, Transact } from './transaction-store.js';

/** Progress is told this often. */
const PROGRESS_ROWS = 250;

export interface ImportDeps {
  readonly db: Db;
  readonly transact: Transact;
  readonly clock: () => Date;
  /** The folder `prisma/data/` of the installation. */
  readonly dataDir: string;
}

export interface ImportProgress {
  readonly phase: 'READING' | 'MERGING' | 'DONE';
  readonly rows: number;
  /** About how many rows the file has. */
  readonly rowsExpected: number;
}

export interface ImportRequest {
  readonly path: string;
  readonly importedBy: string;
  /** The unit that the importer may write to, with all below it; undefined: the whole country. Its province also tells
   *  communes of one name apart. */
  readonly areaCode?: string;
  /** Default `<path>.refused.csv`; replaced when it exists, made only when rows were refused. */
  readonly refusedPath?: string;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** What of a file was no row of a person, or was not read. */
export interface ImportReading {
  /** The sheets of a workbook, read or not. */
  readonly sheets: readonly SheetNote[];
  /** Columns whose headings are not understood. */
  readonly unreadColumns: readonly UnreadColumn[];
  /** Rows that are nobody's: sections, sums, signatures. */
  readonly passedOver: number;
  /** Where the first of them stand. */
  readonly passedOverAt: readonly string[];
  /** Cells that were converted to Unicode, by the font that they were typed in. */
  readonly convertedCells: Readonly<Record<string, number>>;
}

export interface ImportSummary extends MergedPersons, MergedRights, ImportReading {
  readonly listId: string;
  readonly rows: number;
  readonly accepted: number;
  readonly refused: number;
  readonly refusedByCode: Readonly<Partial<Record<RefusalCode, number>>>;
  /** Where the refused rows are, with their reasons. */
  readonly refusedPath?: string;
  /** The same content was imported before. */
  readonly isRepeat: boolean;
}

/** Safe to repeat, also after a crash: either everything of a list was merged or nothing. After the commit the caller wakes
 *  the readers of events and takes up the listed accounts.
 *  @throws ListError (BAD_USER_INPUT) when the file is no recipient list; nothing was written then */
export async function importList(deps: ImportDeps, request: ImportRequest): Promise<ImportSummary> {
  const today = calendarDateOf(deps.clock());
  const context = await rowContext(deps, request.areaCode, today);
  if (request.areaCode !== undefined && !context.book.findUnit(request.areaCode))
    throw new ListError('UNKNOWN_AREA', UNKNOWN_AREA);
  const summary = await deps.transact(async (db) => {
    const refusedByCode = new Map<RefusalCode, number>();
    const list = await readList(request.path);
    const sha256 = await digestFile(request.path);
    await holdImportLock(db);
    await stageRows(db, understand(list, context, refusedByCode, tellProgress(request, list.rowsExpected)));
    await refuseTogether(db, refusedByCode, list.notes.fonts.size > 0);
    const { rows, refused } = await countStaged(db);
    request.onProgress?.({ phase: 'MERGING', rows, rowsExpected: rows });
    const known = await findListByContent(db, sha256);
    const importedAt = deps.clock();
    const listId =
      known ??
      (await addList(db, {
        fileName: basename(request.path),
        sha256,
        importedBy: request.importedBy,
        importedAt,
        rows,
        refused,
      }));
    const options = {
      listId,
      importedBy: request.importedBy,
      importedAt,
      monthStart: `${today.slice(0, 7)}-01`,
      today,
      isRepeat: known !== undefined,
    };
    const persons = await mergePersons(db, options);
    const rights = await mergeRights(db, options);
    const refusedPath = request.refusedPath ?? `${request.path}.refused.csv`;
    const written = await writeRefused(refusedPath, list.tables, listRefused(db));
    return {
      listId,
      rows,
      accepted: rows - refused,
      refused,
      refusedByCode: Object.fromEntries(refusedByCode),
      ...(written > 0 ? { refusedPath } : {}),
      isRepeat: options.isRepeat,
      ...readingOf(list.notes),
      ...persons,
      ...rights,
    };
  });
  request.onProgress?.({ phase: 'DONE', rows: summary.rows, rowsExpected: summary.rows });
  return summary;
}

const UNKNOWN_AREA = {
  vi: 'Không có đơn vị hành chính có mã này: ghi mã xã 5 chữ số hoặc mã tỉnh 2 chữ số hiện nay.',
  en: 'No administrative unit has this code today: give the five digits of a commune or the two of a province.',
};

async function* understand(
  list: ReadList,
  context: RowContext,
  refusedByCode: Map<RefusalCode, number>,
  tell: (rows: number) => void,
): AsyncGenerator<StagedRow> {
  let rows = 0;
  for await (const raw of list.rows) {
    const parsed = parseRow(raw, context);
    const { table, original, hasTwoReadings = false } = raw;
    const common = { number: rows + 1, place: placeOf(raw), table, hasTwoReadings, original };
    if ('row' in parsed) {
      yield { ...common, row: parsed.row };
    } else {
      for (const { code } of parsed.refusals) refusedByCode.set(code, (refusedByCode.get(code) ?? 0) + 1);
      yield { ...common, refusal: parsed.refusals.map(refusalText).join('; ') };
    }
    tell((rows += 1));
  }
}

function readingOf(notes: ReadingNotes): ImportReading {
  const { sheets, unreadColumns, passedOver, passedOverAt, fonts } = notes;
  return { sheets, unreadColumns, passedOver, passedOverAt, convertedCells: Object.fromEntries(fonts) };
}

function tellProgress({ onProgress }: ImportRequest, rowsExpected: number): (rows: number) => void {
  return (rows) => {
    if (rows % PROGRESS_ROWS !== 0) return;
    onProgress?.({ phase: 'READING', rows, rowsExpected });
  };
}
