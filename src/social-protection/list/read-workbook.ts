/** What a workbook says besides its sheets: their order, the shared strings, and which styles show a number as a date. */
import { ListError } from './list-error.js';
import { SharedStrings } from './shared-strings.js';
import { attributeOf, piecesOf, textOf, tokensOf } from './sheet-xml.js';
import { damaged, listParts, readPart, type ArchivePart } from './zip-archive.js';

/** Unpacked. It is written to disk once more, so there is an end. */
const SHARED_STRINGS_BYTES_MAX = 4 * 1024 ** 3;
/** Formats that every workbook has (ECMA-376 §18.8.30): 14–17 and 22 are dates, as are 27–36 and 50–58 in eastern locales. */
const BUILT_IN_DATES = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
]);

export interface Workbook {
  readonly sheets: readonly ArchivePart[];
  /** By the number of a cell's style. */
  readonly isDateStyle: readonly boolean[];
  /** Days are counted from 1904 rather than from 1900. */
  readonly is1904: boolean;
}

/** @throws ListError DAMAGED when there is no workbook in the archive, or one of its parts is not whole */
export async function readWorkbook(path: string): Promise<Workbook> {
  const parts = await listParts(path);
  const read = async (name: string) => {
    const part = parts.get(name);
    return part ? textOf(readPart(path, part)) : '';
  };
  const workbook = await read('xl/workbook.xml');
  if (workbook === '') throw damaged();
  return {
    sheets: sheetsOf(workbook, await read('xl/_rels/workbook.xml.rels'), parts),
    isDateStyle: dateStyles(await read('xl/styles.xml')),
    is1904: /<(?:\w+:)?workbookPr[^>]*date1904\s*=\s*["'](1|true)["']/.test(workbook),
  };
}

/** In the order of the tabs; where the relations say nothing, in the order of the file names. */
function sheetsOf(
  workbook: string,
  relations: string,
  parts: ReadonlyMap<string, ArchivePart>,
): readonly ArchivePart[] {
  const targets = new Map<string, string>();
  for (const token of tokensOf(relations)) {
    if (token.kind !== 'open' || token.name !== 'Relationship') continue;
    const target = attributeOf(token.attributes, 'Target') ?? '';
    targets.set(
      attributeOf(token.attributes, 'Id') ?? '',
      target.startsWith('/') ? target.slice(1) : `xl/${target}`,
    );
  }
  const ordered: ArchivePart[] = [];
  for (const token of tokensOf(workbook)) {
    if (token.kind !== 'open' || token.name !== 'sheet') continue;
    const part = parts.get(targets.get(attributeOf(token.attributes, 'id') ?? '') ?? '');
    if (part) ordered.push(part);
  }
  const all = [...parts.values()].filter((part) => /^xl\/worksheets\/[^/]+\.xml$/.test(part.name));
  return ordered.length > 0
    ? ordered
    : all.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** The texts that cells name by number: close them when the rows are read.
 *  @throws ListError DAMAGED when they are not whole, or more than any list has */
export async function readSharedStrings(path: string): Promise<SharedStrings> {
  const part = (await listParts(path)).get('xl/sharedStrings.xml');
  if (part && part.size > SHARED_STRINGS_BYTES_MAX) {
    throw new ListError('DAMAGED', 'Tệp XLSX quá lớn. Lưu thành CSV UTF-8 hoặc chia thành nhiều tệp.');
  }
  return SharedStrings.of(textsOf(path, part));
}

async function* textsOf(path: string, part: ArchivePart | undefined): AsyncGenerator<string> {
  if (!part) return;
  for await (const piece of piecesOf(readPart(path, part), 'si')) yield stringOf(piece);
}

/** The text of a shared or inline string, without how it is read aloud (`rPh`). */
export function stringOf(piece: string): string {
  let text = '';
  let isText = false;
  let isPhonetic = false;
  for (const token of tokensOf(piece)) {
    if (token.kind === 'text') text += isText && !isPhonetic ? token.text : '';
    else if (token.name === 't') isText = token.kind === 'open' && !token.isEmpty;
    else if (token.name === 'rPh') isPhonetic = token.kind === 'open' && !token.isEmpty;
  }
  return text
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .normalize('NFC');
}

function dateStyles(styles: string): readonly boolean[] {
  const dates = new Set(BUILT_IN_DATES);
  const isDate: boolean[] = [];
  let isCellFormat = false;
  for (const token of tokensOf(styles)) {
    if (token.kind === 'text') continue;
    const number = (name: string) => Number(attributeOf(token.attributes, name) ?? 0);
    if (token.name === 'cellXfs') isCellFormat = token.kind === 'open';
    else if (
      token.kind === 'open' &&
      token.name === 'numFmt' &&
      showsDate(attributeOf(token.attributes, 'formatCode') ?? '')
    ) {
      dates.add(number('numFmtId'));
    } else if (token.kind === 'open' && token.name === 'xf' && isCellFormat)
      isDate.push(dates.has(number('numFmtId')));
  }
  return isDate;
}

/** A format with a day or a year shows a date; text in quotes, colours and locales in brackets say nothing. */
function showsDate(format: string): boolean {
  return /[dy]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
}
