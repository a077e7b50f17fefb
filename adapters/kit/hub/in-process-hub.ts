/** The hub as function calls, for adapters that run inside it: the same operations and the same authorisation, without HTTP. */
import type { DocumentNode } from 'graphql';
import { WorkReadyDocument, type WorkReadySubscription } from '../generated/hub-client.js';
import { dataOf, HubFailure, type HubAnswer, type HubConnection } from './hub-connection.js';

/** What the hub's composition root gives: its executor, with the adapter's caller already bound. */
export interface HubExecutor {
  /** Data as it would stand in JSON: instants as text, money as a number. */
  readonly execute: (operation: HubOperation) => Promise<HubAnswer>;
  /** Left out: the worker polls. The iteration is ended by `return()`. */
  readonly subscribe?: (operation: HubOperation) => Promise<AsyncIterable<HubAnswer>>;
}

export interface HubOperation {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

export function inProcessHub(executor: HubExecutor): HubConnection {
  const { subscribe } = executor;
  return {
    execute: async (document, variables) =>
      dataOf(
        await answered(() =>
          executor.execute({ document, variables: variables as HubOperation['variables'] }),
        ),
      ),
    wakes: subscribe && ((signal) => wakes(() => subscribe(wakeOperation), signal)),
    close: () => Promise.resolve(),
  };
}

async function answered(ask: () => Promise<HubAnswer>): Promise<HubAnswer> {
  try {
    return await ask();
  } catch (error) {
    throw new HubFailure('INTERNAL', 'the hub failed', { cause: error });
  }
}

const wakeOperation: HubOperation = { document: WorkReadyDocument, variables: {} };

async function* wakes(subscribe: () => Promise<AsyncIterable<HubAnswer>>, signal: AbortSignal) {
  const iterator = (await subscribe())[Symbol.asyncIterator]();
  const ended = new AbortController();
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true, signal: ended.signal });
  });
  try {
    while (!signal.aborted) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next === undefined || next.done === true) return;
      yield dataOf<WorkReadySubscription>(next.value).workReady.kind;
    }
  } finally {
    ended.abort();
    // Not awaited: a generator that still waits for its next value would hold this up.
    void iterator.return?.();
  }
}
