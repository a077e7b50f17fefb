/** Ids of what people know by a code. Clients' caches know a thing by its id; a code is what people write and filters take. */
import { hash } from 'node:crypto';
import { formatId } from './typed-id.js';

const known = new Map<string, string>();

/** The same wherever it is made: a UUID of version 8 from the code, as a TypeID. For codes of rows, of which there are few. */
export function idOfCode(prefix: 'ins' | 'pro', code: string): string {
  const name = `${prefix}:${code}`;
  let id = known.get(name);
  if (id === undefined) {
    const hex = hash('sha256', name);
    const variant = ((parseInt(hex.charAt(16), 16) & 0b0011) | 0b1000).toString(16);
    id = formatId(prefix, `${hex.slice(0, 12)}8${hex.slice(13, 16)}${variant}${hex.slice(17, 32)}`);
    known.set(name, id);
  }
  return id;
}
