/** The same world as one plain schema, to which federation means nothing. */
import type { GraphQLSchema } from 'graphql';
import type { Resolvers } from '../subgraph-builder.js';
import { merged } from '../subgraph-builder.js';
import type { Field, World } from './world-model.js';
import { fieldsOf } from './world-model.js';
import type { Arguments, Item } from './world-values.js';
import {
  extraText,
  idOf,
  keyFields,
  keyValueOf,
  labelOf,
  targetsOf,
  theRoot,
  valueOf,
} from './world-values.js';

/** @param publicSdl what the composed graph shows to its clients */
export function createMerged(world: World, publicSdl: string): GraphQLSchema {
  const roots = (fields: readonly Field[]) =>
    Object.fromEntries(fields.map((field) => [field.name, () => targetsOf(theRoot, field)]));
  const resolvers: Resolvers = {
    Query: roots(world.queries),
    ...(world.mutations.length > 0 && { Mutation: roots(world.mutations) }),
    ...(world.thing && { Thing: { __resolveType: ({ type }: Item) => type } }),
    ...Object.fromEntries(world.entities.map((entity) => [entity, entityResolvers(world, entity)])),
  };
  return merged(publicSdl, resolvers);
}

function entityResolvers(world: World, entity: string): Record<string, unknown> {
  const resolvers: Record<string, unknown> = {};
  for (const name of keyFields) resolvers[name] = (item: Item) => keyValueOf(item, name);
  for (const field of fieldsOf(world, entity))
    resolvers[field.name] = (item: Item, given: Arguments) => valueOf(item, field, given);
  const object = world.thing?.object;
  if (object !== undefined) {
    resolvers['extra'] = (item: Item) =>
      extraText(idOf(item), object.requiresLabel ? labelOf(world, item) : undefined);
    resolvers['extraLink'] = (item: Item) => targetsOf(item, object.link);
  }
  return resolvers;
}
