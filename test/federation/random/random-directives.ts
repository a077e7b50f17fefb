/** Adds @override, @requires and @provides to a random world, where the rules of composition allow them. */
import type { Random } from '../../../src/demo/generator/random.js';
import { some } from './random.js';
import type { Field, Key, Selected, Subgraph, World } from './world-model.js';
import { areAllPartsKnown, declareEntity, fieldsOf, onlyHome } from './world-model.js';

export function addOverrides(world: World, random: Random): void {
  for (const [entity, fields] of world.fields)
    for (const field of fields) {
      if (field.kind !== 'text' || field.homes.size !== 1 || !random.chance(0.1)) continue;
      const others = world.subgraphs.filter(({ name, types }) => !field.homes.has(name) && types.has(entity));
      if (others.length > 0) field.overrides = random.pick(others).name;
    }
}

export function addRequirements(world: World, random: Random): void {
  for (const [entity, fields] of world.fields)
    for (const field of fields) {
      const home = onlyHome(world, field);
      if (home === undefined || field.kind !== 'text' || field.overrides !== undefined) continue;
      if (field.name === 'label' || !random.chance(0.35)) continue;
      const mayRequire = (selected: Selected) => !leadsTo(selected, field);
      const near = fields
        .filter((other) => isRequirable(world, other, home))
        .map((other) => ({ field: other }));
      const requires = some(random, near.filter(mayRequire), 0.6);
      if (random.chance(0.35)) {
        const far = throughLinks(world, entity, home, isPlainText).filter(mayRequire);
        if (far.length > 0) requires.push(random.pick(far));
      }
      if (requires.length === 0) continue;
      field.requires = requires;
      for (const selected of requires) declareExternal(world, entity, selected, home, random);
      // What is required never fails: who cannot compute a field may say so in words of his own.
      for (const each of [field, ...requires.flatMap(fieldsNamed)]) each.failsFor = undefined;
    }
}

export function addProvisions(world: World, random: Random): void {
  for (const fields of world.fields.values())
    for (const field of fields) {
      const home = onlyHome(world, field);
      const [target] = field.among;
      if (home === undefined || target === undefined || field.kind !== 'link' || !random.chance(0.4))
        continue;
      const isProvidable = (other: Field) => isPlainText(other) && isElsewhere(other, home);
      const near = fieldsOf(world, target).filter(isProvidable);
      if (near.length === 0) continue;
      const provides: Selected[] = [{ field: random.pick(near) }];
      const far = throughLinks(world, target, home, isProvidable);
      if (far.length > 0 && random.chance(0.4)) provides.push(random.pick(far));
      field.provides = provides;
      for (const selected of provides) declareExternal(world, target, selected, home, random);
      for (const each of provides.flatMap(fieldsNamed)) each.isProvided = true;
    }
}

/** A key that another subgraph has too, if one has any: most worlds compose because of it. */
export function chooseKey(world: World, entity: string, home: Subgraph, random: Random): Key {
  const others = world.subgraphs.filter((subgraph) => subgraph !== home);
  const known = others.flatMap(({ types }) => [...(types.get(entity)?.keys ?? [])]);
  return random.pick(known.length > 0 ? known : (world.keys.get(entity) ?? []));
}

function isPlainText({ kind, hasArgument, requires }: Field): boolean {
  return kind === 'text' && !hasArgument && requires === undefined;
}

function isElsewhere(field: Field, home: Subgraph): boolean {
  return !field.homes.has(home.name) && field.overrides !== home.name;
}

function isRequirable(world: World, field: Field, home: Subgraph): boolean {
  if (!isElsewhere(field, home)) return false;
  return field.kind === 'parts'
    ? field.shape === 'one' && areAllPartsKnown(world)
    : field.kind === 'text' && !field.hasArgument;
}

/** Each text behind each link of the entity that the subgraph does not answer itself. */
function throughLinks(
  world: World,
  entity: string,
  home: Subgraph,
  isWanted: (field: Field) => boolean,
): Selected[] {
  return fieldsOf(world, entity)
    .filter(({ kind, shape, homes }) => kind === 'link' && shape !== 'nested list' && !homes.has(home.name))
    .flatMap((field) =>
      fieldsOf(world, field.among[0] ?? '')
        .filter((inner) => isWanted(inner) && inner.overrides !== home.name)
        .map((inner) => ({ field, inner })),
    );
}

/** A field may require one that requires others, but not itself. */
function leadsTo(selected: Selected, goal: Field): boolean {
  return fieldsNamed(selected).some(
    (field) => field === goal || (field.requires ?? []).some((next) => leadsTo(next, goal)),
  );
}

function fieldsNamed({ field, inner }: Selected): Field[] {
  return inner === undefined ? [field] : [field, inner];
}

function declareExternal(
  world: World,
  entity: string,
  { field, inner }: Selected,
  home: Subgraph,
  random: Random,
): void {
  declareEntity(home, entity).externals.add(field);
  const [target] = field.among;
  if (inner === undefined || target === undefined) return;
  const type = declareEntity(home, target);
  if (type.keys.size === 0) type.keys.add(chooseKey(world, target, home, random));
  if (!inner.homes.has(home.name)) type.externals.add(inner);
}
