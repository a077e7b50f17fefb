/** `reconcile`: a statement file, read by the adapter of the institution that wrote it and reported with its identity, like
 *  anything else that the institution says. */
import { statSync } from 'node:fs';
import { reportStatement, type StatementSummary } from '../../adapters/kit/index.js';
import { createLogger } from '../http/index.js';
import { STATEMENT_DAYS_MAX } from '../payment/index.js';
import { daysFrom, parseCalendarDate } from '../values/index.js';
import { BUNDLED_ADAPTERS, getBundledAdapter } from './bundled-adapters.js';
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

/** @throws StatementError, ConfigError, Error for a file that is not proved; nothing is reported then */
export async function reconcileFile({
  path,
  adapter: name,
  hub: url,
  days: written,
}: ReconcileOptions): Promise<StatementSummary> {
  const days = written === undefined ? [] : daysOf(written);
  const config = readConfig();
  const { adapter } = getBundledAdapter(name);
  if (!adapter.readStatement) {
    const able = [...BUNDLED_ADAPTERS.values()].filter((one) => one.adapter.readStatement !== undefined);
    const names = able.map((one) => one.adapter.name).join(', ');
    throw new Error(`The adapter ${name} reads no statement files. These do: ${names}.`);
  }
  const content = await readProvenFile(path, adapter, config.adapterConfigs[name]);
  const statement = adapter.readStatement(content, statSync(path).mtime);
  const hub = await connectToHub({ name, url, config });
  try {
    const log = createLogger({ level: config.logLevel ?? 'error' });
    return await reportStatement(hub, log, statement, days);
  } finally {
    await hub.close();
  }
}

/** @throws HubError, Error where it is no day and no stretch of days */
function daysOf(written: string): readonly string[] {
  const [first = '', last = first] = written.split('..');
  const days = daysFrom(parseCalendarDate(first), parseCalendarDate(last));
  if (days.length === 0 || days.length > STATEMENT_DAYS_MAX)
    throw new Error(`--days takes 1 to ${STATEMENT_DAYS_MAX} days, the first one first.`);
  return days;
}
