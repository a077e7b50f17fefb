/** A locality's file with a cell that cannot be kept: its row is refused by the column's name, and the file is imported. */
import { readFile, writeFile } from 'node:fs/promises';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { LIST_COLUMNS } from '../../src/social-protection/list/index.js';
import { openImportBench, type ImportBench } from './import-bench.js';
import { csvFile, soundCells } from './list-file.js';

let bench: ImportBench;
beforeAll(async () => {
  bench = await openImportBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.clear());

const other = soundCells({ personalId: '037145000002', fullName: 'Nguyễn Thị Khác' });

describe('a list with a cell that cannot be kept', () => {
  it.each(LIST_COLUMNS.map(({ key, heading }) => [heading, key] as const))(
    'is imported but for the row that has a NUL in %s',
    async (_heading, key) => {
      const path = await csvFile([soundCells({ [key]: 'a\0b' }), other]);
      // In one byte a character, a NUL near the beginning says that the file is no text at all.
      await writeFile(path, `\ufeff${await readFile(path, 'utf8')}`, 'utf16le');

      const summary = await bench.importFile(path);

      expect(summary).toMatchObject({ rows: 2, accepted: 1, refusedByCode: { UNREADABLE: 1 } });
    },
  );

  it.each(['0000', '00/0000', '01/01/0000', '31/12/9999', '9'.repeat(30), '\\N', '\\', 'x'.repeat(9_000)])(
    'is imported whatever stands in any column: %#',
    async (text) => {
      const rows = LIST_COLUMNS.map(({ key }, at) =>
        soundCells({ personalId: `0371450001${String(at).padStart(2, '0')}`, [key]: text }),
      );

      const summary = await bench.importRows([...rows, other]);

      expect(summary.rows).toBe(LIST_COLUMNS.length + 1);
      expect(summary.accepted).toBeGreaterThanOrEqual(1);
    },
  );
});
