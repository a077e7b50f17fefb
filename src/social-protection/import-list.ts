/** Imports a recipient list: every row is understood or refused with its reason, what was understood is merged in one
 *  transaction with its events, and a repeat changes nothing. */
import { basename } from 'node:path';
import { calendarDateOf } from '../values/index.js';
import { addList, findListByContent, holdImportLock } from './list-store.js';
import {
  parseRow,
  readList,
  refusalText,
  writeRefused,
  type ReadList,
  type RefusalCode,
  type RowContext,
} from './list/index.js';
import { digestFile } from './digest-file.js';
import { mergePersons, type MergedPersons } from './merge-person-store.js';
import { mergeRights, type MergedRights } from './merge-right-store.js';
import { rowContext } from './row-context.js';
import {
  countStaged,
  listRefused,
  refuseConflicts,
  refuseContradictions,
  refuseDuplicates,
  stageRows,
  type StagedRow,
} from './staging-store.js';
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

export interface ImportSummary extends MergedPersons, MergedRights {
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
  const summary = await deps.transact(async (db) => {
    const refusedByCode = new Map<RefusalCode, number>();
    const list = await readList(request.path);
    const sha256 = await digestFile(request.path);
    await holdImportLock(db);
    await stageRows(db, understand(list, context, refusedByCode, tellProgress(request, list.rowsExpected)));
    await refuseTogether(db, refusedByCode);
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
    const written = await writeRefused(refusedPath, list.headings, listRefused(db));
    return {
      listId,
      rows,
      accepted: rows - refused,
      refused,
      refusedByCode: Object.fromEntries(refusedByCode),
      ...(written > 0 ? { refusedPath } : {}),
      isRepeat: options.isRepeat,
      ...persons,
      ...rights,
    };
  });
  request.onProgress?.({ phase: 'DONE', rows: summary.rows, rowsExpected: summary.rows });
  return summary;
}

async function* understand(
  list: ReadList,
  context: RowContext,
  refusedByCode: Map<RefusalCode, number>,
  tell: (rows: number) => void,
): AsyncGenerator<StagedRow> {
  let rows = 0;
  for await (const raw of list.rows) {
    const parsed = parseRow(raw, context);
    const common = { number: raw.number, original: raw.original };
    if ('row' in parsed) {
      yield { ...common, row: parsed.row };
    } else {
      for (const { code } of parsed.refusals) refusedByCode.set(code, (refusedByCode.get(code) ?? 0) + 1);
      yield { ...common, refusal: parsed.refusals.map(refusalText).join('; ') };
    }
    tell((rows += 1));
  }
}

/** What is wrong only when rows are seen together, or beside what is known. */
async function refuseTogether(db: Db, refusedByCode: Map<RefusalCode, number>): Promise<void> {
  const note = (code: RefusalCode, count: number) => {
    if (count > 0) refusedByCode.set(code, (refusedByCode.get(code) ?? 0) + count);
  };
  const twoPeople = refusalText({ code: 'CONFLICTING_ROW', detail: 'dòng {row} ghi số này cho người khác' });
  const confirmed = refusalText({
    code: 'CONFLICTING_ROW',
    detail: 'CSDL dân cư đã xác nhận số này với họ tên, năm sinh khác; kiểm tra lại số',
  });
  const twice = refusalText({ code: 'DUPLICATE_ROW', detail: 'dòng {row} đã ghi người này với chế độ này' });
  note(
    'CONFLICTING_ROW',
    (await refuseConflicts(db, twoPeople)) + (await refuseContradictions(db, confirmed)),
  );
  note('DUPLICATE_ROW', await refuseDuplicates(db, twice));
}

function tellProgress({ onProgress }: ImportRequest, rowsExpected: number): (rows: number) => void {
  return (rows) => {
    if (rows % PROGRESS_ROWS !== 0) return;
    onProgress?.({ phase: 'READING', rows, rowsExpected });
  };
}
