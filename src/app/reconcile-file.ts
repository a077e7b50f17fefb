/** `reconcile`: a statement file, read by the adapter of the institution that wrote it and reported with its identity, like
 *  anything else that the institution says. */
import { statSync } from 'node:fs';
import {
  reportStatement,
  StatementError,
  type Adapter,
  type Statement,
  type StatementSummary,
} from '../../adapters/kit/index.js';
import { createLogger } from '../http/index.js';
import { STATEMENT_DAYS_MAX } from '../payment/index.js';
import { daysFrom, parseCalendarDate, WordedError } from '../values/index.js';
import { BUNDLED_ADAPTERS } from './bundled-adapters.js';
import { readConfig } from './config.js';
import { connectToHub } from './connect-to-hub.js';
import { readProvenFile } from './read-proven-file.js';

export interface ReconcileOptions {
  readonly path: string;
  readonly adapter: string;
  readonly hub: string;
  /** The days of which the file is the whole statement, `2026-11-28` or `2026-11-01..2026-11-28`: a recovery waits for them. */
  readonly days?: string;
}

/** @throws WordedError for a file that is no statement or is not proved, ConfigError, and what reading a file throws; nothing is reported
 *  then */
export async function reconcileFile({
  path,
  adapter: name,
  hub: url,
  days: written,
}: ReconcileOptions): Promise<StatementSummary> {
  const days = written === undefined ? [] : daysOf(written);
  const config = readConfig();
  const adapter = adapterOf(name);
  const content = await readProvenFile(path, adapter, config.adapterConfigs[name]);
  const statement = readStatement(adapter, content, statSync(path).mtime);
  const hub = await connectToHub({ name, url, config });
  try {
    const log = createLogger({ level: config.logLevel ?? 'error' });
    return await reportStatement(hub, log, statement, days);
  } finally {
    await hub.close();
  }
}

type StatementReader = Adapter & { readonly readStatement: NonNullable<Adapter['readStatement']> };

/** @throws WordedError for a name that is none, or one that reads no files */
function adapterOf(name: string): StatementReader {
  const found = BUNDLED_ADAPTERS.get(name)?.adapter;
  if (found && canRead(found)) return found;
  const able = [...BUNDLED_ADAPTERS.values()].map(({ adapter }) => adapter).filter(canRead);
  const names = able.map((adapter) => adapter.name).join(', ');
  throw new WordedError({
    vi: `${name} không đọc tệp sao kê. Các tổ chức đọc được: ${names}.`,
    en: `The adapter ${name} reads no statement files. These do: ${names}.`,
  });
}

function canRead(adapter: Adapter): adapter is StatementReader {
  return adapter.readStatement !== undefined;
}

function readStatement(adapter: StatementReader, content: Buffer, writtenAt: Date): Statement {
  try {
    return adapter.readStatement(content, writtenAt);
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    throw new WordedError(
      {
        vi: `Tệp không phải sao kê của ${adapter.name}, bị cắt hoặc thiếu; không ghi nhận gì. (--lang en để xem chi tiết.)`,
        en: error.message,
      },
      { cause: error },
    );
  }
}

/** @throws WordedError where it is no day and no stretch of days */
function daysOf(written: string): readonly string[] {
  const [first = '', last = first] = written.split('..');
  const days = daysBetween(first, last);
  if (days.length > 0 && days.length <= STATEMENT_DAYS_MAX) return days;
  throw new WordedError({
    vi: `--days nhận từ 1 đến ${STATEMENT_DAYS_MAX} ngày, ngày đầu trước: 2026-11-28 hoặc 2026-11-01..2026-11-28.`,
    en: `--days takes 1 to ${STATEMENT_DAYS_MAX} days, the first one first: 2026-11-28 or 2026-11-01..2026-11-28.`,
  });
}

function daysBetween(first: string, last: string): readonly string[] {
  try {
    return daysFrom(parseCalendarDate(first), parseCalendarDate(last));
  } catch {
    // No such day: said with what is expected, as any other stretch that is none.
    return [];
  }
}
