/** A file of JSON values, one a line, that is only ever added to. What `append` has returned from is on disk. */
import { existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';

export class Lines {
  entries = [];
  #file;

  constructor(path) {
    if (existsSync(path)) {
      const text = readFileSync(path, 'utf8');
      // A kill in the middle of a write leaves half a line: nobody has acted on it yet.
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      this.entries = whole
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
      truncateSync(path, Buffer.byteLength(whole));
    }
    this.#file = openSync(path, 'a');
  }

  append(entry) {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
    fsyncSync(this.#file);
    this.entries.push(entry);
  }
}
