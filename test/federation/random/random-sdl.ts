/** Writes what a subgraph of a random world declares, as its author would. */
import type {
  EntityType,
  Field,
  InterfaceObject,
  Key,
  Selected,
  Subgraph,
  Thing,
  World,
} from './world-model.js';
import { fieldNamed, fieldsIn, fieldsOf, isMemberIn, isOnlyReference } from './world-model.js';

export function sdlOf(world: World, subgraph: Subgraph): string {
  const entities = [...subgraph.types].map(([entity, type]) => entitySdl(world, subgraph, entity, type));
  const queries = rootLines(world.queries, subgraph);
  const mutations = rootLines(world.mutations, subgraph);
  return [
    ...entities,
    `type Parts @shareable {\n${partLines(world, subgraph)}\n}`,
    'type Place @shareable {\n  id: ID!\n}',
    ...(world.thing?.membersIn.has(subgraph.name) === true ? [thingSdl(world, world.thing, subgraph)] : []),
    ...(mutations.length > 0 ? [`type Mutation {\n${mutations.join('\n')}\n}`] : []),
    // A subgraph may have no other root field.
    `type Query {\n${[...queries, `  nothing_${subgraph.name}: String`].join('\n')}\n}`,
  ].join('\n');
}

function entitySdl(world: World, subgraph: Subgraph, entity: string, type: EntityType): string {
  const isMember = isMemberIn(world, subgraph, entity);
  const isInterface = isMember && world.thing?.kind === 'interface';
  const resolvable = isOnlyReference(world, subgraph, entity) ? ', resolvable: false' : '';
  const keys = [...type.keys].map((key) => ` @key(fields: "${key}"${resolvable})`).join('');
  const overridden = fieldsOf(world, entity).filter(({ overrides }) => overrides === subgraph.name);
  const lines = [
    ...new Set([...type.keys].flatMap(keyLines)),
    ...(isInterface && !type.keys.has('id') ? ['  id: ID! @shareable'] : []),
    ...fieldsIn(world, subgraph, entity).map(fieldLine),
    ...overridden.map(bareLine),
    ...[...type.externals].map((field) => `${bareLine(field)} @external`),
  ];
  return `type ${entity}${isInterface ? ' implements Thing' : ''}${keys} {\n${lines.join('\n')}\n}`;
}

function keyLines(key: Key): string[] {
  const lines: Record<Key, string[]> = {
    id: ['  id: ID!'],
    code: ['  code: String!'],
    'region number': ['  region: String!', '  number: Int!'],
    'place { id }': ['  place: Place!'],
  };
  return lines[key];
}

function fieldLine(field: Field): string {
  const { homes, isProvided, requires, provides, overrides } = field;
  return [
    bareLine(field),
    ...(homes.size > 1 || (isProvided === true && requires === undefined) ? ['@shareable'] : []),
    ...(requires === undefined ? [] : [`@requires(fields: "${selectionText(requires)}")`]),
    ...(provides === undefined ? [] : [`@provides(fields: "${selectionText(provides)}")`]),
    ...(overrides === undefined ? [] : [`@override(from: "${overrides}")`]),
  ].join(' ');
}

function bareLine(field: Field): string {
  return `  ${field.name}${field.hasArgument ? '(times: Int = 2)' : ''}: ${typeText(field)}`;
}

function typeText({ kind, among, shape, isNonNull }: Field): string {
  const mark = isNonNull ? '!' : '';
  const named = { text: 'String', parts: 'Parts', thing: 'Thing', link: among[0] ?? '' }[kind] + mark;
  if (shape === 'one') return named;
  return shape === 'list' ? `[${named}]${mark}` : `[[${named}]${mark}]${mark}`;
}

function selectionText(selected: readonly Selected[]): string {
  const one = ({ field, inner }: Selected) => {
    if (inner !== undefined) return `${field.name} { ${inner.name} }`;
    return field.kind === 'parts' ? `${field.name} { x y }` : field.name;
  };
  return selected.map(one).join(' ');
}

function partLines(world: World, subgraph: Subgraph): string {
  const lines = { x: '  x: String', y: '  y: Int', z: '  z: String!' };
  return (world.parts.get(subgraph.name) ?? []).map((part) => lines[part]).join('\n');
}

function thingSdl(world: World, thing: Thing, subgraph: Subgraph): string {
  if (thing.object?.home === subgraph.name) return interfaceObjectSdl(thing.object);
  const members = thing.membersIn.get(subgraph.name) ?? [];
  if (thing.kind === 'union') return `union Thing = ${members.join(' | ')}`;
  const isLabelled = members.every((entity) => fieldNamed(world, entity, 'label')?.homes.has(subgraph.name));
  const lines = ['  id: ID!', ...(isLabelled ? ['  label: String'] : [])];
  return `interface Thing${thing.object ? ' @key(fields: "id")' : ''} {\n${lines.join('\n')}\n}`;
}

function interfaceObjectSdl({ requiresLabel, text, link }: InterfaceObject): string {
  const lines = [
    '  id: ID!',
    ...(requiresLabel ? ['  label: String @external'] : []),
    `${fieldLine(text)}${requiresLabel ? ' @requires(fields: "label")' : ''}`,
    fieldLine(link),
  ];
  return `type Thing @key(fields: "id") @interfaceObject {\n${lines.join('\n')}\n}`;
}

function rootLines(fields: readonly Field[], subgraph: Subgraph): string[] {
  return fields.filter(({ homes }) => homes.has(subgraph.name)).map(fieldLine);
}
