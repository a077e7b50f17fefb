/** The keys of references, kept in a file beside the database: whatever is restored, the same payment has the same reference. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { agreeOnReferenceKeys, ReferenceKeysDiffer, type ReferenceKey } from '../payment/index.js';
import type { Transact } from '../work/index.js';
import { ConfigError } from './config.js';

const HEADER = `# The keys that references of payments are made with, a line each: number, first period, secret. Never change or
# remove a line; keep a copy of this file with the backups. A new key is a new line, from a period that is not paid yet.
`;

const line = z.tuple([
  z.string().regex(/^[1-9]$/, 'a key’s number is 1 to 9'),
  z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a key begins with a period, YYYY-MM'),
  z.string().regex(/^([0-9a-f]{2}){32,64}$/, 'a secret is 64 to 128 hexadecimal digits in small letters'),
]);

/** Database and file have the same keys afterwards.
 *  @throws ConfigError where the file cannot be read, or its keys and the database's cannot all be this installation's */
export async function keepReferenceKeys(path: string, transact: Transact, logger: Logger): Promise<void> {
  const text = read(path);
  const kept = keysOf(path, text);
  try {
    const agreed = textOf(await transact((db) => agreeOnReferenceKeys(db, kept)));
    if (agreed !== textOf(kept)) write(path, agreed, logger);
  } catch (error) {
    if (error instanceof ReferenceKeysDiffer) throw new ConfigError(`${path}: ${error.message}`);
    throw error;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new ConfigError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

function keysOf(path: string, text: string): readonly ReferenceKey[] {
  const lines = text.split('\n').map((written) => written.trim());
  const keys = lines
    .filter((written) => written !== '' && !written.startsWith('#'))
    .map((written) => {
      const { data, error } = line.safeParse(written.split(/\s+/));
      if (!data) throw new ConfigError(`${path}: ${error.issues[0]?.message ?? 'a line cannot be read'}.`);
      return { number: Number(data[0]), validFrom: data[1], secret: data[2] };
    });
  return keys.sort((one, other) => one.number - other.number);
}

const textOf = (keys: readonly ReferenceKey[]): string =>
  keys.map(({ number, validFrom, secret }) => `${number} ${validFrom} ${secret}\n`).join('');

/** Whole or not at all. A hub whose folder cannot be written works on with the database's keys. */
function write(path: string, text: string, logger: Logger): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const part = `${path}.${process.pid}.part`;
    writeFileSync(part, `${HEADER}${text}`, { mode: 0o600 });
    renameSync(part, path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    logger.warn({ path, reason }, 'the keys of references are kept in the database only');
  }
}
