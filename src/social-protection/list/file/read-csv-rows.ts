/** Reads the rows of a CSV file as a stream: UTF-8 or UTF-16, with or without a byte-order mark; comma, semicolon, tab or bar,
 *  whichever the file's first lines use. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { parse, type Parser } from 'csv-parse';
import { ListError } from '../list-error.js';
import type { CellRow } from '../raw-row.js';
import { encodingOf, type TextEncoding } from './csv-encoding.js';

/** The start of the file by which encoding and separator are judged, bytes. */
const SAMPLE_BYTES = 64 * 1024;
/** A longer field is a lost quotation mark, not a name. */
const FIELD_CHARS_MAX = 64 * 1024;
/** What Excel and web portals write so that a number stays a text: `="037145000001"`. */
const TEXT_FORMULA = /^="([^"]*)"$/;

/** @throws ListError NOT_A_LIST for binary content, DAMAGED for a quotation mark that never ends */
export async function* readCsvRows(path: string): AsyncGenerator<CellRow> {
  const sample = await readSample(path);
  const encoding = encodingOf(sample, sample.length < SAMPLE_BYTES);
  const parser = parse({
    bom: true,
    delimiter: separatorOf(new TextDecoder(encoding).decode(sample)),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: FIELD_CHARS_MAX * 8,
  });
  // An error of either stream arrives through the parser, which the loop below is reading.
  pipeline(Readable.from(decoded(path, encoding)), parser, () => undefined);
  yield* rowsOf(parser);
}

async function* decoded(path: string, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>)
    yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function* rowsOf(parser: Parser): AsyncGenerator<CellRow> {
  let number = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      number += 1;
      yield { number, cells: record.map((text) => TEXT_FORMULA.exec(text)?.[1] ?? text) };
    }
  } catch (error) {
    throw new ListError(
      'DAMAGED',
      {
        vi: `Tệp CSV hỏng sau dòng ${number}: dấu ngoặc kép không khép.`,
        en: `The CSV file is damaged after row ${number}: a quotation mark is never closed.`,
      },
      error,
    );
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

/** The separator that the fullest of the first lines uses most, outside quotation marks. */
function separatorOf(text: string): string {
  const lines = text.split(/\r?\n/, 40).map((line) => line.replace(/"[^"]*"/g, ''));
  const most = (separator: string) => Math.max(...lines.map((line) => line.split(separator).length));
  return [';', '\t', '|', ','].reduce((best, each) => (most(each) >= most(best) ? each : best), ';');
}
