/** The subgraphs of a random world, with resolvers that throw when they are asked for what is not theirs. */
import type { SubgraphDefinition } from '../../../src/federation/index.js';
import type { Resolvers } from '../subgraph-builder.js';
import { subgraph as buildSubgraph } from '../subgraph-builder.js';
import { hash } from './random.js';
import { sdlOf } from './random-sdl.js';
import type { Field, InterfaceObject, Key, Selected, Subgraph, World } from './world-model.js';
import { fieldsOf, isOnlyReference } from './world-model.js';
import type { Arguments, Item, Nested } from './world-values.js';
import {
  computedText,
  entityCount,
  extraText,
  idOf,
  itemOf,
  keyFields,
  keyValueOf,
  mapNested,
  onlySelected,
  targetsOf,
  theRoot,
  valueOf,
} from './world-values.js';

type Reference = Readonly<Record<string, unknown>>;
type Tell = (reference: Reference) => void;

/** An entity in a subgraph: what it was asked for with, or what its parent provided. */
interface Held extends Item {
  readonly __typename: string;
  readonly id?: string;
  readonly reference?: Reference;
  readonly provided?: readonly Selected[];
}

/** @param onReference told of every reference that a subgraph is asked for */
export function createSubgraphs(
  world: World,
  onReference: (subgraph: string, reference: Reference) => void,
): SubgraphDefinition[] {
  return world.subgraphs.map((subgraph) => {
    const tell = (reference: Reference) => onReference(subgraph.name, reference);
    return buildSubgraph(subgraph.name, sdlOf(world, subgraph), resolversOf(world, subgraph, tell));
  });
}

function resolversOf(world: World, subgraph: Subgraph, tell: Tell): Resolvers {
  const { queries, mutations, thing } = world;
  const roots = (fields: readonly Field[]) =>
    Object.fromEntries(
      fields
        .filter(({ homes }) => homes.has(subgraph.name))
        .map((field) => [field.name, () => linked(world, subgraph, theRoot, field)]),
    );
  const resolvers: Record<string, Record<string, unknown>> = { Query: roots(queries) };
  const changes = roots(mutations);
  if (Object.keys(changes).length > 0) resolvers['Mutation'] = changes;
  for (const entity of subgraph.types.keys())
    resolvers[entity] = entityResolvers(world, subgraph, entity, tell);
  if (thing?.membersIn.has(subgraph.name) === true)
    resolvers['Thing'] =
      thing.object?.home === subgraph.name
        ? interfaceObjectResolvers(thing.object, tell)
        : thingResolvers(tell);
  return resolvers;
}

function thingResolvers(tell: Tell): Record<string, unknown> {
  return {
    __resolveType: ({ __typename }: Held) => __typename,
    __resolveReference: (reference: Reference) => {
      tell(reference);
      const item = itemOf(String(reference['id']));
      return { ...item, __typename: item.type, reference };
    },
  };
}

function interfaceObjectResolvers(
  { requiresLabel, link }: InterfaceObject,
  tell: Tell,
): Record<string, unknown> {
  return {
    __resolveReference: (reference: Reference) => {
      tell(reference);
      return { ...reference, __typename: 'Thing' };
    },
    extra: (held: Reference) => {
      if (requiresLabel && !('label' in held)) throw new Error('Thing.extra was asked without its label');
      return extraText(String(held['id']), requiresLabel ? held['label'] : undefined);
    },
    extraLink: ({ id }: Reference) =>
      mapNested(targetsOf(itemOf(String(id)), link), (item) => ({ ...item, __typename: item.type })),
  };
}

function entityResolvers(
  world: World,
  subgraph: Subgraph,
  entity: string,
  tell: Tell,
): Record<string, unknown> {
  const keys = [...(subgraph.types.get(entity)?.keys ?? [])];
  const resolvers: Record<string, unknown> = {
    __resolveReference: (reference: Reference) => {
      tell(reference);
      if (isOnlyReference(world, subgraph, entity))
        throw new Error(`${entity} was asked of ${subgraph.name}, which only refers to it`);
      return { ...findItem(entity, keys, reference), __typename: entity, reference };
    },
  };
  for (const name of keyFields) resolvers[name] = (held: Held) => keyValueOf(held, name);
  for (const field of fieldsOf(world, entity))
    resolvers[field.name] = (held: Held, given: Arguments) =>
      sometimesLate(`${subgraph.name} ${idOf(held)} ${field.name}`, () =>
        answerOf(world, subgraph, field, held, given),
      );
  return resolvers;
}

/** Some resolvers answer, or fail, at once and some later: always the same ones. */
function sometimesLate(place: string, answer: () => unknown): unknown {
  return hash(place) % 3 === 0 ? Promise.resolve().then(answer) : answer();
}

function findItem(type: string, keys: readonly Key[], reference: Reference): Item {
  for (const key of keys)
    for (let number = 0; number < entityCount; number++) {
      const names = key === 'place { id }' ? ['place'] : key.split(' ');
      const isIt = (name: string) =>
        JSON.stringify(reference[name]) === JSON.stringify(keyValueOf({ type, number }, name));
      if (names.every(isIt)) return { type, number };
    }
  throw new Error(`${JSON.stringify(reference)} has none of the keys ${keys.join(', ')}`);
}

function answerOf(world: World, subgraph: Subgraph, field: Field, held: Held, given: Arguments): unknown {
  const { reference = {}, provided } = held;
  const place = `${held.type}.${field.name}`;
  if (field.overrides === subgraph.name)
    throw new Error(`${place} was asked of ${subgraph.name}, from which it is taken`);
  if (!field.homes.has(subgraph.name)) {
    if (field.name in reference) return reference[field.name];
    const selected = provided?.find((one) => one.field === field);
    if (selected === undefined) throw new Error(`${place} is external in ${subgraph.name} and was asked`);
    if (selected.inner === undefined) return valueOf(held, field, given);
    return linked(world, subgraph, held, field, [{ field: selected.inner }]);
  }
  if (field.requires !== undefined) {
    const missing = field.requires.find((selected) => !(selected.field.name in reference));
    if (missing !== undefined) throw new Error(`${place} was asked without ${missing.field.name}`);
    const required = field.requires.map((one) => onlySelected(reference[one.field.name], one));
    return computedText(field, required, given);
  }
  if (field.kind === 'link' || field.kind === 'thing')
    return linked(world, subgraph, held, field, field.provides);
  return valueOf(held, field, given);
}

function linked(
  world: World,
  subgraph: Subgraph,
  from: Item,
  field: Field,
  provided?: readonly Selected[],
): Nested<Held> {
  const isObject = field.kind === 'thing' && world.thing?.object?.home === subgraph.name;
  return mapNested(targetsOf(from, field), (item) =>
    isObject
      ? { ...item, __typename: 'Thing', id: idOf(item) }
      : { ...item, __typename: item.type, provided },
  );
}
