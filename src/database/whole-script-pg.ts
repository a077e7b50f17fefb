/** Prisma's adapter cuts a script at every semicolon, which breaks function bodies. This one hands a script to
 *  PostgreSQL as a whole, in one transaction with the mark that it is finished: a process killed at any moment leaves a
 *  migration applied and marked, or neither. */
import { PrismaPg } from '@prisma/adapter-pg';

import { checksumOf, type Migration } from './migration-file.js';

export class WholeScriptPg extends PrismaPg {
  /** What PostgreSQL said about the script that failed; the engine would only say that something failed. */
  failure: Error | undefined;
  readonly #names: ReadonlyMap<string, string>;
  readonly #ends: (() => Promise<void>)[] = [];

  constructor(url: string, migrations: readonly Migration[]) {
    super({ connectionString: url, max: 2, allowExitOnIdle: true });
    this.#names = new Map(migrations.map(({ name, script }) => [checksumOf(script), name]));
  }

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    this.#ends.push(() => adapter.dispose());
    adapter.executeScript = async (script) => {
      const checksum = checksumOf(script);
      try {
        await adapter
          .underlyingDriver()
          .query(this.#names.has(checksum) ? `${script}\n${finishedMark(checksum)}` : script);
      } catch (error) {
        this.failure = describe(error, script, this.#names.get(checksum));
        throw error;
      }
    };
    return adapter;
  }

  async end(): Promise<void> {
    for (const end of this.#ends.splice(0)) await end();
  }
}

function finishedMark(checksum: string): string {
  return `;UPDATE public._prisma_migrations SET finished_at = now() WHERE checksum = '${checksum}' AND finished_at IS NULL;`;
}

function describe(error: unknown, script: string, name = 'script'): Error {
  const { message, position } = error as { message?: string; position?: string };
  const line =
    position === undefined ? '' : ` at line ${String(script.slice(0, Number(position)).split('\n').length)}`;
  return new Error(`Migration ${name} failed${line}, nothing of it was kept: ${message ?? String(error)}`, {
    cause: error,
  });
}
