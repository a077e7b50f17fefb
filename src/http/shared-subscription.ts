/** Runs one subscription for many subscribers. Those who ask for the same, from wherever, and see the same rows in the same
 *  form, share one execution and one serialisation of each event; each keeps a place and a buffer of its own. */
import type { DocumentNode, ExecutionResult, OperationDefinitionNode } from 'graphql';
import { scopeKey, type Caller } from '../access/index.js';
import type { Executable, OperationContext } from './executable.js';
import { HubError } from '../values/index.js';
import { AFTER, rewriteAfter, type RewrittenAfter } from './rewrite-after.js';
import type { SharedEvent } from './shared-frames.js';

/** Who is handed events as they come: the array is the same for all who share them. */
export interface SharedReader {
  /** False: it has no room for more until it calls `resume`. */
  take(events: readonly SharedEvent[]): boolean;
  /** The stream is over, with an error or without. */
  end(error?: unknown): void;
}

/** A reader's hold on its stream. */
export interface SharedFlow {
  resume(): void;
  /** Gives up on its reader: it is told LAGGED at once, with the cursor of what it took. */
  lag(): void;
  /** Leaves at once. Safe to repeat. */
  close(): void;
}

export interface SharedStream {
  pour(reader: SharedReader): SharedFlow;
}

type Opening = AsyncIterator<SharedEvent> | Promise<AsyncIterator<SharedEvent>>;

/** Where somebody stands in the log. Events are places themselves. */
export interface LogPlace {
  readonly position: bigint;
  readonly id?: string | null | undefined;
}

/** A place together with the log that it is in. */
export interface PlaceInLog extends LogPlace {
  readonly logId: string;
}

/** The log's part in it: `createSharedStreams` over `openEvents`. */
export interface SubscriptionSharing {
  join(options: {
    readonly key: string;
    readonly from?: PlaceInLog;
    readonly openLive: (from: LogPlace) => Opening;
    readonly openReplay: (from: LogPlace, upTo: LogPlace) => Opening;
  }): Promise<SharedStream>;
  /** @throws HubError BAD_USER_INPUT, CURSOR_EXPIRED */
  placeOf(cursor: string): Promise<PlaceInLog>;
  cursorAt(place: LogPlace): string;
}

export interface SharedSubscriptionDeps {
  readonly executable: Executable;
  readonly createContext: (context: OperationContext) => unknown;
  readonly sharing: SubscriptionSharing;
}

export interface SubscriptionRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly requestId: string;
  /** Values that the answer to an event may hold. */
  readonly valuesMax?: number | undefined;
}

type Results = SharedStream | ExecutionResult;

/** Undefined for a subscription that cannot be shared: one that knows no `after`. */
export function shareSubscription(
  deps: SharedSubscriptionDeps,
  request: SubscriptionRequest,
): Promise<Results> | undefined {
  const rewritten = rewriteAfter(deps.executable.schema, request.document, request.operation);
  return rewritten === undefined ? undefined : joinShared(deps, request, rewritten);
}

async function joinShared(
  { executable, createContext, sharing }: SharedSubscriptionDeps,
  request: SubscriptionRequest,
  { document, text, cursorIn, otherVariables }: RewrittenAfter,
): Promise<Results> {
  const { caller, requestId, operation, valuesMax } = request;
  const variables = otherVariables(request.variables);
  const after = cursorIn(request.variables);
  const from = after === undefined ? undefined : await placeOf(sharing, after);

  async function open(start: LogPlace, replayUpTo?: bigint): Promise<AsyncIterator<SharedEvent>> {
    const newContext = () =>
      createContext({ caller, requestId, ...(replayUpTo === undefined ? {} : { replayUpTo }) });
    // Results come in the order of the events, some of which are executed before their turn.
    const places: LogPlace[] = [];
    const contextOfTurn = onceATurn(newContext);
    const results = await executable.subscribe({
      document,
      operationName: operation.name?.value,
      valuesMax,
      variableValues: { ...variables, [AFTER]: sharing.cursorAt(start) },
      contextValue: newContext(),
      contextForEvent(event) {
        places.push(event as LogPlace);
        return contextOfTurn();
      },
    });
    if (!(Symbol.asyncIterator in results)) throw new NotStarted(results);
    return positioned(results, {
      placeOfLast: () => places.shift() ?? start,
      upTo: replayUpTo,
      goOnAfter: (place) => cutOff(sharing.cursorAt(place ?? start)),
    });
  }

  try {
    return await sharing.join({
      key: [text, operation.name?.value ?? '', JSON.stringify(sorted(variables)), scopeKey(caller)].join(
        '\n',
      ),
      ...(from === undefined ? {} : { from }),
      openLive: (start) => open(start),
      openReplay: (start, upTo) => open(start, upTo.position),
    });
  } catch (error) {
    if (error instanceof NotStarted) return error.result;
    throw error;
  }
}

/** @throws HubError BAD_USER_INPUT, CURSOR_EXPIRED, SOURCE_UNAVAILABLE (retryable) while the log itself cannot be read */
async function placeOf(sharing: SubscriptionSharing, cursor: string): Promise<PlaceInLog> {
  try {
    return await sharing.placeOf(cursor);
  } catch (error) {
    if (error instanceof HubError) throw error;
    const message = 'The events cannot be read just now: subscribe again with the same cursor.';
    throw new HubError('SOURCE_UNAVAILABLE', message, { retryable: true, cause: error });
  }
}

/** A subscription that the schema refused; what it answered goes to whoever asked. */
class NotStarted extends Error {
  constructor(readonly result: ExecutionResult) {
    super('The subscription did not start.');
  }
}

interface Places {
  readonly placeOfLast: () => LogPlace;
  readonly upTo: bigint | undefined;
  /** The error of a stream that cannot tell its next event. @param place of the last one that it told, if any */
  readonly goOnAfter: (place: LogPlace | undefined) => Error;
}

function positioned(
  results: AsyncIterable<ExecutionResult>,
  { placeOfLast, upTo, goOnAfter }: Places,
): AsyncIterator<SharedEvent> {
  const iterator = results[Symbol.asyncIterator]();
  const over = { done: true as const, value: undefined };
  let told: LogPlace | undefined;
  return {
    async next() {
      const step = await iterator.next();
      if (step.done === true) return over;
      const { position, id } = placeOfLast();
      if (upTo !== undefined && position > upTo) {
        await iterator.return?.();
        return over;
      }
      if (isHidden(step.value)) {
        await iterator.return?.();
        throw goOnAfter(told);
      }
      const event = { position, id, result: step.value };
      told = event;
      return { done: false, value: event };
    },
    async return() {
      await iterator.return?.();
      return over;
    },
  };
}

/** An event of which nothing could be shown because its source was away just now. Whoever went on after it would have skipped it
 *  and not know its cursor, so the stream ends before it: the subscriber comes back, and is told it then. */
function isHidden({ data, errors = [] }: ExecutionResult): boolean {
  const isEmpty = data === null || data === undefined || Object.values(data).every((value) => value === null);
  return isEmpty && errors.some(({ extensions }) => extensions['code'] === 'SOURCE_UNAVAILABLE');
}

function cutOff(cursor: string): HubError {
  const message = 'An event cannot be told just now: subscribe again after `extensions.cursor`.';
  return new HubError('LAGGED', message, { retryable: true, extensions: { cursor } });
}

/** Events that arrive together are executed together: one context, so that loaders read for all of them at once. It is given up
 *  before any loader asks, so what is read is never older than the last event that it is shown with. */
function onceATurn(newContext: () => unknown): () => unknown {
  let context: unknown;
  return () => {
    if (context !== undefined) return context;
    process.nextTick(() => (context = undefined));
    return (context = newContext());
  };
}

function sorted(variables: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(variables).sort(([one], [other]) => (one < other ? -1 : 1));
}
