/** What is wrong with rows of a list only when they are seen together, or beside what is known. */
import { refusalText, type RefusalCode } from './list/index.js';
import {
  refuseConflicts,
  refuseContradictions,
  refuseDuplicates,
  refuseTwoReadings,
} from './staging-store.js';
import type { Db } from './transaction-store.js';

/** @param refusedByCode counts on @param hasOldFont some of the list was typed in a font of before Unicode */
export async function refuseTogether(
  db: Db,
  refusedByCode: Map<RefusalCode, number>,
  hasOldFont: boolean,
): Promise<void> {
  const note = (code: RefusalCode, count: number) => {
    if (count > 0) refusedByCode.set(code, (refusedByCode.get(code) ?? 0) + count);
  };
  if (hasOldFont) note('OLD_FONT', await refuseTwoReadings(db, TWO_READINGS));
  note('CONFLICTING_ROW', await refuseConflicts(db, TWO_PEOPLE));
  note('CONFLICTING_ROW', await refuseContradictions(db, CONFIRMED));
  note('DUPLICATE_ROW', await refuseDuplicates(db, TWICE));
}

const TWO_READINGS = refusalText({
  code: 'OLD_FONT',
  detail: 'danh sách có chữ phông TCVN3 hoặc VNI, và họ tên này đọc được hai cách; gõ lại bằng phông Unicode',
});
const TWO_PEOPLE = refusalText({ code: 'CONFLICTING_ROW', detail: '{row} ghi số này cho người khác' });
const CONFIRMED = refusalText({
  code: 'CONFLICTING_ROW',
  detail: 'CSDL dân cư đã xác nhận số này với họ tên, năm sinh khác; kiểm tra lại số',
});
const TWICE = refusalText({ code: 'DUPLICATE_ROW', detail: '{row} đã ghi người này với chế độ này' });
