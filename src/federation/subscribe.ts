/** Subscriptions: the owner's stream of events, each event executed as a selection on it that any subgraph may join. */
import type { ExecutionResult } from 'graphql';
import { getArgumentValues, GraphQLError, locatedError } from 'graphql';
import { Allowance } from './allowance.js';
import type { CompiledOperation } from './compile-operation.js';
import type { SubscribeOptions } from './execute-supergraph.js';
import type { FieldFacts, Request } from './execution.js';
import { Execution } from './execution.js';
import { Frame } from './frame.js';
import { inspect } from './inspect.js';
import { runOperation } from './run-operation.js';
import type { SourceGuard } from './source-guard.js';
import { originalOf } from './transplant.js';

type Stream = AsyncGenerator<ExecutionResult, void, void>;

export async function subscribeTo(
  compiled: CompiledOperation,
  options: SubscribeOptions & { guard: SourceGuard | undefined },
): Promise<Stream | ExecutionResult> {
  const { coerced, errors } = compiled.variables.read({ ...options.variables });
  if (errors !== undefined) return { errors };
  let events: AsyncIterable<unknown>;
  try {
    events = await openEvents(compiled, coerced, options);
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
  const read = { coerced, bySubgraph: compiled.variables.bySubgraph({ ...options.variables }, coerced) };
  return mapEvents(events, (event) => {
    const contextValue = options.contextForEvent?.(event) ?? options.contextValue;
    return runOperation(compiled, {
      variables: options.variables,
      contextValue,
      rootValue: event,
      guard: options.guard,
      valuesMax: options.valuesMax,
      read,
    });
  });
}

async function openEvents(
  compiled: CompiledOperation,
  coerced: Record<string, unknown>,
  options: SubscribeOptions & { guard: SourceGuard | undefined },
): Promise<AsyncIterable<unknown>> {
  const { router, schemas } = compiled.parts;
  const [first] = compiled.rootFields(coerced);
  const [key, nodes] = first ?? [];
  const node = nodes?.[0];
  if (key === undefined || nodes === undefined || node === undefined)
    throw new GraphQLError('Nothing is subscribed to.');
  const typeName = compiled.rootType.name;
  const graph = router.ownership.owners(typeName, node.name.value)[0]?.graph;
  if (graph === undefined) {
    throw new GraphQLError(`The subscription field "${node.name.value}" is not defined.`, { nodes });
  }
  const { own, parentType, schema } = schemas.field(graph, typeName, node.name.value);
  const facts: FieldFacts = {
    fieldName: own.name,
    fieldNodes: nodes,
    returnType: originalOf(own.type),
    parentType: originalOf(parentType),
    schema: originalOf(schema),
    subgraph: graph,
    timed: false,
  };
  const request: Request = {
    operation: compiled.operation,
    fragments: compiled.fragments,
    contextValue: options.contextValue,
    rootValue: options.rootValue,
    variables: compiled.variables.bySubgraph({ ...options.variables }, coerced),
    guard: options.guard,
    allowance: new Allowance({}),
    entities: [],
    argumentCache: [],
    contextHolders: undefined,
  };
  const frame = new Frame(undefined, key, typeName, {}, true);
  try {
    const info = new Execution(request, false).info(facts, frame);
    const values = getArgumentValues(own, node, request.variables(graph));
    const open = own.subscribe;
    const events: unknown = open
      ? await open(options.rootValue, values, options.contextValue, info)
      : (options.rootValue as Record<string, unknown> | undefined)?.[own.name];
    if (events instanceof Error) throw events;
    if (!isAsyncIterable(events)) {
      throw new Error(`Subscription field must return Async Iterable. Received: ${inspect(events)}.`);
    }
    return events;
  } catch (error) {
    throw locatedError(options.guard ? options.guard.translate(error, facts, undefined) : error, nodes, [
      key,
    ]);
  }
}

/** Events that are executed at once. One after the other, each would wait for the database by itself, and whoever watches a
 *  large payout would fall behind although nobody is busy. */
const AHEAD_MAX = 8;

/** Executes some events ahead of their reader and hands the results on in the order of the events. Not an async generator
 *  function: its `return` must reach the source at once, even while `next` waits for an event. */
function mapEvents(
  events: AsyncIterable<unknown>,
  run: (event: unknown) => ExecutionResult | Promise<ExecutionResult>,
): Stream {
  const iterator = events[Symbol.asyncIterator]();
  const ahead: Promise<IteratorResult<ExecutionResult, void>>[] = [];
  const map = async (step: IteratorResult<unknown>): Promise<IteratorResult<ExecutionResult, void>> => {
    if (step.done === true) return { value: undefined, done: true };
    try {
      return { value: await run(step.value), done: false };
    } catch (error) {
      await iterator.return?.();
      throw error;
    }
  };
  const readAhead = (): void => {
    const result = iterator.next().then(map);
    // Its reader is told in turn; until then nobody listens.
    result.catch(() => undefined);
    ahead.push(result);
  };
  return {
    next: async () => {
      while (ahead.length < AHEAD_MAX) readAhead();
      return ahead.shift()!;
    },
    return: async () => {
      ahead.length = 0;
      return iterator.return ? map(await iterator.return()) : { value: undefined, done: true as const };
    },
    throw: async (error: unknown) => {
      if (iterator.throw) return map(await iterator.throw(error));
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return(undefined);
    },
  };
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
