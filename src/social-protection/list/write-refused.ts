/** Writes the refused rows of a list as CSV: the file's own columns in their own order, and why each was refused, so that an
 *  officer mends the rows there and imports that file. It holds personal data: nobody but its owner may read it. */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { REASON_HEADING } from './heading/list-column.js';
import { withApostrophes } from './text/formula-sign.js';

/** Excel takes a file for UTF-8 only when it begins with this. */
const BYTE_ORDER_MARK = '\ufeff';

export interface RefusedRow {
  /** Which of the tables it is of. */
  readonly table: number;
  readonly original: readonly string[];
  readonly reason: string;
}

/** The rows of each table stand under its headings. An existing file is replaced, whatever it was, and whoever could read it.
 *  @returns how many rows were written; without any, no file is made */
export async function writeRefused(
  path: string,
  tables: readonly { readonly headings: readonly string[] }[],
  rows: AsyncIterable<RefusedRow>,
): Promise<number> {
  const iterator = rows[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return 0;
  let count = 0;
  async function* lines() {
    let table: number | undefined;
    for (let next = first; !next.done; next = await iterator.next()) {
      count += 1;
      const { original, reason } = next.value;
      const headings = tables[next.value.table]?.headings ?? [];
      const width = lastFilled(headings);
      if (table !== next.value.table)
        yield [...headings.slice(0, width), REASON_HEADING].map(withApostrophes);
      table = next.value.table;
      yield [...Array.from({ length: width }, (_, at) => original[at] ?? ''), reason].map(withApostrophes);
    }
  }
  const unfinished = `${path}.${process.pid}.tmp`;
  await rm(unfinished, { force: true });
  const file = createWriteStream(unfinished, { mode: 0o600, flags: 'wx' });
  file.write(BYTE_ORDER_MARK);
  // Quoted, so that a program with another separator takes a row apart in no other way.
  await pipeline(
    Readable.from(lines()),
    stringify({ record_delimiter: '\r\n', quoted: true, quoted_empty: false }),
    file,
  );
  await rename(unfinished, path);
  return count;
}

/** A refused file that was mended already has the column of reasons: it is not added twice. */
function lastFilled(headings: readonly string[]): number {
  const filled = headings.findLastIndex((heading) => heading !== '') + 1;
  return headings[filled - 1] === REASON_HEADING ? filled - 1 : filled;
}
