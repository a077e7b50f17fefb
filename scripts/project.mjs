/** Where the project is. Uses only what Node brings, because it runs before anything is installed. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** For messages beside the command's own output, which may be one JSON document on stdout. */
export function say(message) {
  process.stderr.write(`${message}\n`);
}
