/** The form in which an answer is kept: which member of the result it was, with its plain values. A row is kept as its id and
 *  read again, so that it is shown as it is by then, and nobody's data lies in the answer. */
import { HubError } from '../values/index.js';
import type { Db } from '../work/index.js';

/** By the name of the member of a result: reads its row by the id, if the caller may see it. */
export type RowReaders = Readonly<Record<string, (db: Db, id: string) => Promise<object | undefined>>>;

/** What JSON can hold. */
export type KeptAnswer = Readonly<Record<string, unknown>>;

export function keptOf(result: object, rows: RowReaders): KeptAnswer {
  const members = Object.entries(result).map(([name, value]) => [
    name,
    name in rows ? (value as { readonly id: string }).id : plainOf(name, value),
  ]);
  return Object.fromEntries(members) as KeptAnswer;
}

/** @throws HubError FORBIDDEN where a row is not the caller's to see any more */
export async function resultOf(db: Db, kept: KeptAnswer, rows: RowReaders): Promise<object> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(kept)) {
    const read = rows[name];
    result[name] = read === undefined ? valueOf(value) : await readRow(db, value as string, read);
  }
  return result;
}

async function readRow(db: Db, id: string, read: RowReaders[string]): Promise<object> {
  const row = await read(db, id);
  if (row !== undefined) return row;
  throw new HubError('FORBIDDEN', 'What was done under this idempotencyKey is not yours to see any more.');
}

/** Amounts are exact also where JSON’s numbers are not. */
function plainOf(name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return { dong: String(value) };
  if (typeof value === 'object' && value !== null)
    throw new Error(`The answer's ${name} is a row: say how it is read again.`);
  return value;
}

function valueOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? BigInt((value as { dong: string }).dong) : value;
}
