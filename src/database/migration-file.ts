/** The migrations as they lie in `prisma/migrations`: a folder each, named by its time. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Migration {
  readonly name: string;
  readonly script: string;
}

/** Sorted by name, which begins with the time. */
export function readMigrations(folder: string): readonly Migration[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, path: join(folder, name, 'migration.sql') }))
    .filter(({ path }) => existsSync(path))
    .map(({ name, path }) => ({ name, script: readFileSync(path, 'utf8') }));
}

/** As Prisma computes it. */
export function checksumOf(script: string): string {
  return createHash('sha256').update(script).digest('hex');
}

/** The same place from the sources and from `dist/`. */
export function defaultMigrationsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return join(folder, 'prisma', 'migrations');
}
