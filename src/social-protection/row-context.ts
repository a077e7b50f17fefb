/** What every row of a list is read beside: the day, today's units and programmes, and where its writer may write to. */
import { listUnitsBelow } from './list-store.js';
import { openReferenceBook, type RowContext } from './list/index.js';
import type { Db } from './transaction-store.js';

export interface RowContextDeps {
  readonly db: Db;
  /** The folder `prisma/data/` of the installation. */
  readonly dataDir: string;
}

/** @param areaCode the unit that the writer may write to, with all below it; undefined: the whole country. Its province also
 *  tells communes of one name apart. */
export async function rowContext(
  deps: RowContextDeps,
  areaCode: string | undefined,
  today: string,
): Promise<RowContext> {
  const book = openReferenceBook(deps.dataDir, today);
  if (areaCode === undefined) return { book, today };
  const unit = book.findUnit(areaCode);
  const province = unit?.level === 'COMMUNE' ? book.provinceOf(unit) : unit;
  const allowed = await listUnitsBelow(deps.db, areaCode, today);
  return {
    book,
    today,
    ...(province?.level === 'PROVINCE' ? { provinceCode: province.code } : {}),
    isWithinArea: (areaId) => allowed.has(areaId),
  };
}
