/** A subgraph as the executor sees it: its executable schema and where its reference resolvers are. */
import type {
  DocumentNode,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLInterfaceType,
  GraphQLResolveInfo,
  GraphQLSchema,
} from 'graphql';
import { defaultTypeResolver, isInterfaceType } from 'graphql';
import { isThenable } from './execution.js';

/** One subgraph to execute. */
export interface SubgraphDefinition {
  readonly name: string;
  /** The subgraph's federation SDL. */
  readonly typeDefs: string | DocumentNode;
  /** Its executable schema. Reference resolvers are looked for in `type.extensions.apollo.subgraph.resolveReference`
   *  (as `buildSubgraphSchema` puts them), then in `type.resolveReference` (as `@mercuriusjs/federation` does). */
  readonly schema: GraphQLSchema;
}

export type ReferenceResolver = (reference: object, context: unknown, info: GraphQLResolveInfo) => unknown;

/** The function that turns a reference into the subgraph's own object; without one the reference is that object. */
export function findReferenceResolver(
  schema: GraphQLSchema,
  type: GraphQLNamedType | undefined,
): ReferenceResolver | undefined {
  const own = findOwnResolver(schema, type);
  return own === undefined && isInterfaceType(type) ? resolveByRuntimeType(schema, type) : own;
}

/** An interface without a resolver of its own is resolved by the one of the type that the reference turns out to have. */
function resolveByRuntimeType(
  schema: GraphQLSchema,
  type: GraphQLInterfaceType,
): ReferenceResolver | undefined {
  const resolvers = new Map(
    schema.getPossibleTypes(type).map((each) => [each.name, findOwnResolver(schema, each)]),
  );
  if ([...resolvers.values()].every((each) => each === undefined)) return undefined;
  const resolveType = type.resolveType ?? defaultTypeResolver;
  return (reference, context, info) => {
    const resolve = (typeName: unknown): unknown => {
      const found = resolvers.get(typeName as string)?.(reference, context, info);
      if (found === undefined) return reference;
      return isThenable(found) ? found.then((value) => typed(value, typeName)) : typed(found, typeName);
    };
    // The interface's name on the reference says nothing of the type.
    const { __typename: _interface, ...untyped } = reference as { __typename?: unknown };
    const typeName = resolveType(untyped, context, info, type);
    return isThenable(typeName) ? typeName.then(resolve) : resolve(typeName);
  };
}

function typed(value: unknown, typeName: unknown): unknown {
  if (typeof value !== 'object' || value === null || '__typename' in value || !Object.isExtensible(value))
    return value;
  return Object.defineProperty(value, '__typename', { value: typeName });
}

function findOwnResolver(
  schema: GraphQLSchema,
  type: GraphQLNamedType | undefined,
): ReferenceResolver | undefined {
  const apollo = type?.extensions['apollo'] as
    { subgraph?: { resolveReference?: ReferenceResolver } } | undefined;
  if (apollo?.subgraph?.resolveReference !== undefined) return apollo.subgraph.resolveReference;
  const own = (type as { resolveReference?: unknown } | undefined)?.resolveReference;
  if (typeof own !== 'function') return undefined;
  // Mercurius calls it like a field resolver; everyone else without arguments. Only Mercurius leaves the function on the
  // type of a schema that has `_entities`.
  if (schema.getQueryType()?.getFields()['_entities'] !== undefined) {
    const resolver = own as (
      reference: object,
      args: object,
      context: unknown,
      info: GraphQLResolveInfo,
    ) => unknown;
    return (reference, context, info) => resolver(reference, {}, context, info);
  }
  return own as ReferenceResolver;
}

/** The type that the subgraph itself calls so: root types may have other names there. */
export function ownType(
  schema: GraphQLSchema,
  api: GraphQLSchema,
  typeName: string,
): GraphQLObjectType | GraphQLInterfaceType | undefined {
  if (typeName === api.getQueryType()?.name) return schema.getQueryType() ?? undefined;
  if (typeName === api.getMutationType()?.name) return schema.getMutationType() ?? undefined;
  if (typeName === api.getSubscriptionType()?.name) return schema.getSubscriptionType() ?? undefined;
  return schema.getType(typeName) as GraphQLObjectType | undefined;
}
