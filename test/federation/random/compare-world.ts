/** Asks one random world the same in two ways, in subgraphs and as a plain schema, and says where the answers differ. */
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { execute, parse, printSchema } from 'graphql';
import type { ExecutableSupergraph } from '../../../src/federation/index.js';
import { CompositionError, executeSupergraph } from '../../../src/federation/index.js';
import { createMerged } from './random-merged.js';
import { createRandomOperation, operationVariables } from './random-operation.js';
import { sdlOf } from './random-sdl.js';
import { createSubgraphs } from './random-subgraphs.js';
import { createRandomWorld } from './random-world.js';
import { createRandom } from '../../../src/demo/generator/random.js';
import type { World } from './world-model.js';
import { plannedFailure } from './world-values.js';

export interface Comparison {
  readonly isComposed: boolean;
  readonly operations: number;
  /** Everything that is needed to see the first difference; empty where there is none. */
  readonly difference: string;
}

export async function compareWorld(seed: number, operations: number): Promise<Comparison> {
  const world = createRandomWorld(seed);
  const references: string[] = [];
  const subgraphs = createSubgraphs(world, (name, reference) =>
    references.push(`${name} ${JSON.stringify(reference)}`),
  );
  const graph = await compose(subgraphs);
  if (graph === undefined) return { isComposed: false, operations: 0, difference: '' };
  const plain = createMerged(world, printSchema(graph.publicSchema));
  const random = createRandom(seed * 7919);
  for (let count = 1; count <= operations; count++) {
    const operation = createRandomOperation(graph.publicSchema, random);
    references.length = 0;
    const differences = await differencesOf(graph, plain, operation, references);
    if (differences.length > 0)
      return { isComposed: true, operations: count, difference: report(seed, world, operation, differences) };
  }
  return { isComposed: true, operations, difference: '' };
}

async function compose(
  subgraphs: ReturnType<typeof createSubgraphs>,
): Promise<ExecutableSupergraph | undefined> {
  try {
    return await executeSupergraph({ subgraphs });
  } catch (error) {
    if (error instanceof CompositionError) return undefined;
    throw error;
  }
}

async function differencesOf(
  graph: ExecutableSupergraph,
  plain: GraphQLSchema,
  operation: string,
  references: readonly string[],
): Promise<string[]> {
  const document = parse(operation);
  const expected = await execute({ schema: plain, document, variableValues: operationVariables });
  const actual = await graph.execute({ document, variables: operationVariables, contextValue: {} });
  const unplanned = (actual.errors ?? []).filter(({ message }) => !message.startsWith(plannedFailure));
  const twice = operation.startsWith('query')
    ? references.filter((one, at) => references.indexOf(one) < at)
    : [];
  return [
    ...unequal('data', JSON.stringify(expected.data), JSON.stringify(actual.data)),
    ...unequal('places of errors', errorPlaces(expected, expected), errorPlaces(actual, expected)),
    ...unplanned.map(({ message, path }) => `unplanned error at ${(path ?? []).join('.')}: ${message}`),
    ...twice.map((reference) => `asked for twice: ${reference}`),
  ];
}

function unequal(what: string, expected: string, actual: string): string[] {
  return expected === actual ? [] : [`${what}\n  expected ${expected}\n  actual   ${actual}`];
}

/** The places in the answer that errors made null: which of several errors below one null is told is nobody's promise. */
function errorPlaces({ errors = [] }: ExecutionResult, { data }: ExecutionResult): string {
  const places = errors.map(({ path = [] }) => {
    let value: unknown = data;
    const place = path.filter((key) => {
      if (value === null || value === undefined) return false;
      value = (value as Record<string | number, unknown>)[key];
      return true;
    });
    return place.join('.');
  });
  return [...new Set(places)].sort().join(', ');
}

function report(seed: number, world: World, operation: string, differences: readonly string[]): string {
  const subgraphs = world.subgraphs.map((subgraph) => `# ${subgraph.name}\n${sdlOf(world, subgraph)}`);
  return [`seed ${seed}`, ...subgraphs, operation, ...differences].join('\n\n');
}
