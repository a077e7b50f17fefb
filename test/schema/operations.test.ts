/** The worked operations: what front ends copy must be valid, affordable, and say what it is for. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLSchema, Kind, parse, validate } from 'graphql';
import { projectRoot, readText } from '../architecture/source-file.js';

const folder = 'schema/operations';
const files = readdirSync(join(projectRoot, folder)).filter((name) => name.endsWith('.graphql'));
const forFrontEnds = files.filter((name) => !name.startsWith('adapter-'));

// Front ends may count on the promise alone; the bundled adapters come with the hub, and ask for what it has added since.
describe.each([
  { path: 'schema/promised.graphql', names: forFrontEnds },
  { path: 'schema/api.graphql', names: files },
])('with $path', ({ path, names }) => {
  let schema: GraphQLSchema;
  beforeAll(() => {
    schema = buildSchema(readText(path));
  });

  it.each(names)('%s is valid', (name) => {
    const errors = validate(schema, parse(readText(`${folder}/${name}`)));

    expect(errors.map(({ message }) => message)).toEqual([]);
  });
});

describe('a worked operation for front ends', () => {
  it.each(forFrontEnds)('%s says what it is for before anything else', (name) => {
    expect(readText(`${folder}/${name}`)).toMatch(/^# [A-Z]/);
  });

  it.each(forFrontEnds)('%s is one operation with the name of its file', (name) => {
    const operations = parse(readText(`${folder}/${name}`)).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value ?? ''] : [],
    );

    expect(operations.map(kebabCase)).toEqual([name.replace('.graphql', '')]);
  });
});

function kebabCase(name: string): string {
  return name.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
