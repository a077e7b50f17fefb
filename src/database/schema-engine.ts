/** Prisma's own schema engine as WebAssembly. Its native form is downloaded by Prisma's command line, which the
 *  networks where this hub runs do not allow; this form comes inside an npm package and does the same. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type * as PrismaSchemaEngine from '@prisma/schema-engine-wasm';
import type { DiffTarget, MigrationList, SchemaContainer, SchemaEngine } from '@prisma/schema-engine-wasm';

import type { Migration } from './migration-file.js';
import { WholeScriptPg } from './whole-script-pg.js';

const filters = { externalTables: [], externalEnums: [] };

/** Applies the migrations that are missing, each recorded in `_prisma_migrations`. The caller holds the lock. */
export async function applyMigrations(
  url: string,
  folder: string,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  return withEngine(new WholeScriptPg(url, migrations), async (engine) => {
    const result = await engine.applyMigrations({ migrationsList: listOf(folder, migrations), filters });
    return result.appliedMigrationNames;
  });
}

/** The SQL that leads from one datamodel to another.
 *  @param url any PostgreSQL: the engine insists on one, and asks it nothing   @param from undefined means from nothing */
export async function diffDatamodels(
  url: string,
  from: readonly SchemaContainer[] | undefined,
  to: readonly SchemaContainer[],
): Promise<string> {
  const target = (files: readonly SchemaContainer[]): DiffTarget => ({
    tag: 'schemaDatamodel',
    files: [...files],
  });
  return withEngine(new WholeScriptPg(url, []), async (engine) => {
    const result = await engine.diff({
      from: from === undefined ? { tag: 'empty' } : target(from),
      to: target(to),
      script: true,
      exitCode: null,
      filters,
    });
    return result.stdout ?? '';
  });
}

async function withEngine<Result>(
  factory: WholeScriptPg,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  const { SchemaEngine } = await (engineModule ??= loadEngine());
  // The engine tells its panics only to this global of Prisma's command line.
  const panics: string[] = [];
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => panics.push(message) },
  });
  const engine = await SchemaEngine.new(
    { datamodels: undefined },
    ignoreEngineLog,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    return await work(engine);
  } catch (error) {
    throw (
      factory.failure ??
      new Error(`Prisma's schema engine failed: ${panics[0] ?? explain(error)}`, { cause: error })
    );
  } finally {
    engine.free();
    await factory.end();
  }
}

/** What we use of the global; the compiler's own description of it comes only with the browser's whole library. */
declare const WebAssembly: {
  instantiate(
    module: Uint8Array,
    imports: Record<string, unknown>,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

/** Its bindings keep state of the one instance that they were given, so it is loaded once a process. */
let engineModule: ReturnType<typeof loadEngine> | undefined;

/** The package's own entry imports the .wasm file as a module, which Node cannot do without a flag. */
async function loadEngine(): Promise<typeof PrismaSchemaEngine> {
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const bindings =
    (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as typeof PrismaSchemaEngine & {
      __wbg_set_wasm(exports: unknown): void;
    };
  const { instance } = await WebAssembly.instantiate(await readFile(join(folder, 'schema_engine_bg.wasm')), {
    './schema_engine_bg.js': { ...bindings, ...idleTimers(bindings) },
  });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return bindings;
}

/** The engine's own ten-second limits are never cancelled; they must not keep a finished process alive. */
function idleTimers(bindings: object): Record<string, unknown> {
  const names = Object.keys(bindings).filter((name) => name.startsWith('__wbg_setTimeout_'));
  return Object.fromEntries(
    names.map((name) => [name, (work: () => void, ms: number) => setTimeout(work, ms).unref()]),
  );
}

function listOf(folder: string, migrations: readonly Migration[]): MigrationList {
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
    })),
  };
}

function ignoreEngineLog(): void {
  // Failures reach us as exceptions; the engine's own log says nothing more.
}

function explain(error: unknown): string {
  return error instanceof Error ? error.message : JSON.stringify(error);
}
