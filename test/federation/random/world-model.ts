/** What a random world consists of: entities, and which subgraph knows which of their keys and fields. */
export interface World {
  readonly subgraphs: readonly Subgraph[];
  /** The names of the entity types. */
  readonly entities: readonly string[];
  /** All keys of an entity; a subgraph knows some of them. */
  readonly keys: ReadonlyMap<string, readonly Key[]>;
  readonly fields: ReadonlyMap<string, Field[]>;
  readonly queries: Field[];
  readonly mutations: Field[];
  /** Which members of the value type `Parts` a subgraph knows. */
  readonly parts: ReadonlyMap<string, readonly Part[]>;
  readonly thing: Thing | undefined;
}

export type Key = 'id' | 'code' | 'region number' | 'place { id }';
export type Part = 'x' | 'y' | 'z';

export interface Subgraph {
  readonly name: string;
  readonly types: Map<string, EntityType>;
}

/** An entity as one subgraph declares it. */
export interface EntityType {
  readonly keys: Set<Key>;
  readonly externals: Set<Field>;
  /** Only refers to the entity: `resolvable: false`. */
  isReference: boolean;
}

export interface Field {
  readonly name: string;
  readonly kind: 'text' | 'parts' | 'link' | 'thing';
  /** The entities that a link or a thing may lead to. */
  readonly among: readonly string[];
  readonly shape: 'one' | 'list' | 'nested list';
  readonly isNonNull: boolean;
  readonly isSometimesNull: boolean;
  readonly hasArgument: boolean;
  /** The names of the subgraphs that answer it. */
  readonly homes: Set<string>;
  /** The number of the entity for which it throws. */
  failsFor?: number;
  /** The name of the subgraph that it is taken from. */
  overrides?: string;
  requires?: readonly Selected[];
  provides?: readonly Selected[];
  /** Some subgraph provides it besides its homes. */
  isProvided?: boolean;
}

/** What `@requires` and `@provides` name: a field, or a field of the entity that a link leads to. */
export interface Selected {
  readonly field: Field;
  readonly inner?: Field;
}

/** The one abstract type. With `object`, a subgraph knows the interface as an object type with fields of its own. */
export interface Thing {
  readonly kind: 'interface' | 'union';
  readonly members: readonly string[];
  /** By subgraph, the members that it knows as such. */
  readonly membersIn: Map<string, readonly string[]>;
  object?: InterfaceObject;
}

export interface InterfaceObject {
  readonly home: string;
  readonly requiresLabel: boolean;
  readonly text: Field;
  readonly link: Field;
}

export function createField(
  given: Pick<Field, 'name' | 'kind'> & Partial<Omit<Field, 'homes'>> & { homes: Iterable<string> },
): Field {
  return {
    among: [],
    shape: 'one',
    isNonNull: false,
    isSometimesNull: false,
    hasArgument: false,
    ...given,
    homes: new Set(given.homes),
  };
}

/** The entity in the subgraph, which knows it from now on. */
export function declareEntity(subgraph: Subgraph, entity: string): EntityType {
  const known = subgraph.types.get(entity);
  if (known !== undefined) return known;
  const type: EntityType = { keys: new Set(), externals: new Set(), isReference: false };
  subgraph.types.set(entity, type);
  return type;
}

export function fieldsOf(world: World, entity: string): Field[] {
  return world.fields.get(entity) ?? [];
}

export function fieldsIn(world: World, subgraph: Subgraph, entity: string): Field[] {
  return fieldsOf(world, entity).filter(({ homes }) => homes.has(subgraph.name));
}

export function fieldNamed(world: World, entity: string, name: string): Field | undefined {
  return fieldsOf(world, entity).find((field) => field.name === name);
}

export function areAllPartsKnown(world: World): boolean {
  return [...world.parts.values()].every((parts) => parts.length === 3);
}

/** The subgraph of a field that only one answers. */
export function onlyHome(world: World, field: Field): Subgraph | undefined {
  return field.homes.size === 1 ? world.subgraphs.find(({ name }) => field.homes.has(name)) : undefined;
}

export function isMemberIn(world: World, subgraph: Subgraph, entity: string): boolean {
  return (
    world.thing?.object?.home !== subgraph.name &&
    world.thing?.membersIn.get(subgraph.name)?.includes(entity) === true
  );
}

/** A reference that other subgraphs made fields of is answered after all. */
export function isOnlyReference(world: World, subgraph: Subgraph, entity: string): boolean {
  const type = subgraph.types.get(entity);
  return (
    type?.isReference === true &&
    type.externals.size === 0 &&
    !fieldsOf(world, entity).some(({ overrides }) => overrides === subgraph.name)
  );
}
