/** A simulator's ledger as it lies on disk, read line by line: one that is damaged is named and costs nothing but itself. */
import { existsSync, readFileSync } from 'node:fs';

export interface LedgerLine {
  readonly reference: string;
  readonly account: string;
  /** Whole đồng; negative takes a booking back. */
  readonly amount: bigint;
  readonly externalReference: string;
}

export interface LedgerFile {
  readonly lines: readonly LedgerLine[];
  /** What cannot be read, as `path:line`; the path alone when the whole file cannot. */
  readonly unreadable: readonly string[];
}

/** An absent file is a book without lines. */
export function readLedgerFile(path: string): LedgerFile {
  const text = textOf(path);
  if (text === undefined) return { lines: [], unreadable: [path] };
  const lines: LedgerLine[] = [];
  const unreadable: string[] = [];
  // What follows the last line end is being written just now: its answer has not gone out yet.
  for (const [index, line] of text.split('\n').slice(0, -1).entries()) {
    const booked = parseLine(line);
    if (booked) lines.push(booked);
    else unreadable.push(`${path}:${index + 1}`);
  }
  return { lines, unreadable };
}

function textOf(path: string): string | undefined {
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  } catch {
    // Not ours to read, or no file at all: the caller says so.
    return undefined;
  }
}

/** Undefined for what is no booking. */
function parseLine(line: string): LedgerLine | undefined {
  try {
    const { reference, account, amount, externalReference } = JSON.parse(line) as Record<string, unknown>;
    if (typeof reference !== 'string' || typeof account !== 'string') return undefined;
    if (typeof externalReference !== 'string' || !Number.isSafeInteger(amount)) return undefined;
    return { reference, account, amount: BigInt(amount as number), externalReference };
  } catch {
    return undefined;
  }
}
