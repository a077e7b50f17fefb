/** Importing lists of many sheets and fonts: what is told of them, which line a refusal names, and who may read the refused rows. */
import { chmod, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openImportBench, type ImportBench } from './import-bench.js';
import { csvOf, HEADINGS, SOUND, workbookOf, type Heading } from './understand-list.js';

let bench: ImportBench;
beforeAll(async () => {
  bench = await openImportBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.clear());

const person = (cells: Readonly<Partial<Record<Heading, string>>> = {}) =>
  HEADINGS.map((heading) => ({ ...SOUND, ...cells })[heading]);
const refusedLines = async (path: string) => (await readFile(path, 'utf8')).trim().split('\r\n');

describe('an import tells', () => {
  it('what it did not read, passed over and converted', async () => {
    const path = await workbookOf(
      {
        name: 'Phủ Lý',
        lines: [
          [...HEADINGS, 'Ghi chú'],
          ['I', 'Người cao tuổi'],
          person({ 'Họ và tên': 'NguyÔn ThÞ HiÓn' }),
        ],
      },
      { name: 'Cũ', lines: [HEADINGS, person()], state: 'hidden' },
    );

    const summary = await bench.importFile(path);

    expect(summary).toMatchObject({
      accepted: 1,
      sheets: [
        { name: 'Phủ Lý', outcome: 'READ' },
        { name: 'Cũ', outcome: 'HIDDEN' },
      ],
      unreadColumns: [{ heading: 'Ghi chú', sheet: 'Phủ Lý' }],
      passedOver: 1,
      passedOverAt: ['trang tính Phủ Lý, dòng 2'],
      convertedCells: { TCVN3: 1 },
    });
  });

  it('that a name may be another one, where the list has an old font elsewhere', async () => {
    const doubtful = person({ 'Họ và tên': 'Lê Hoa', 'Số CCCD': '037145100003' });

    const alone = await bench.importFile(await csvOf([HEADINGS, doubtful]));
    const among = await bench.importFile(
      await csvOf([HEADINGS, person({ 'Họ và tên': 'NguyÔn ThÞ HiÓn' }), doubtful]),
    );

    expect(alone.refused).toBe(0);
    expect(among.refusedByCode).toEqual({ OLD_FONT: 1 });
  });
});

describe('a row that repeats another names it', () => {
  it('by its row, whatever cells hold line breaks and whichever rows are blank', async () => {
    const path = await csvOf([
      ['UBND XÃ\r\nVÍ DỤ'],
      [],
      HEADINGS.map((heading) => heading.replace(' ', '\r\n')),
      person(),
      [],
      person(),
    ]);

    const { refusedPath } = await bench.importFile(path);

    expect((await refusedLines(refusedPath!)).at(-1)).toContain('dòng 4 đã ghi người này');
  });

  it('by its sheet too', async () => {
    const path = await workbookOf(
      { name: 'Phủ Lý', lines: [HEADINGS, person()] },
      { name: 'Kim Bảng', lines: [['UBND XÃ'], HEADINGS, person({ 'Số CCCD': '037145100005' }), person()] },
    );

    const { refusedPath } = await bench.importFile(path);

    expect((await refusedLines(refusedPath!)).at(-1)).toContain('trang tính Phủ Lý, dòng 2 đã ghi người này');
  });
});

describe('the file of refused rows', () => {
  const refuse = async (
    cells: Readonly<Partial<Record<Heading, string>>>,
    headings: readonly string[] = HEADINGS,
  ) => {
    const path = await csvOf([headings, person({ 'Số CCCD': '1', ...cells })]);
    return (await bench.importFile(path)).refusedPath!;
  };

  it('may be read by its owner alone, whatever was there before', async () => {
    const path = await csvOf([HEADINGS, person({ 'Số CCCD': '1' })]);
    await writeFile(`${path}.refused.csv`, 'cũ');
    await chmod(`${path}.refused.csv`, 0o666);

    const { refusedPath } = await bench.importFile(path);

    expect((await stat(refusedPath!)).mode & 0o777).toBe(0o600);
    expect(await readFile(refusedPath!, 'utf8')).not.toContain('cũ');
  });

  it('never writes through a link', async () => {
    const path = await csvOf([HEADINGS, person({ 'Số CCCD': '1' })]);
    const other = `${path}.other`;
    await writeFile(other, 'của người khác');
    await symlink(other, `${path}.refused.csv`);

    await bench.importFile(path);

    expect(await readFile(other, 'utf8')).toBe('của người khác');
  });

  it.each(['=1+1', '+84912', '-2+3', '@SUM(A1)', '＝1+1', 'Tổ 4; =cmd', 'Tổ 4\t=cmd', 'a\n=cmd'])(
    'holds %p as a text that no program runs, and gives it back as it was',
    async (name) => {
      const refusedPath = await refuse({ 'Họ và tên': name });

      const text = await readFile(refusedPath, 'utf8');
      expect(text).not.toMatch(/(?:^|[",;|\t\n])\s*[=+\-@＝](?=[\d\w])/m);
      const again = (await bench.importFile(refusedPath)).refusedPath!;
      expect((await refusedLines(again)).slice(1)).toEqual((await refusedLines(refusedPath)).slice(1));
    },
  );

  it('holds a harmless heading', async () => {
    const refusedPath = await refuse({}, [...HEADINGS, "=cmd|'/c calc'!A1"]);

    expect(await readFile(refusedPath, 'utf8')).toContain(`"'=cmd|'/c calc'!A1"`);
  });

  it('of several sheets can be mended and imported as one', async () => {
    const path = await workbookOf(
      { name: 'Một', lines: [HEADINGS, person({ 'Họ và tên': '' })] },
      {
        name: 'Hai',
        lines: [[...HEADINGS].reverse(), person({ 'Họ và tên': '', 'Số CCCD': '037145100006' }).reverse()],
      },
    );
    const { refusedPath } = await bench.importFile(path);
    const text = await readFile(refusedPath!, 'utf8');

    await writeFile(
      refusedPath!,
      text
        .replaceAll(',"1",,', ',"1","Trần Thị Mới",')
        .replaceAll('"1",,"02', '"1","Trần Thị Mới","02')
        .replaceAll('"02/09/1945",,"1"', '"02/09/1945","Trần Thị Mới","1"'),
    );
    const summary = await bench.importFile(refusedPath!);

    expect(summary).toMatchObject({ rows: 2, accepted: 2 });
  });
});

describe('a list of an area', () => {
  it('has rows of other areas refused', async () => {
    const path = await csvOf([HEADINGS, person(), person({ 'Mã xã': '00004', 'Số CCCD': '037145100007' })]);

    expect((await bench.importFile(path, '37')).refusedByCode).toEqual({ OUTSIDE_AREA: 1 });
  });

  it('has communes of one name told apart by the area', async () => {
    const path = await csvOf([HEADINGS, person({ 'Mã xã': 'Phường Minh Khai' })]);

    expect((await bench.importFile(path)).refusedByCode).toEqual({ AMBIGUOUS_COMMUNE: 1 });
    expect((await bench.importFile(path, '13285')).accepted).toBe(1);
  });

  it('that does not exist is no area', async () => {
    const path = await csvOf([HEADINGS, person()]);

    await expect(bench.importFile(path, '99999')).rejects.toThrow('Không có đơn vị hành chính');
  });
});
