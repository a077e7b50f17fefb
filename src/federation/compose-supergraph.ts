/** Composes subgraphs into a supergraph, and refuses what the executor cannot run: better at build time than in a request. */
import { composeServices, transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import type { DocumentNode } from 'graphql';
import { parse, print } from 'graphql';
import { widenFields } from './widen-fields.js';

export interface ComposedSupergraph {
  /** The supergraph with its join directives, for `executeSupergraph` and for any Federation 2 router. */
  readonly supergraphSdl: string;
  /** The schema that clients see. */
  readonly apiSdl: string;
}

/** A selection that the composition library believes nobody can serve. */
export interface Doubt {
  readonly query: string;
  readonly problem: string;
}

interface Source {
  readonly name: string;
  readonly typeDefs: string | DocumentNode;
}

/** @throws CompositionError with one line for each thing to mend */
export function composeSupergraph(subgraphs: readonly Source[]): ComposedSupergraph {
  const { doubts, ...composed } = composeWithDoubts(subgraphs);
  if (doubts.length > 0) throw new CompositionError(doubts.map(({ problem }) => problem));
  return composed;
}

/** The same, except that selections which cannot be served, as the library believes, are named and not refused: it is wrong
 *  about some of them (hidden types in `@requires`), and the executor's own routes know better.
 *  @throws CompositionError for every other problem */
export function composeWithDoubts(
  subgraphs: readonly Source[],
): ComposedSupergraph & { readonly doubts: readonly Doubt[] } {
  const services = subgraphs.map(({ name, typeDefs }) => ({
    name,
    typeDefs: typeof typeDefs === 'string' ? parseSubgraph(name, typeDefs) : typeDefs,
  }));
  let result = composeServices(services);
  const errors = result.errors ?? [];
  if (errors.length > 0 && errors.every(({ extensions }) => extensions['code'] === 'SATISFIABILITY_ERROR'))
    result = composeServices(services, { disableValidationRules: ['SatisfiabilityRule'] });
  if (result.errors !== undefined) throw new CompositionError(result.errors.map(describe));
  const documents = services.map(({ typeDefs }) => typeDefs);
  const doubts = errors.map((error) => ({ query: queryIn(error.message), problem: describe(error) }));
  const widened = widenFields(result.supergraphDocumentNode, documents);
  if (widened === result.supergraphDocumentNode)
    return { supergraphSdl: result.supergraphSdl, apiSdl: result.publicSdl, doubts };
  const apiSdl = print(transformSupergraphToPublicSchema(widened));
  return { supergraphSdl: print(widened), apiSdl, doubts };
}

function describe({ message, extensions }: { message: string; extensions: Record<string, unknown> }): string {
  const code = typeof extensions['code'] === 'string' ? `${extensions['code']}: ` : '';
  return `${code}${message}`;
}

/** The example that the library gives between its words. */
function queryIn(message: string): string {
  return /query:\n([\s\S]*?)\ncannot be satisfied/.exec(message)?.[1] ?? '';
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
