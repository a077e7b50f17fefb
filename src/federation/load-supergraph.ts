/** Gets the supergraph that is executed: the given one, or one composed of the subgraphs. */
import type { DocumentNode } from 'graphql';
import { GraphQLError, Kind, parse, print } from 'graphql';
import type { CompilerParts } from './compile-selection.js';
import type { Doubt } from './compose-supergraph.js';
import { composeWithDoubts } from './compose-supergraph.js';
import type { SubgraphDefinition } from './subgraph.js';
import { widenFields } from './widen-fields.js';

export interface LoadedSupergraph {
  readonly document: DocumentNode;
  readonly sdl: string;
  /** What the composition library believes nobody can serve. */
  readonly doubts: readonly Doubt[];
}

export function loadSupergraph(
  subgraphs: readonly SubgraphDefinition[],
  given: string | DocumentNode | undefined,
): LoadedSupergraph {
  const { sdl, doubts } = given === undefined ? composed(subgraphs) : { sdl: given, doubts: [] };
  const document = typeof sdl === 'string' ? parse(sdl, { noLocation: true }) : sdl;
  const sources = subgraphs.map(({ typeDefs }) =>
    typeof typeDefs === 'string' ? parse(typeDefs) : typeDefs,
  );
  const widened = widenFields(document, sources);
  return { document: widened, sdl: typeof sdl === 'string' ? sdl : print(widened), doubts };
}

function composed(subgraphs: readonly SubgraphDefinition[]): { sdl: string; doubts: readonly Doubt[] } {
  const { supergraphSdl, doubts } = composeWithDoubts(subgraphs);
  return { sdl: supergraphSdl, doubts };
}

/** The doubts that are right: no route leads to what is selected. */
export function findUnserved({ router, schemas }: CompilerParts, doubts: readonly Doubt[]): string[] {
  const scope = { schema: schemas.full, fragments: {}, conditions: {} };
  const isServed = ({ query }: Doubt): boolean => {
    try {
      const [operation] = parse(query).definitions;
      if (operation?.kind !== Kind.OPERATION_DEFINITION) return false;
      const typeName = schemas.full.getRootType(operation.operation)?.name ?? '';
      const root = { typeName, graph: undefined, provided: [], banned: new Set<string>() };
      return router.selectionCost(scope, root, [operation.selectionSet]) < Infinity;
    } catch (error) {
      // The library shortens long examples; such a one cannot be tried.
      if (error instanceof GraphQLError) return false;
      throw error;
    }
  };
  return doubts.filter((doubt) => !isServed(doubt)).map(({ problem }) => problem);
}
