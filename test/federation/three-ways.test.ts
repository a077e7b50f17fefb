/** Every operation here gives one answer however it is run: by the compiled executor, by graphql-js over the executable schema,
 *  and by graphql-js over the same world put together by hand. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import type { ExecutableSupergraph } from '../../src/federation/index.js';
import { executeSupergraph } from '../../src/federation/index.js';
import { answer } from './answers.js';
import { catalogue } from './worlds/catalogue.js';
import { library } from './worlds/library.js';
import { offices } from './worlds/offices.js';
import type { Row } from './world-operations.js';
import { worldOperations } from './world-operations.js';
import { createPlainWorld, createWorld } from './world.js';

// Mutations write into their context, so each run needs its own; three runs in one would see each other.
const forgetful = () => new Proxy({}, { get: () => undefined, set: () => true });

// Jest takes a parameter that a row does not fill for its callback, so every row is whole.
const whole = (rows: readonly Row[]) =>
  rows.map(([title, query, variables]) => [title, query, variables ?? {}] as const);

describe.each(Object.entries(worldOperations))('%s', (_name, rows) => {
  let graph: ExecutableSupergraph;
  let plain: GraphQLSchema;
  beforeAll(async () => {
    graph = await createWorld();
    plain = createPlainWorld();
  });

  it.each(whole(rows))('%s', async (_title, query, variables) => {
    const { data, errors } = await answer(graph, { query, variables, contextValue: forgetful() }, plain);

    expect(data !== null || errors.length > 0).toBe(true);
  });
});

const worlds = [catalogue, library, offices];

describe.each(worlds)('$title', ({ subgraphs, merged, rows }) => {
  let graph: ExecutableSupergraph;
  beforeAll(async () => {
    graph = await executeSupergraph({ subgraphs });
  });

  it.each(whole(rows))('%s', async (_title, query, variables) => {
    const { data, errors } = await answer(graph, { query, variables, contextValue: forgetful() }, merged);

    expect(data !== null || errors.length > 0).toBe(true);
  });
});

it('at least 150 operations are run three ways', () => {
  const tables = [...Object.values(worldOperations), ...worlds.map(({ rows }) => rows)];

  expect(tables.flat().length).toBeGreaterThanOrEqual(150);
});
