/** Reads the rows of a CSV file as a stream: UTF-8 with or without a byte-order mark, or UTF-16 as Excel's "Unicode text";
 *  comma, semicolon or tab, whichever the file's first lines use. */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { parse, type Parser } from 'csv-parse';
import type { CellRow } from './heading-row.js';
import { ListError } from './list-error.js';

/** The start of the file by which encoding and separator are judged, bytes. */
const SAMPLE_BYTES = 64 * 1024;
/** A longer field is a lost quotation mark, not a name. */
const FIELD_CHARS_MAX = 64 * 1024;

/** @throws ListError NOT_A_LIST for binary content, DAMAGED for a quotation mark that never ends */
export async function* readCsvRows(path: string): AsyncGenerator<CellRow> {
  const sample = await readSample(path);
  const encoding = encodingOf(sample);
  const text = new TextDecoder(encoding, { fatal: false }).decode(sample);
  if (encoding === 'utf-8' && !isUtf8Sample(sample)) {
    throw new ListError(
      'NOT_A_LIST',
      'Tệp CSV không phải UTF-8. Trong Excel chọn “CSV UTF-8 (phân cách bằng dấu phẩy)” rồi lưu lại.',
    );
  }
  const parser = createReadStream(path).pipe(
    parse({
      bom: true,
      encoding: encoding === 'utf-8' ? 'utf8' : 'utf16le',
      delimiter: separatorOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: FIELD_CHARS_MAX * 8,
      info: true,
    }),
  );
  yield* rowsOf(parser);
}

async function* rowsOf(parser: Parser): AsyncGenerator<CellRow> {
  let number = 0;
  try {
    for await (const entry of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      number += 1;
      yield { number, cells: entry.record.map((text) => text.normalize('NFC')) };
    }
  } catch (error) {
    throw new ListError('DAMAGED', `Tệp CSV hỏng sau dòng ${number}: dấu ngoặc kép không khép.`, error);
  }
}

async function readSample(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function encodingOf(sample: Buffer): 'utf-8' | 'utf-16le' {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample.includes(0)) throw new ListError('NOT_A_LIST', 'Tệp không phải danh sách XLSX hay CSV.');
  return 'utf-8';
}

/** The sample may end inside a character: up to three bytes of it are forgiven. */
function isUtf8Sample(sample: Buffer): boolean {
  const cuts = sample.length < SAMPLE_BYTES ? [0] : [0, 1, 2, 3];
  return cuts.some((cut) => isUtf8(sample.subarray(0, sample.length - cut)));
}

/** The separator that the fullest of the first lines uses most, outside quotation marks. */
function separatorOf(text: string): string {
  const lines = text.split(/\r?\n/, 40).map((line) => line.replace(/"[^"]*"/g, ''));
  const most = (separator: string) => Math.max(...lines.map((line) => line.split(separator).length));
  return [';', '\t', ','].reduce((best, each) => (most(each) >= most(best) ? each : best), ';');
}
