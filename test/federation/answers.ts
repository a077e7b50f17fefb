/** Runs one operation in every way that must give the same answer, and says what the answer is. */
import { expect } from '@jest/globals';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { execute, parse } from 'graphql';
import type { ExecutableSupergraph, SubgraphDefinition } from '../../src/federation/index.js';

export interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly contextValue?: unknown;
}

/** A small graph and what its operations must answer. */
export interface Scenario {
  readonly title: string;
  readonly subgraphs: readonly SubgraphDefinition[];
  readonly rows: readonly (readonly [title: string, query: string, data: unknown])[];
}

export interface Answer {
  readonly data: unknown;
  readonly errors: readonly { path: string; message: string }[];
}

/** @param merged a plain schema that must give the same answer, where there is one */
export async function answer(
  graph: ExecutableSupergraph,
  asked: Asked | string,
  merged?: GraphQLSchema,
): Promise<Answer> {
  const { query, variables, operationName, contextValue } =
    typeof asked === 'string' ? { query: asked } : asked;
  const options = { document: parse(query), operationName, contextValue: contextValue ?? {} };
  const compiled = simplify(await graph.execute({ ...options, variables }));
  const again = simplify(await graph.execute({ ...options, variables }));
  const overSchema = simplify(await execute({ ...options, schema: graph.schema, variableValues: variables }));

  expect(again).toEqual(compiled);
  expect(overSchema.data).toEqual(compiled.data);
  expect(new Set(overSchema.errors.map(({ path }) => path))).toEqual(
    new Set(compiled.errors.map(({ path }) => path)),
  );
  if (merged !== undefined) {
    const plain = simplify(await execute({ ...options, schema: merged, variableValues: variables }));
    expect(compiled).toEqual(plain);
  }
  return compiled;
}

export async function dataOf(
  graph: ExecutableSupergraph,
  asked: Asked | string,
  merged?: GraphQLSchema,
): Promise<unknown> {
  const { data, errors } = await answer(graph, asked, merged);
  expect(errors).toEqual([]);
  return data;
}

/** Plain objects; errors by path, in the order of paths, since the order in which fields fail is nobody's promise. */
function simplify({ data, errors = [] }: ExecutionResult): Answer {
  return {
    data: JSON.parse(JSON.stringify(data ?? null)),
    errors: errors
      .map((error) => ({ path: (error.path ?? []).join('.'), message: error.message }))
      .sort((a, b) => (`${a.path} ${a.message}` < `${b.path} ${b.message}` ? -1 : 1)),
  };
}

/** A graph in subgraphs, the same world as one schema put together by hand, and what is asked of both. */
export interface MergedWorld {
  readonly title: string;
  readonly subgraphs: readonly SubgraphDefinition[];
  readonly merged: GraphQLSchema;
  readonly rows: readonly (readonly [title: string, query: string, variables?: Record<string, unknown>])[];
}
