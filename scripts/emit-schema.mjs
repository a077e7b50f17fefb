/** Writes the schema files that are made from the code (`npm run schema:emit`), or says which are stale (`schema:check`). */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from './build.mjs';
import { install } from './install.mjs';
import { projectRoot } from './project.mjs';

install();
await build();
const { emitSchema } = await import(pathToFileURL(join(projectRoot, 'dist/src/app/emit-schema.js')).href);

/** Text by path from the project's root. */
const files = Object.entries(await emitSchema());
const stale = files.filter(
  ([path, text]) =>
    !existsSync(join(projectRoot, path)) || readFileSync(join(projectRoot, path), 'utf8') !== text,
);

if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is stale`);
  if (stale.length > 0) {
    console.error('Mend with: npm run schema:emit');
    process.exit(1);
  }
} else {
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(projectRoot, path)), { recursive: true });
    writeFileSync(join(projectRoot, path), text);
    console.log(`wrote ${path}`);
  }
}
// The subgraphs may hold timers; the work is done.
process.exit(0);
