import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLSchema,
  isInterfaceType,
  isListType,
  isObjectType,
} from 'graphql';
import { PROJECT_ROOT } from '../../src/app/config.js';
import { createSubgraphs } from '../../src/app/create-subgraphs.js';
import { stubDeps } from '../../src/app/emit-schema.js';

type Field = GraphQLField<unknown, unknown>;

const api = buildSchema(readFileSync(join(PROJECT_ROOT, 'schema/api.graphql'), 'utf8'));
/** What the executor enforces, by `Type.field`. */
const enforced = new Map<string, number>();

beforeAll(() => {
  for (const { schema } of createSubgraphs(stubDeps()))
    for (const [name, field] of fieldsOf(schema)) {
      const { listMax } = field.extensions;
      if (typeof listMax === 'number') enforced.set(name, listMax);
    }
});

describe('every list of the schema', () => {
  it('is a page, or says how long it may be, and is held to it', () => {
    expect(listUnbounded(api, enforced)).toEqual([]);
  });

  it.each([
    ['type Query { things: [Int!]! }', {}, 'says nothing'],
    ['type Query { "Things. At most 5." things: [Int!]! }', {}, 'says it and nothing enforces it'],
    ['type Query { "Things. At most 5." things: [Int!]! }', { 'Query.things': 6 }, 'says 5 and means 6'],
    [
      'type Query { a: AConnection } type AConnection { nodes: [Int] }',
      {},
      'is in a connection without `first`',
    ],
    ['type Query { things("Many." first: Int = 20): [Int] }', {}, 'has a page that does not say its size'],
  ])('of %s is found: %#', (sdl, bounds, _why) => {
    expect(listUnbounded(buildSchema(sdl), new Map(Object.entries(bounds)))).toHaveLength(1);
  });
});

/** The lists that may be of any length, as `Type.field`. */
function listUnbounded(schema: GraphQLSchema, bounds: ReadonlyMap<string, number>): readonly string[] {
  const unpaged = new Set(
    fieldsOf(schema)
      .filter(([, field]) => !isPaged(field))
      .map(([, field]) => getNamedType(field.type).name),
  );
  return fieldsOf(schema)
    .filter(([, field]) => isListType(getNullableType(field.type)))
    .filter(([name, field]) => {
      const [typeName = '', fieldName = ''] = name.split('.');
      if (typeName.endsWith('Connection') && (fieldName === 'nodes' || fieldName === 'edges'))
        return unpaged.has(typeName);
      if (isPaged(field)) return false;
      const said = /\bat most ([\d,]+)/i.exec(field.description ?? '')?.[1]?.replaceAll(',', '');
      return said === undefined || bounds.get(name) !== Number(said);
    })
    .map(([name]) => name);
}

/** Whether an argument says how many at most, and what the most is. */
function isPaged({ args }: Field): boolean {
  return args.some(
    ({ name, description }) =>
      (name === 'first' || name === 'limit') && /\b(up to|at most) [\d,]+/i.test(description ?? ''),
  );
}

function fieldsOf(schema: GraphQLSchema): readonly (readonly [string, Field])[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    !type.name.startsWith('__') && (isObjectType(type) || isInterfaceType(type))
      ? Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field] as const)
      : [],
  );
}
