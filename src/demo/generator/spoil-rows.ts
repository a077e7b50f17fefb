/** Rows that a reader must refuse: each is a sound row of its own with one thing spoilt, or one that was written twice. */
import type { DemoRow } from './demo-row.js';
import type { Random } from './random.js';
import { BAD_ROWS } from './shares.js';

const SPOILERS: Readonly<Record<Exclude<keyof typeof BAD_ROWS, 'duplicate'>, (row: DemoRow) => DemoRow>> = {
  shortPersonalId: (row) => ({
    ...row,
    'Số định danh cá nhân/CCCD': row['Số định danh cá nhân/CCCD']?.slice(0, -1) ?? '',
  }),
  unknownCommune: (row) => ({ ...row, 'Mã xã/Xã phường': '99999' }),
  unknownProgramme: (row) => ({ ...row, 'Mã chế độ/Đối tượng': 'KHÔNG RÕ' }),
  noAmount: (row) => ({ ...row, 'Mức hưởng (đồng)': '0' }),
  noName: (row) => ({ ...row, 'Họ và tên': '' }),
};

/** The bad rows that follow one person's rows. `spare` is a row of somebody who is on the list nowhere else. */
export function badRowsAfter(
  random: Random,
  rows: readonly DemoRow[],
  spare: () => DemoRow,
): readonly DemoRow[] {
  const bad: DemoRow[] = [];
  for (const [kind, spoil] of Object.entries(SPOILERS) as [
    keyof typeof SPOILERS,
    (row: DemoRow) => DemoRow,
  ][]) {
    if (random.chance(BAD_ROWS[kind])) bad.push(spoil(spare()));
  }
  if (random.chance(BAD_ROWS.duplicate)) bad.push(rows[0]!);
  return bad;
}
