/** Runs bundled adapters inside the hub's process: through the same mutations and the same authorisation as any other,
 *  without HTTP. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import {
  inProcessHub,
  runAdapter,
  type Adapter,
  type HubAnswer,
  type HubConnection,
  type RunningAdapter,
} from '../../adapters/kit/index.js';
import { callerFromToken, type Caller } from '../access/index.js';
import type { ExecutableSupergraph } from '../federation/index.js';
import type { HubContext } from '../graphql/index.js';
import { formatError } from '../http/index.js';

export interface AdapterToRun {
  readonly adapter: Adapter;
  readonly config: unknown;
}

export interface RunAdaptersOptions {
  readonly adapters: readonly AdapterToRun[];
  readonly graph: ExecutableSupergraph;
  readonly dataDir: string;
  readonly logger: Logger;
}

export async function runAdapters({
  adapters,
  graph,
  dataDir,
  logger,
}: RunAdaptersOptions): Promise<readonly RunningAdapter[]> {
  const worker = workerName(dataDir);
  return Promise.all(
    adapters.map(({ adapter, config }) =>
      runAdapter({
        adapter,
        config,
        hub: connect(graph, adapter),
        log: logger.child({ adapter: adapter.name }),
        worker,
      }),
    ),
  );
}

/** The same after a restart in the same folder, another in every other: the hub tells a restarted worker by it. */
export function workerName(dataDir: string): string {
  const path = join(dataDir, 'worker');
  mkdirSync(dataDir, { recursive: true });
  if (!existsSync(path)) writeFileSync(path, randomUUID().slice(0, 8));
  return `hub-${readFileSync(path, 'utf8').trim()}`;
}

/** The caller that this adapter's token would make. */
export function callerOfAdapter({ name, institution }: Pick<Adapter, 'name' | 'institution'>): Caller {
  const clientId = `adapter-${name}`;
  return callerFromToken({
    sub: clientId,
    client_id: clientId,
    roles: ['adapter'],
    institution,
    purposes: [],
  });
}

function connect(graph: ExecutableSupergraph, adapter: Adapter): HubConnection {
  const caller = callerOfAdapter(adapter);
  const newContext = (): HubContext => ({ caller, requestId: randomUUID() });
  return inProcessHub({
    execute: async ({ document, variables }) => {
      const contextValue = newContext();
      return answerOf(await graph.execute({ document, variables, contextValue }), contextValue.requestId);
    },
    subscribe: async ({ document, variables }) => {
      const stream = await graph.subscribe({
        document,
        variables,
        contextValue: newContext(),
        contextForEvent: newContext,
      });
      if (!(Symbol.asyncIterator in stream)) throw new Error(stream.errors?.[0]?.message ?? 'no stream');
      return mapStream(stream);
    },
  });
}

function answerOf({ data, errors }: ExecutionResult, traceId: string): HubAnswer {
  return { data, ...(errors ? { errors: errors.map((error) => formatError(error, traceId)) } : {}) };
}

async function* mapStream(stream: AsyncIterable<ExecutionResult>): AsyncGenerator<HubAnswer> {
  for await (const result of stream) yield answerOf(result, randomUUID());
}
