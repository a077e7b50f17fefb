/** Composes subgraphs into a supergraph, and refuses what the executor cannot run yet: better at build time than in
 *  a request. */
import { composeServices } from '@theguild/federation-composition';
import type { DocumentNode } from 'graphql';
import { parse } from 'graphql';
import { refuseUnsupported } from './refuse-unsupported.js';

export interface ComposedSupergraph {
  /** The supergraph with its join directives, for `executeSupergraph` and for any Federation 2 router. */
  readonly supergraphSdl: string;
  /** The schema that clients see. */
  readonly apiSdl: string;
}

/** @throws CompositionError with one line for each thing to mend */
export function composeSupergraph(
  subgraphs: readonly { readonly name: string; readonly typeDefs: string | DocumentNode }[],
): ComposedSupergraph {
  const result = composeServices(
    subgraphs.map(({ name, typeDefs }) => ({
      name,
      typeDefs: typeof typeDefs === 'string' ? parseSubgraph(name, typeDefs) : typeDefs,
    })),
  );
  if (result.errors !== undefined) {
    throw new CompositionError(
      result.errors.map((error) => {
        const code = typeof error.extensions['code'] === 'string' ? `${error.extensions['code']}: ` : '';
        return `${code}${error.message}`;
      }),
    );
  }
  const unsupported = refuseUnsupported(result.supergraphDocumentNode);
  if (unsupported.length > 0) throw new CompositionError(unsupported);
  return { supergraphSdl: result.supergraphSdl, apiSdl: result.publicSdl };
}

/** The subgraphs do not fit together; `problems` says how, one line each. */
export class CompositionError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The subgraphs do not compose:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'CompositionError';
  }
}

function parseSubgraph(name: string, typeDefs: string): DocumentNode {
  try {
    return parse(typeDefs);
  } catch (error) {
    throw new CompositionError([`[${name}] ${error instanceof Error ? error.message : String(error)}`]);
  }
}
