/** An append-only file of JSON lines with its content in memory: what a simulator remembers across kill -9. */
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export class Journal<Entry> {
  readonly #entries: Entry[] = [];
  readonly #descriptor: number;
  #isClosed = false;

  /** Opens or continues the file. A torn last line (the process died while writing) is left out and closed off. */
  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    for (const line of text.split('\n')) {
      const entry = parseLine<Entry>(line);
      if (entry !== undefined) this.#entries.push(entry);
    }
    this.#descriptor = openSync(file, 'a');
    if (text !== '' && !text.endsWith('\n')) writeSync(this.#descriptor, '\n');
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
}

function parseLine<Entry>(line: string): Entry | undefined {
  if (line.trim() === '') return undefined;
  try {
    return JSON.parse(line) as Entry;
  } catch {
    // Only a line cut short by the death of the process is unreadable, and its answer never went out.
    return undefined;
  }
}
