/** The public schema as something that graphql-js can execute: each root field runs its own selection through the compiled
 *  executor, and the fields below it only read what came back. For tools that know schemas and nothing else. */
import type {
  DocumentNode,
  ExecutionResult,
  GraphQLFieldResolver,
  GraphQLResolveInfo,
  GraphQLSchema,
} from 'graphql';
import {
  buildASTSchema,
  isEnumType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  parse,
  printSchema,
  valueFromASTUntyped,
} from 'graphql';
import type { ExecuteOptions, ExecutableSupergraph } from './execute-supergraph.js';

type Runner = Pick<ExecutableSupergraph, 'execute' | 'subscribe'>;
type Container = Record<string | number, unknown>;

export function buildExecutableSchema(publicSchema: GraphQLSchema, run: Runner): GraphQLSchema {
  const schema = buildASTSchema(parse(printSchema(publicSchema), { noLocation: true }), {
    assumeValid: true,
  });
  const subscription = schema.getSubscriptionType();
  const roots = new Set([schema.getQueryType(), schema.getMutationType()]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isScalarType(type) && !isSpecifiedScalarType(type)) passThrough(type, publicSchema);
    if (isEnumType(type)) type.serialize = (value) => value as string;
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (type === subscription) {
        field.subscribe = subscribeField(run);
        field.resolve = (event, _args, _context, info) => readPlaced(event, info);
      } else {
        field.resolve = roots.has(type) ? executeField(run) : readPlaced;
      }
    }
  }
  return schema;
}

/** Input is checked as the subgraphs do, then handed on as it came; output was serialised by its owner. */
function passThrough(
  type: { name: string; serialize: unknown; parseValue: unknown; parseLiteral: unknown },
  publicSchema: GraphQLSchema,
): void {
  const checked = publicSchema.getType(type.name);
  if (!isScalarType(checked)) return;
  type.serialize = (value: unknown) => value;
  type.parseValue = (value: unknown) => {
    checked.parseValue(value);
    return value;
  };
  type.parseLiteral = (node: never, variables: never) => {
    checked.parseLiteral(node, variables);
    return valueFromASTUntyped(node, variables);
  };
}

const readPlaced = (source: unknown, ...rest: unknown[]): unknown => {
  const info = rest.at(-1) as GraphQLResolveInfo;
  return (source as Container | null)?.[info.path.key];
};

function executeField(run: Runner): GraphQLFieldResolver<unknown, unknown> {
  return async (rootValue, _args, contextValue, info) => {
    const result = await run.execute(optionsOf(info, contextValue, rootValue));
    return readPlaced(placeErrors(result, info), info);
  };
}

function subscribeField(run: Runner): GraphQLFieldResolver<unknown, unknown> {
  return async (rootValue, _args, contextValue, info) => {
    const events = await run.subscribe(optionsOf(info, contextValue, rootValue));
    if (!(Symbol.asyncIterator in events))
      throw events.errors?.[0] ?? new Error('The subscription gave no stream.');
    const iterator = events[Symbol.asyncIterator]();
    const place = (step: IteratorResult<ExecutionResult, void>) =>
      step.done === true ? step : { done: false as const, value: placeErrors(step.value, info) };
    return {
      next: async () => place(await iterator.next()),
      return: async () => place(await iterator.return(undefined)),
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  };
}

function optionsOf(info: GraphQLResolveInfo, contextValue: unknown, rootValue: unknown): ExecuteOptions {
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...info.operation, selectionSet: { kind: Kind.SELECTION_SET, selections: info.fieldNodes } },
      ...Object.values(info.fragments),
    ],
  };
  return { document, variables: info.variableValues, contextValue, rootValue, isValidated: true };
}

/** Puts each error where its null stands, so that graphql-js reports it there and decides anew how far null goes. */
function placeErrors({ data, errors = [] }: ExecutionResult, info: GraphQLResolveInfo): Container {
  const placed: Container = data ?? {};
  for (const error of errors) {
    if (data === null || data === undefined || error.path === undefined) placed[info.path.key] ??= error;
    else placeError(placed, error.path, error);
  }
  return placed;
}

function placeError(container: Container, path: readonly (string | number)[], error: Error): void {
  let at = container;
  for (const key of path) {
    const next = at[key];
    if (next === null || next === undefined) at[key] = error;
    if (typeof next !== 'object' || next === null || next instanceof Error) return;
    at = next as Container;
  }
}
