/** Opens everything that lies behind the API: the database, the log, the work queue, the domains and the executable graph.
 *  Serving it is `run-hub.ts`; a command that needs the domains only opens this and closes it again. */
import type { Logger } from 'pino';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import {
  appendAccessEntries,
  createAccessLog,
  createLookUps,
  listSpentMisses,
  LOOK_UP_WINDOW_SECONDS,
  type AccessLog,
} from '../access/index.js';
import { loadInstitutions, type NewInstitution } from '../account/index.js';
import type { Database } from '../database/index.js';
import { openEvents, openWakeListener, type Events } from '../event/index.js';
import { executeSupergraph, type ExecutableSupergraph } from '../federation/index.js';
import { loneItemsOf } from '../graphql/index.js';
import { loadReferenceData, transactionsOf } from '../social-protection/index.js';
import { RefusedValue } from '../values/index.js';
import { createTransact, openWorkSignal, type WorkItem, type WorkSignal } from '../work/index.js';
import { PROJECT_ROOT, SHIPPED_DATA, type HubConfig } from './config.js';
import { createDomains, domainsOver, type Domains } from './create-domains.js';
import { createSubgraphs } from './create-subgraphs.js';
import { keepReferenceKeys } from './keep-reference-keys.js';
import { prepareDatabase } from './prepare-database.js';
import { watchLog } from './watch-log.js';

export interface OpenHub {
  readonly database: Database;
  readonly events: Events;
  readonly signal: WorkSignal;
  readonly domains: Domains;
  /** The same over the connections of adapters and of what the hub does by itself. */
  readonly work: Domains;
  readonly graph: ExecutableSupergraph;
  /** Written out when the hub closes. */
  readonly accessLog: AccessLog;
  close(): Promise<void>;
}

export interface OpenHubOptions {
  readonly config: HubConfig;
  readonly logger: Logger;
  /** Whether an embedded server that was running already is stopped at the end. */
  readonly stopsAdopted: boolean;
  /** Prepared already; the hub closes it in the end. */
  readonly database?: Database;
  readonly clock?: () => Date;
  /** The hub itself, which has the folder to itself, and not a command beside it: it keeps the high-water mark. Default false. */
  readonly isServing?: boolean;
}

export async function openHub({
  config,
  logger,
  stopsAdopted,
  database: prepared,
  clock = () => new Date(),
  isServing = false,
}: OpenHubOptions): Promise<OpenHub> {
  let isClosing = false;
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    isClosing = true;
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const database = prepared ?? (await prepareDatabase(config, { stopsAdopted, hasLanes: isServing }));
  closers.push(() => database.close());
  for (const pool of new Set([database.pool, database.work.pool, database.events]))
    pool.on('error', (error) => {
      // While it closes, connections end in whatever order.
      if (!isClosing) logger.warn({ reason: error.message }, 'a database connection was lost');
    });
  try {
    await loadReferenceData(transactionsOf(database.pool), SHIPPED_DATA);
    await loadInstitutions(database.pool, readInstitutions());
    const listener = await openWakeListener({
      pool: database.events,
      onError: (error) => logger.warn({ err: error }, 'wake-ups are interrupted'),
    });
    closers.push(() => listener.close());
    const { mark, onLogWentBack, settleRestore } = watchLog(config.dataDir, logger);
    const watched = { mark, writesMark: isServing, onLogWentBack };
    const otherPools = [...new Set([database.pool, database.work.pool])].filter(
      (pool) => pool !== database.events,
    );
    const events = await openEvents({ pool: database.events, otherPools, listener, ...watched });
    closers.push(() => events.stop());
    settleRestore();
    const signal = openWorkSignal({ pool: database.work.pool, listener });
    closers.push(() => signal.stop());
    const wake = (items: readonly WorkItem[]): void => {
      events.wake();
      if (items.length > 0) signal.wake(items);
    };
    const transact = createTransact(database.pool, wake);
    await keepReferenceKeys(config.referenceKeys, transact, logger);
    const accessLog = createAccessLog({
      write: (entries) => appendAccessEntries(database.work.pool, entries),
      onWriteFailed: (error, waiting) =>
        logger.error({ err: error, waiting }, 'the access log cannot be written'),
    });
    closers.push(() => accessLog.stop());
    const lookUps = createLookUps({
      ...{ accessLog, clock, missesMax: config.policy.lookUpMissesMax },
      spent: await listSpentMisses(
        database.pool,
        new Date(clock().getTime() - LOOK_UP_WINDOW_SECONDS * 1_000),
      ),
    });
    const domains = createDomains({ database, transact, events, signal, lookUps, config, clock, logger });
    closers.push(() => domains.settle());
    const work = domainsOver(domains, database.work, createTransact(database.work.pool, wake));
    const subgraphs = createSubgraphs(domains, work);
    const graph = await executeSupergraph({
      subgraphs,
      loneItems: loneItemsOf(subgraphs.map(({ schema }) => schema)),
      supergraph: readFileSync(join(PROJECT_ROOT, 'schema/supergraph.graphql'), 'utf8'),
      sourceGuard: {
        onFailure: (error, at) => logger.error({ err: error, ...at }, 'a source failed'),
        onCoded: (error, at) => {
          // The caller was told; somebody should look for it where the value enters.
          if (error instanceof RefusedValue)
            logger.warn({ sqlState: sqlStateOf(error), ...at }, 'PostgreSQL refused a value');
        },
      },
    });
    return { database, events, signal, domains, work, graph, accessLog, close };
  } catch (error) {
    // A connection that is still held would keep the database from closing.
    await close();
    throw error;
  }
}

/** PostgreSQL's message repeats the value; its code does not. */
function sqlStateOf({ cause }: RefusedValue): unknown {
  return (cause as { readonly code?: unknown } | undefined)?.code;
}

/** The institutions that ship, as the account registry takes them. */
function readInstitutions(): readonly NewInstitution[] {
  const text = readFileSync(join(SHIPPED_DATA, 'institutions.json'), 'utf8');
  const { institutions } = JSON.parse(text) as {
    institutions: (Omit<NewInstitution, 'bin'> & { bin?: string | null })[];
  };
  return institutions.map(({ code, name, kind, servedBy, bin }) => ({
    code,
    name,
    kind,
    servedBy,
    bin: bin ?? null,
  }));
}
