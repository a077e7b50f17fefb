/** What `import` tells of a list, in the language that was asked for. What was not read is told as well as what was. */
import type { Language } from '../values/index.js';

export interface ImportSummary {
  readonly rows: number;
  readonly accepted: number;
  readonly refused: number;
  readonly refusedByCode: Readonly<Record<string, number | undefined>>;
  /** What each code means, in Vietnamese. */
  readonly refusalTexts: Readonly<Record<string, string>>;
  readonly refusedPath?: string;
  readonly isRepeat: boolean;
  readonly accounts: number;
  readonly sheets: readonly {
    readonly name: string;
    readonly outcome: 'READ' | 'HIDDEN' | 'NO_LIST';
    readonly missing?: readonly string[];
  }[];
  readonly unreadColumns: readonly { readonly heading: string; readonly sheet?: string }[];
  readonly passedOver: number;
  readonly passedOverAt: readonly string[];
  readonly convertedCells: Readonly<Record<string, number>>;
}

export function importWords(summary: ImportSummary, language: Language): string {
  return (language === 'vi' ? vietnameseLines(summary) : englishLines(summary)).join('\n');
}

function vietnameseLines(summary: ImportSummary): readonly string[] {
  const { rows, accepted, refused, accounts, refusedPath, passedOver, passedOverAt } = summary;
  return [
    `Đã đọc ${rows} dòng: nhận ${accepted}, từ chối ${refused}; ghi nhận ${accounts} tài khoản mới.`,
    ...(summary.isRepeat ? ['Danh sách này đã được nhập trước đó: không có gì thay đổi.'] : []),
    ...counted(summary).map(([code, count]) => `  ${summary.refusalTexts[code] ?? code} [${code}]: ${count}`),
    ...(refusedPath === undefined ? [] : [`Các dòng bị từ chối và lý do: ${refusedPath}`]),
    ...summary.sheets.flatMap(({ name, outcome, missing }) => {
      if (outcome === 'READ') return [];
      const lacking = missing === undefined ? '' : ` (thiếu cột: ${missing.join(', ')})`;
      return [
        `Không đọc trang tính “${name}”: ${outcome === 'HIDDEN' ? 'trang ẩn' : `không phải danh sách${lacking}`}.`,
      ];
    }),
    ...columnLines(summary, 'Chưa hiểu tiêu đề cột, không đọc', 'trang tính'),
    ...Object.entries(summary.convertedCells).map(
      ([font, count]) => `Đã chuyển ${count} ô từ phông ${font} sang Unicode.`,
    ),
    ...(passedOver === 0
      ? []
      : [
          `Bỏ qua ${passedOver} dòng không phải người hưởng (mục, cộng, chữ ký): ${listed(passedOverAt, passedOver)}.`,
        ]),
  ];
}

function englishLines(summary: ImportSummary): readonly string[] {
  const { rows, accepted, refused, accounts, refusedPath, passedOver, passedOverAt } = summary;
  return [
    `${rows} rows read: ${accepted} accepted, ${refused} refused; ${accounts} accounts are new.`,
    ...(summary.isRepeat ? ['This list was imported before: nothing changes.'] : []),
    ...counted(summary).map(([code, count]) => `  ${code}: ${count}`),
    ...(refusedPath === undefined ? [] : [`The refused rows, with the reasons: ${refusedPath}`]),
    ...summary.sheets.flatMap(({ name, outcome, missing }) => {
      if (outcome === 'READ') return [];
      const lacking = missing === undefined ? '' : ` (it lacks columns: ${missing.join(', ')})`;
      return [
        `Sheet “${name}” is not read: ${outcome === 'HIDDEN' ? 'it is hidden' : `it is no list${lacking}`}.`,
      ];
    }),
    ...columnLines(summary, 'A heading is not understood, its column is not read', 'sheet'),
    ...Object.entries(summary.convertedCells).map(
      ([font, count]) => `${count} cells were converted from the font ${font} to Unicode.`,
    ),
    ...(passedOver === 0
      ? []
      : [
          `${passedOver} rows are nobody’s (sections, sums, signatures): ${listed(passedOverAt, passedOver)}.`,
        ]),
  ];
}

function counted({ refusedByCode }: ImportSummary): readonly [string, number][] {
  return Object.entries(refusedByCode).flatMap(([code, count]) =>
    count === undefined ? [] : [[code, count]],
  );
}

function columnLines({ unreadColumns }: ImportSummary, what: string, sheetWord: string): readonly string[] {
  return unreadColumns.map(
    ({ heading, sheet }) => `${what}: “${heading}”${sheet === undefined ? '' : ` (${sheetWord} ${sheet})`}.`,
  );
}

function listed(places: readonly string[], count: number): string {
  return places.length < count ? `${places.join('; ')}; …` : places.join('; ');
}
