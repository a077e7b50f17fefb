/** The public schema as something that graphql-js can execute: each root field runs its own selection through the compiled
 *  executor, and the fields below it only read what came back. For tools that know schemas and nothing else. */
import type {
  DocumentNode,
  ExecutionResult,
  FieldNode,
  GraphQLFieldResolver,
  GraphQLResolveInfo,
  GraphQLSchema,
  SelectionNode,
} from 'graphql';
import {
  buildASTSchema,
  isAbstractType,
  isEnumType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  parse,
  printSchema,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { ExecuteOptions, ExecutableSupergraph } from './execute-supergraph.js';

type Runner = Pick<ExecutableSupergraph, 'execute' | 'subscribe'>;
type Container = Record<string | number, unknown>;

export function buildExecutableSchema(publicSchema: GraphQLSchema, run: Runner): GraphQLSchema {
  const document = withStandIns(publicSchema, parse(printSchema(publicSchema), { noLocation: true }));
  const schema = buildASTSchema(document, { assumeValid: true });
  const subscription = schema.getSubscriptionType();
  const roots = new Set([schema.getQueryType(), schema.getMutationType()]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isScalarType(type) && !isSpecifiedScalarType(type)) passThrough(type, publicSchema);
    if (isAbstractType(type)) {
      const [any] = schema.getPossibleTypes(type);
      type.resolveType = (value) => (value as Record<string, string>)[typeNameKey] ?? any?.name;
    }
    if (isEnumType(type)) type.serialize = (value) => value as string;
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (type === subscription) {
        field.subscribe = subscribeField(run, schema);
        field.resolve = (event, _args, _context, info) => readPlaced(event, info);
      } else {
        field.resolve = roots.has(type) ? executeField(run, schema) : readPlaced;
      }
    }
  }
  return schema;
}

/** An interface may have values and no type that implements it, where every subgraph that gives them knows it as an object
 *  (`@interfaceObject`). Graphql-js completes no value without a type, so a type stands in. */
function withStandIns(publicSchema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const standIns = document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
    const type = publicSchema.getType(definition.name.value);
    if (!isAbstractType(type) || publicSchema.getPossibleTypes(type).length > 0) return [];
    const itself = { kind: Kind.NAMED_TYPE, name: definition.name } as const;
    const name = { kind: Kind.NAME, value: `${definition.name.value}Value` } as const;
    const interfaces = [...(definition.interfaces ?? []), itself];
    return [{ ...definition, kind: Kind.OBJECT_TYPE_DEFINITION, name, interfaces } as const];
  });
  return { ...document, definitions: [...document.definitions, ...standIns] };
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

function executeField(run: Runner, schema: GraphQLSchema): GraphQLFieldResolver<unknown, unknown> {
  return async (rootValue, _args, contextValue, info) => {
    const result = await run.execute(optionsOf(schema, info, contextValue, rootValue));
    return readPlaced(placeErrors(result, info), info);
  };
}

function subscribeField(run: Runner, schema: GraphQLSchema): GraphQLFieldResolver<unknown, unknown> {
  return async (rootValue, _args, contextValue, info) => {
    const events = await run.subscribe(optionsOf(schema, info, contextValue, rootValue));
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

function optionsOf(
  schema: GraphQLSchema,
  info: GraphQLResolveInfo,
  contextValue: unknown,
  rootValue: unknown,
): ExecuteOptions {
  const document = documentOf(schema, info);
  const variables = info.variableValues;
  return { document, variables, contextValue, rootValue, isValidated: true, request: variables };
}

/** The operation with one root field only, kept with the operation so that it is compiled once. */
function documentOf(schema: GraphQLSchema, info: GraphQLResolveInfo): DocumentNode {
  const known = documents.get(info.operation) ?? [];
  const { fieldNodes } = info;
  const found = known.find(
    ({ nodes }) => nodes.length === fieldNodes.length && nodes.every((node, i) => node === fieldNodes[i]),
  );
  if (found !== undefined) return found.document;
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...info.operation, selectionSet: { kind: Kind.SELECTION_SET, selections: fieldNodes } },
      ...Object.values(info.fragments),
    ],
  };
  const typed = withTypeNames(schema, document);
  documents.set(info.operation, [...known, { nodes: fieldNodes, document: typed }]);
  return typed;
}

const documents = new WeakMap<object, { nodes: readonly FieldNode[]; document: DocumentNode }[]>();
const typeNameKey = '__federatedTypename';

/** Graphql-js must be told which type an abstract value has; where the selection does not depend on it, any will do. */
function withTypeNames(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const typeInfo = new TypeInfo(schema);
  const typeName: FieldNode = {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: typeNameKey },
    name: { kind: Kind.NAME, value: '__typename' },
  };
  const isPlain = (node: SelectionNode) => node.kind === Kind.FIELD && node.name.value !== '__typename';
  return visit(
    document,
    visitWithTypeInfo(typeInfo, {
      SelectionSet(node) {
        if (!isAbstractType(typeInfo.getParentType()) || node.selections.every(isPlain)) return undefined;
        return { ...node, selections: [...node.selections, typeName] };
      },
    }),
  );
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
