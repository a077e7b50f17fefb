/** An append-only file of JSON lines with its content in memory: what a simulator remembers across kill -9. */
import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const lineEnd = 0x0a;

export class Journal<Entry> {
  readonly #entries: Entry[] = [];
  readonly #descriptor: number;
  #isClosed = false;

  /** Opens or continues the file. A torn last line (the process died while writing) is cut off: its answer never went out.
   *  Another line that cannot be read stays where it is, is left out and named on standard error. */
  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    const content = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
    const end = content.lastIndexOf(lineEnd) + 1;
    this.#descriptor = openSync(file, 'a');
    this.#readLines(file, content.subarray(0, end).toString('utf8'));
    if (end < content.length) this.#readTail(content.subarray(end).toString('utf8'), end);
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Returns when the lines are with the operating system: they outlive this process, whatever ends it. */
  append(...entries: readonly Entry[]): void {
    if (this.#isClosed) throw new Error('journal is closed');
    if (entries.length === 0) return;
    writeSync(this.#descriptor, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    for (const entry of entries) this.#entries.push(entry);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#descriptor);
  }

  #readLines(file: string, text: string): void {
    for (const [index, line] of text.split('\n').entries()) {
      if (line.trim() === '') continue;
      const entry = parseLine<Entry>(line);
      if (entry === undefined) process.stderr.write(`${file}:${index + 1} cannot be read and is left out\n`);
      else this.#entries.push(entry);
    }
  }

  /** What follows the last line end may lack nothing but its own. */
  #readTail(text: string, end: number): void {
    const entry = parseLine<Entry>(text);
    if (entry === undefined) return ftruncateSync(this.#descriptor, end);
    this.#entries.push(entry);
    writeSync(this.#descriptor, '\n');
  }
}

/** Undefined for what is no entry: cut short, damaged, or JSON of another kind. */
function parseLine<Entry>(line: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Entry) : undefined;
  } catch {
    return undefined;
  }
}
