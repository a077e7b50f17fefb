/** Writes the refused rows of a list as CSV: the file's own columns in their own order, and why each was refused, so that an
 *  officer mends the rows there and imports that file. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { REASON_HEADING } from './list-column.js';

/** Excel takes a file for UTF-8 only when it begins with this. */
const BYTE_ORDER_MARK = '\ufeff';

export interface RefusedRow {
  readonly original: readonly string[];
  readonly reason: string;
}

/** @returns how many rows were written; without any, no file is made */
export async function writeRefused(
  path: string,
  headings: readonly string[],
  rows: AsyncIterable<RefusedRow>,
): Promise<number> {
  const iterator = rows[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return 0;
  const width = lastFilled(headings);
  let count = 0;
  async function* lines() {
    yield [...headings.slice(0, width), REASON_HEADING];
    for (let next = first; !next.done; next = await iterator.next()) {
      count += 1;
      const cells = Array.from({ length: width }, (_, at) => harmless(next.value.original[at] ?? ''));
      yield [...cells, next.value.reason];
    }
  }
  const file = createWriteStream(path);
  file.write(BYTE_ORDER_MARK);
  await pipeline(Readable.from(lines()), stringify({ record_delimiter: '\r\n' }), file);
  return count;
}

/** A refused file that was mended already has the column of reasons: it is not added twice. */
function lastFilled(headings: readonly string[]): number {
  const filled = headings.findLastIndex((heading) => heading !== '') + 1;
  return headings[filled - 1] === REASON_HEADING ? filled - 1 : filled;
}

/** A cell that a spreadsheet would run as a formula is shown as text; the list reader takes the apostrophe off again. */
function harmless(text: string): string {
  return /^[=+\-@]/.test(text) ? `'${text}` : text;
}
