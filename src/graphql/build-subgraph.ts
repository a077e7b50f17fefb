/** Makes one domain's subgraph from its type-graphql resolvers: an executable schema, and the federation SDL that is
 *  emitted, composed and committed. */
import 'reflect-metadata';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, getMetadataStorage, type NonEmptyArray } from 'type-graphql';
import { stateBounds } from './bounds.js';
import type { HubContext } from './context.js';
import { guardArguments } from './guard-arguments.js';
import { instancesOf, isOfAdapter } from './resolver-instances.js';
import { readForRequests } from './read-for-request.js';
import { callStraight } from './straight-fields.js';

export interface Subgraph {
  readonly name: string;
  /** Federation SDL, with `@link`. */
  readonly typeDefs: string;
  readonly schema: GraphQLSchema;
  /** By type name: how an entity of that type is entered. */
  readonly references: Readonly<Record<string, ReferenceResolver>>;
}

/** Enters an entity by its key. Returns null when this subgraph does not know it. */
export type ReferenceResolver = (
  reference: Readonly<Record<string, unknown>>,
  context: HubContext,
) => unknown;

/** The stream behind a subscription field. */
export interface Stream {
  /** Each item becomes the root of the field's resolver. */
  open(args: never, context: HubContext): Promise<AsyncIterable<unknown>> | AsyncIterable<unknown>;
  /** Takes the resolver's place where an item's event needs no arguments: hundreds of thousands may be told in a row, and type-graphql
   *  would read the arguments for each. */
  show?(item: never, context: HubContext): unknown;
}

/** The `topics` of every `@Subscription`: its stream is opened by `SubgraphParts.streams`, not by a message broker. */
export const FROM_STREAM = 'stream';

export interface SubgraphParts {
  readonly name: string;
  /** Resolver objects, made with their dependencies; each class is given once. */
  readonly resolvers: readonly object[];
  /** Types that no resolver names: implementations of an interface, stubs of other owners' types. */
  readonly orphanedTypes?: readonly (new (...args: never[]) => unknown)[];
  /** By type name: how an entity of that type is entered. */
  readonly references?: Readonly<Record<string, ReferenceResolver>>;
  /** By subscription field: where its items come from. */
  readonly streams?: Readonly<Record<string, Stream>>;
}

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ' +
  '["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible"])';

/** @param ofAdapters the same parts with what adapters' requests are given; default the same */
export function buildSubgraph(parts: SubgraphParts, ofAdapters: SubgraphParts = parts): Subgraph {
  const { name, resolvers, orphanedTypes = [], streams = {} } = parts;
  readPlainFieldsPlainly();
  const instances = instancesOf(resolvers, ofAdapters.resolvers);
  const schema = buildSchemaSync({
    resolvers: resolvers.map((resolver) => resolver.constructor) as unknown as NonEmptyArray<() => void>,
    orphanedTypes: [...orphanedTypes],
    container: { get: (type: new () => object, { context }) => instances.get(type, context as HubContext) },
    // Inputs are validated by scalars and use cases; a second validator would be a second truth.
    validate: false,
    pubSub: NO_BROKER,
    skipCheck: true,
  });
  callStraight(schema, instances);
  const references = referencesOf(parts.references ?? {}, ofAdapters.references ?? {});
  for (const [typeName, resolveReference] of Object.entries(references)) {
    const type = schema.getType(typeName);
    if (!(type instanceof GraphQLObjectType)) {
      throw new Error(`Subgraph ${name} resolves references to ${typeName}, which is no object type of it.`);
    }
    type.extensions = { ...type.extensions, apollo: { subgraph: { resolveReference } } };
  }
  const subscriptions = schema.getSubscriptionType()?.getFields() ?? {};
  for (const field of Object.values(subscriptions)) {
    const stream = streams[field.name];
    if (!stream) throw new Error(`Subgraph ${name} has no stream behind the subscription ${field.name}.`);
    field.subscribe = (_source, args, context: HubContext) => stream.open(args as never, context);
    if (stream.show)
      field.resolve = (item, _args, context: HubContext) => stream.show?.(item as never, context);
  }
  guardArguments(schema);
  stateBounds(schema);
  readForRequests(schema);
  return { name, typeDefs: `${LINK}\n\n${printSchemaWithDirectives(schema)}\n`, schema, references };
}

type References = Readonly<Record<string, ReferenceResolver>>;

function referencesOf(ofPeople: References, ofAdapters: References): References {
  if (ofPeople === ofAdapters) return ofPeople;
  return Object.fromEntries(
    Object.entries(ofPeople).map(([typeName, resolve]) => [
      typeName,
      (reference, context) =>
        (isOfAdapter(context) ? (ofAdapters[typeName] ?? resolve) : resolve)(reference, context),
    ]),
  );
}

/** A field without a resolver is a property: left to GraphQL's own default, which the executor reads in place. type-graphql would wrap
 *  each in a function that collects root, arguments, context and info for middlewares that the hub does not have. */
function readPlainFieldsPlainly(): void {
  const { objectTypes, fields, params } = getMetadataStorage();
  // Decorators of parameters run from the last to the first; arguments stand in the schema as they are written.
  params.sort((one, other) => one.index - other.index);
  for (const type of objectTypes) type.simpleResolvers ??= true;
  for (const field of fields) if (field.schemaName !== field.name) field.simple = false;
}

/** type-graphql asks for a broker as soon as there is a subscription; nothing here may ever reach one. */
const NO_BROKER = {
  publish: (): void => undefined,
  subscribe: (): never => {
    throw new Error('Subscriptions read the event log, not a message broker.');
  },
};
