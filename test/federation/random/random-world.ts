/** Makes a world by chance: who knows which entity, by which keys, with which fields. Most of these worlds compose. */
import type { Random } from '../../../src/demo/generator/random.js';
import { createRandom } from '../../../src/demo/generator/random.js';
import { some } from './random.js';
import { addOverrides, addProvisions, addRequirements, chooseKey } from './random-directives.js';
import { entityCount } from './world-values.js';
import type { Field, Key, Part, Subgraph, Thing, World } from './world-model.js';
import {
  areAllPartsKnown,
  createField,
  declareEntity,
  fieldsIn,
  fieldsOf,
  isMemberIn,
  onlyHome,
} from './world-model.js';

export function createRandomWorld(seed: number): World {
  const random = createRandom(seed);
  const world = createEmptyWorld(random);
  for (const entity of world.entities) addFields(world, entity, random);
  if (world.thing !== undefined) addThing(world, world.thing, random);
  for (const subgraph of world.subgraphs) addKeys(world, subgraph, random);
  addOverrides(world, random);
  addRequirements(world, random);
  addProvisions(world, random);
  addRoots(world, random);
  return world;
}

function createEmptyWorld(random: Random): World {
  const subgraphs = named('subgraph', random.pick([2, 2, 3, 3, 4])).map((name): Subgraph => ({
    name,
    types: new Map(),
  }));
  const entities = named('Entity', random.pick([2, 2, 3, 3, 4]));
  const keysOfOne = (): Key[] => [
    'id',
    ...some<Key>(random, ['code'], 0.5),
    ...some<Key>(random, ['region number'], 0.3),
    ...some<Key>(random, ['place { id }'], 0.25),
  ];
  const arePartsSplit = random.chance(0.3);
  const partsOfOne = (): readonly Part[] => {
    const known = some<Part>(random, ['x', 'y', 'z'], arePartsSplit ? 0.6 : 1);
    return known.length > 0 ? known : ['x'];
  };
  return {
    subgraphs,
    entities,
    keys: new Map(entities.map((entity) => [entity, keysOfOne()])),
    fields: new Map(entities.map((entity) => [entity, []])),
    queries: [],
    mutations: [],
    parts: new Map(subgraphs.map(({ name }) => [name, partsOfOne()])),
    thing: chooseThing(subgraphs, entities, random),
  };
}

function named(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name}${index}`);
}

function chooseThing(
  subgraphs: readonly Subgraph[],
  entities: readonly string[],
  random: Random,
): Thing | undefined {
  const kind = random.pick(['none', 'interface', 'interface', 'object', 'union'] as const);
  if (kind === 'none') return undefined;
  const chosen = some(random, entities, 0.7);
  const members = chosen.length > 0 ? chosen : entities.slice(0, 1);
  if (kind !== 'object') return { kind, members, membersIn: new Map() };
  const home = subgraphs[1]!.name;
  const object = {
    home,
    requiresLabel: random.chance(0.5),
    text: createField({ name: 'extra', kind: 'text', homes: [home] }),
    link: createField({ name: 'extraLink', kind: 'link', among: [random.pick(entities)], homes: [home] }),
  };
  return { kind: 'interface', members, membersIn: new Map(), object };
}

function addFields(world: World, entity: string, random: Random): void {
  // Who answers nothing of an entity may still link to it.
  const answering = some(random, world.subgraphs, 0.7);
  const homes = () => chooseHomes(answering.length > 0 ? answering : world.subgraphs, random);
  const fields = fieldsOf(world, entity);
  for (const name of named('text', random.between(2, 4)))
    fields.push(
      createField({
        name,
        kind: 'text',
        isNonNull: random.chance(0.4),
        isSometimesNull: random.chance(0.2),
        hasArgument: random.chance(0.2),
        failsFor: random.chance(0.12) ? random.between(0, entityCount - 1) : undefined,
        homes: homes(),
      }),
    );
  for (const name of named('link', random.between(1, 3))) {
    const shape = random.pick(['one', 'one', 'one', 'list', 'nested list'] as const);
    const among = [random.pick(world.entities)];
    fields.push(
      createField({ name, kind: 'link', among, shape, isNonNull: random.chance(0.2), homes: homes() }),
    );
  }
  if (random.chance(0.6)) {
    const shape = random.pick(['one', 'one', 'list'] as const);
    // Where nobody knows all parts, all subgraphs together do.
    const everywhere = world.subgraphs.map(({ name }) => name);
    const partHomes = areAllPartsKnown(world) ? homes() : everywhere;
    fields.push(createField({ name: 'parts', kind: 'parts', shape, homes: partHomes }));
  }
  if (world.thing?.members.includes(entity) === true)
    fields.push(createField({ name: 'label', kind: 'text', homes: homes() }));
  for (const subgraph of world.subgraphs)
    for (const field of fieldsIn(world, subgraph, entity))
      for (const type of [entity, ...field.among]) declareEntity(subgraph, type);
}

function chooseHomes(subgraphs: readonly Subgraph[], random: Random): string[] {
  const homes = [random.pick(subgraphs).name];
  return random.chance(0.25) ? [...homes, random.pick(subgraphs).name] : homes;
}

function addThing(world: World, thing: Thing, random: Random): void {
  const [first] = world.subgraphs;
  if (thing.object !== undefined) {
    thing.membersIn.set(first!.name, thing.members).set(thing.object.home, thing.members);
  } else {
    for (const { name, types } of world.subgraphs) {
      const members = thing.members.filter((entity) => types.has(entity) || random.chance(0.4));
      if (members.length > 0 && random.chance(0.7)) thing.membersIn.set(name, members);
    }
    if (thing.membersIn.size === 0) thing.membersIn.set(first!.name, thing.members);
  }
  for (const subgraph of world.subgraphs) {
    const among = thing.membersIn.get(subgraph.name);
    if (among === undefined) continue;
    if (thing.object?.home !== subgraph.name) for (const entity of among) declareEntity(subgraph, entity);
    else for (const entity of thing.object.link.among) declareEntity(subgraph, entity);
    for (const entity of subgraph.types.keys())
      if (random.chance(0.4))
        fieldsOf(world, entity).push(
          thingField(`thing_${subgraph.name}`, subgraph, among, random.chance(0.5)),
        );
  }
}

function thingField(name: string, home: Subgraph, among: readonly string[], isList: boolean): Field {
  return createField({ name, kind: 'thing', among, shape: isList ? 'list' : 'one', homes: [home.name] });
}

function addKeys(world: World, subgraph: Subgraph, random: Random): void {
  const object = world.thing?.object;
  for (const [entity, type] of subgraph.types) {
    for (const key of some(random, world.keys.get(entity) ?? [], 0.35)) type.keys.add(key);
    type.keys.add(chooseKey(world, entity, subgraph, random));
    // Whoever has an interface by its key has its implementations by the same key.
    if (object !== undefined && isMemberIn(world, subgraph, entity)) type.keys.add('id');
    type.isReference =
      object === undefined && fieldsIn(world, subgraph, entity).length === 0 && random.chance(0.5);
  }
}

function addRoots(world: World, random: Random): void {
  for (const entity of world.entities) {
    const knowing = world.subgraphs.filter(({ types }) => types.has(entity));
    for (const name of named(`some${entity}_`, random.between(1, 2)))
      world.queries.push(
        createField({
          name,
          kind: 'link',
          among: [entity],
          shape: random.chance(0.5) ? 'list' : 'one',
          homes: chooseHomes(knowing, random),
        }),
      );
  }
  for (const subgraph of world.subgraphs) {
    const among = world.thing?.membersIn.get(subgraph.name);
    if (among !== undefined)
      world.queries.push(thingField(`thing_${subgraph.name}`, subgraph, among, random.chance(0.6)));
    const own = world.queries.filter((field) => onlyHome(world, field) === subgraph);
    for (const query of own.slice(0, 2)) world.mutations.push({ ...query, name: `change_${query.name}` });
  }
}
