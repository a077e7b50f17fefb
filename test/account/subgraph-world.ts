/** Asks the account subgraph as a caller would: operations over its served schema, and entities by their keys. */
import { expect } from '@jest/globals';
import { execute, parse, subscribe, validate, type ExecutionResult, type GraphQLObjectType } from 'graphql';
import type { Caller } from '../../src/access/index.js';
import { createAccountSubgraph } from '../../src/account/index.js';
import { openEvents, type Events } from '../../src/event/index.js';
import { serveSubgraph } from '../../src/federation/index.js';
import type { Subgraph } from '../../src/graphql/index.js';
import { listStrayFields } from '../setup/error-field.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { openWorld, type World } from './account-world.js';

export interface Asking {
  /** The data, or the list of errors thrown. */
  readonly ask: (caller: Caller, source: string, variables?: Record<string, unknown>) => Promise<never>;
  readonly follow: (caller: Caller, source: string) => Promise<AsyncGenerator<ExecutionResult>>;
  /** Fields of entities, entered by their keys in one tick. */
  readonly enter: (
    caller: Caller,
    typeName: string,
    keys: readonly Record<string, string>[],
    fields: string,
  ) => Promise<never[]>;
}

/** A database and its events for all tests of a file, and for each test a world and a subgraph of its own. */
export interface SubgraphBench {
  readonly database: TestDatabase;
  readonly events: Events;
  readonly reset: () => Promise<{ readonly world: World; readonly asking: Asking }>;
  readonly close: () => Promise<void>;
}

export async function openSubgraphBench(): Promise<SubgraphBench> {
  const database = await createTestDatabase();
  const events = await openEvents({ pool: database.pool });
  return {
    database,
    events,
    reset: async () => {
      await events.flush();
      const world = await openWorld(database);
      return { world, asking: askingOf(createAccountSubgraph({ account: world.deps, events })) };
    },
    close: async () => {
      await events.stop();
      await database.drop();
    },
  };
}

export function askingOf(subgraph: Subgraph): Asking {
  const schema = serveSubgraph(subgraph);
  const argumentsOf = (caller: Caller, source: string, variableValues: Record<string, unknown> = {}) => {
    const document = parse(source);
    expect(validate(schema, document)).toEqual([]);
    return { schema, document, variableValues, contextValue: { caller, requestId: 'test' } };
  };
  const ask: Asking['ask'] = async (caller, source, variables) => {
    const answer = await execute(argumentsOf(caller, source, variables));
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- tests look into the list
    if (answer.errors) throw answer.errors;
    expect(listStrayFields(schema, source, answer.data)).toEqual([]);
    return JSON.parse(JSON.stringify(answer.data)) as never;
  };
  return {
    ask,
    follow: async (caller, source) => {
      const stream = await subscribe(argumentsOf(caller, source));
      if ('errors' in stream) throw new Error(JSON.stringify(stream.errors));
      return stream as AsyncGenerator<ExecutionResult>;
    },
    enter: async (caller, typeName, keys, fields) => {
      expect((schema.getType(typeName) as GraphQLObjectType).name).toBe(typeName);
      const references = keys.map((key) => ({ __typename: typeName, ...key }));
      const source = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${typeName} { ${fields} } } }`;
      const answer: { _entities: never[] } = await ask(caller, source, { r: references });
      return answer._entities;
    },
  };
}
