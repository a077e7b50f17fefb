/** Runs the hub until it is told to stop. This file loads little: the database starts at once, and the hub's own modules load
 *  while it does. */
import { ConfigError, type HubConfig } from './config.js';
import type { KeepingPolicy } from './keep-running.js';
import { lockFolder } from './hub-lock.js';
import { prepareDatabase } from './prepare-database.js';

export interface RunHubOptions {
  readonly config: HubConfig;
  /** A demo has its own sign-in, simulators and people. */
  readonly isDemo: boolean;
  /** Told, also while the hub starts, when its database or simulators have died and do not come back: it is of no use any more. */
  readonly onLost: (error: Error) => void;
  readonly policy?: KeepingPolicy;
}

export interface RunningHub {
  readonly url: string;
  /** Stops accepting, finishes what is under way, gives leases back, then stops the database. Safe to repeat. */
  stop(): Promise<void>;
}

/** Everything is opened in order, and what was opened is closed again when a later step fails.
 *  @throws ConfigError, FolderInUse */
export async function runHub({ config, isDemo, onLost, policy }: RunHubOptions): Promise<RunningHub> {
  if (!isDemo && config.oidcIssuer === undefined) {
    throw new ConfigError(
      'OIDC_ISSUER is not set: `serve` trusts the tokens of an issuer, and needs its URL.',
    );
  }
  const closers: (() => unknown)[] = [];
  let closing: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const close = (): Promise<void> => (closing ??= closeAll());
  try {
    const lock = lockFolder(config.dataDir);
    closers.push(() => lock.release());
    const preparing = prepareDatabase(config, { stopsAdopted: true, hasLanes: true });
    closers.push(async () => (await preparing.catch(() => undefined))?.close());
    const [database, { serveHub }] = await Promise.all([preparing, import('./serve-hub.js')]);
    return { url: await serveHub({ database, config, isDemo, closers, onLost, policy }), stop: close };
  } catch (error) {
    await close();
    throw error;
  }
}
