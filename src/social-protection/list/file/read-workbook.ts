/** What a workbook says besides its sheets: their order, the shared strings, and which styles show a number as a date. */
import { ListError } from '../list-error.js';
import { SharedStrings } from './shared-strings.js';
import { attributeOf, piecesOf, textOf, tokensOf } from './sheet-xml.js';
import { damaged, listParts, readPart, type ArchivePart } from './zip-archive.js';

/** Unpacked. It is written to disk once more, so there is an end. */
const SHARED_STRINGS_BYTES_MAX = 4 * 1024 ** 3;
/** Formats that every workbook has (ECMA-376 §18.8.30): 14–17 and 22 are dates, as are 27–36 and 50–58 in eastern locales. */
const BUILT_IN_DATES = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
]);

/** What the format of a cell shows of a number: a day, a month of a year, a year, or the number. */
export type DateStyle = 'DAY' | 'MONTH' | 'YEAR' | undefined;

export interface WorkbookSheet {
  readonly name: string;
  /** Whoever opens the workbook does not see it. */
  readonly isHidden: boolean;
  readonly part: ArchivePart;
}

export interface Workbook {
  /** In the order of the tabs. */
  readonly sheets: readonly WorkbookSheet[];
  readonly strings: ArchivePart | undefined;
  /** By the number of a cell's style. */
  readonly dateStyles: readonly DateStyle[];
  /** Days are counted from 1904 rather than from 1900. */
  readonly is1904: boolean;
}

/** Parts are found by the relations that name them, in any case: programs other than Excel call them otherwise (ECMA-376-2 §9.1.1).
 *  @throws ListError DAMAGED when there is no workbook in the archive, or one of its parts is not whole */
export async function readWorkbook(path: string): Promise<Workbook> {
  const parts = new Map([...(await listParts(path))].map(([name, part]) => [partKey(name), part]));
  const read = async (name: string) => {
    const part = parts.get(partKey(name));
    return part ? textOf(readPart(path, part)) : '';
  };
  const main =
    relationsOf(await read('_rels/.rels'), '').find(({ type }) => type === 'officeDocument')?.target ??
    'xl/workbook.xml';
  const workbook = await read(main);
  if (workbook === '') throw damaged();
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const relations = relationsOf(await read(`${folder}_rels/${main.slice(folder.length)}.rels`), folder);
  const targetOf = (type: string, usual: string) =>
    relations.find((each) => each.type === type)?.target ?? usual;
  return {
    sheets: sheetsOf(workbook, relations, parts),
    strings: parts.get(partKey(targetOf('sharedStrings', 'xl/sharedStrings.xml'))),
    dateStyles: dateStylesOf(await read(targetOf('styles', 'xl/styles.xml'))),
    is1904: /<(?:\w+:)?workbookPr[^>]*date1904\s*=\s*["'](1|true)["']/.test(workbook),
  };
}

interface Relation {
  readonly id: string;
  /** The last word of its URI, which both editions of the standard share. */
  readonly type: string;
  readonly target: string;
}

/** @param folder whose relations they are, with its slash */
function relationsOf(xml: string, folder: string): readonly Relation[] {
  const relations: Relation[] = [];
  for (const token of tokensOf(xml)) {
    if (token.kind !== 'open' || token.name !== 'Relationship') continue;
    const target = attributeOf(token.attributes, 'Target') ?? '';
    relations.push({
      id: attributeOf(token.attributes, 'Id') ?? '',
      type: (attributeOf(token.attributes, 'Type') ?? '').replace(/^.*\//, ''),
      target: target.startsWith('/') ? target.slice(1) : `${folder}${target.replace(/^\.\//, '')}`,
    });
  }
  return relations;
}

function partKey(name: string): string {
  return name.replaceAll('\\', '/').toLowerCase();
}

/** Where the relations say nothing, in the order of the file names. */
function sheetsOf(
  workbook: string,
  relations: readonly Relation[],
  parts: ReadonlyMap<string, ArchivePart>,
): readonly WorkbookSheet[] {
  const ordered: WorkbookSheet[] = [];
  for (const token of tokensOf(workbook)) {
    if (token.kind !== 'open' || token.name !== 'sheet') continue;
    const relation = relations.find(({ id }) => id === attributeOf(token.attributes, 'id'));
    const part = relation && parts.get(partKey(relation.target));
    if (!part || relation.type === 'chartsheet') continue;
    const state = attributeOf(token.attributes, 'state') ?? 'visible';
    ordered.push({ name: attributeOf(token.attributes, 'name') ?? '', isHidden: state !== 'visible', part });
  }
  if (ordered.length > 0) return ordered;
  return [...parts.values()]
    .filter((part) => /^xl\/worksheets\/[^/]+\.xml$/i.test(part.name))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    .map((part) => ({ name: part.name.replace(/^.*\/|\.xml$/gi, ''), isHidden: false, part }));
}

/** The texts that cells name by number: close them when the rows are read.
 *  @throws ListError DAMAGED when they are not whole, or more than any list has */
export async function readSharedStrings(path: string, { strings: part }: Workbook): Promise<SharedStrings> {
  if (part && part.size > SHARED_STRINGS_BYTES_MAX) {
    throw new ListError('DAMAGED', {
      vi: 'Tệp XLSX quá lớn. Lưu thành CSV UTF-8 hoặc chia thành nhiều tệp.',
      en: 'The XLSX file is too large. Save it as CSV UTF-8 or divide it into several files.',
    });
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

function dateStylesOf(styles: string): readonly DateStyle[] {
  const dates = new Map<number, DateStyle>(
    [...BUILT_IN_DATES].map((id) => [id, id === 17 ? 'MONTH' : 'DAY']),
  );
  const byStyle: DateStyle[] = [];
  let isCellFormat = false;
  for (const token of tokensOf(styles)) {
    if (token.kind === 'text') continue;
    const number = (name: string) => Number(attributeOf(token.attributes, name) ?? 0);
    if (token.name === 'cellXfs') isCellFormat = token.kind === 'open';
    else if (token.kind === 'open' && token.name === 'numFmt')
      dates.set(number('numFmtId'), shownBy(attributeOf(token.attributes, 'formatCode') ?? ''));
    else if (token.kind === 'open' && token.name === 'xf' && isCellFormat)
      byStyle.push(dates.get(number('numFmtId')));
  }
  return byStyle;
}

/** Of a format only its first section counts; text in quotes, colours and locales in brackets say nothing. */
function shownBy(format: string): DateStyle {
  const signs = format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '').split(';')[0] ?? '';
  if (/d/i.test(signs)) return 'DAY';
  if (/y/i.test(signs)) return /m/i.test(signs) ? 'MONTH' : 'YEAR';
  return undefined;
}
