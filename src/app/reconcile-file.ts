/** `reconcile`: a statement file, read by the adapter of the institution that wrote it and reported with its identity, like
 *  anything else that the institution says. */
import { statSync } from 'node:fs';
import { reportStatement, type StatementSummary } from '../../adapters/kit/index.js';
import { createLogger } from '../http/index.js';
import { BUNDLED_ADAPTERS, getBundledAdapter } from './bundled-adapters.js';
import { readConfig } from './config.js';
import { connectToHub } from './connect-to-hub.js';
import { readProvenFile } from './read-proven-file.js';

export interface ReconcileOptions {
  readonly path: string;
  readonly adapter: string;
  readonly hub: string;
}

/** @throws StatementError, ConfigError, Error for a file that is not proved; nothing is reported then */
export async function reconcileFile({
  path,
  adapter: name,
  hub: url,
}: ReconcileOptions): Promise<StatementSummary> {
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
    return await reportStatement(hub, createLogger({ level: config.logLevel ?? 'error' }), statement);
  } finally {
    await hub.close();
  }
}
