/** Runs a federated graph whose subgraphs live in this process: each field by the resolver of the subgraph that owns it, each
 *  step to another subgraph by a call of its reference resolver. Planned per operation, once; see README.md. */
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import { buildASTSchema, GraphQLError, validate } from 'graphql';
import type { AllowanceOptions } from './allowance.js';
import { BoundedCache } from './bounded-cache.js';
import { CompiledOperation } from './compile-operation.js';
import { CompositionError } from './compose-supergraph.js';
import { findExternalFields } from './external-fields.js';
import { buildExecutableSchema } from './executable-schema.js';
import { findUnserved, loadSupergraph } from './load-supergraph.js';
import { buildPublicSchema } from './public-schema.js';
import type { OverrideLabels } from './override-labels.js';
import { LabelChooser } from './override-labels.js';
import { Plannings } from './planning.js';
import { findForeignRealm } from './realm.js';
import type { LoneItems } from './read-variables.js';
import { runOperation } from './run-operation.js';
import type { SourceGuardOptions } from './source-guard.js';
import { SourceGuard } from './source-guard.js';
import type { SubgraphDefinition } from './subgraph.js';
import { subscribeTo } from './subscribe.js';
import { adopt, handOver } from './transplant.js';

export interface SupergraphOptions {
  readonly subgraphs: readonly SubgraphDefinition[];
  /** The composed supergraph's SDL. Composed from the subgraphs' `typeDefs` when absent. */
  readonly supergraph?: string | DocumentNode;
  /** Given, a subgraph's time-outs and uncoded failures become `SOURCE_UNAVAILABLE` for the fields that it owns. */
  readonly sourceGuard?: SourceGuardOptions;
  /** Items of lists that fail nobody else when they cannot be read. */
  readonly loneItems?: LoneItems;
  /** The labels of progressive `@override` that are on, or who decides it. `percent(x)` is decided by chance otherwise. */
  readonly overrideLabels?: OverrideLabels;
  /** From 0 to below 1, for `percent(x)` labels. Default `Math.random`. */
  readonly random?: () => number;
  /** How many compiled documents are kept. Default 1 000. */
  readonly documentsMax?: number;
}

export interface ExecuteOptions extends AllowanceOptions {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  /** Handed to every resolver as it is. */
  readonly contextValue?: unknown;
  readonly rootValue?: unknown;
  /** A name for the document's text. Give it when the same text is parsed anew for each request. */
  readonly queryHash?: string;
  /** True when the caller has validated the document against the public schema. */
  readonly isValidated?: boolean;
  /** Stands for the request where it is executed in several pieces, which must follow the same override labels. */
  readonly request?: object;
}

export interface SubscribeOptions extends ExecuteOptions {
  /** The context of one event, so that loaders do not remember what an earlier event saw. Default: the same for all. */
  readonly contextForEvent?: (event: unknown) => unknown;
}

export interface ExecutableSupergraph {
  /** The public schema with resolvers: graphql-js gives the same answers over it as `execute` and `subscribe`. */
  readonly schema: GraphQLSchema;
  /** The public schema without resolvers, for validation, introspection and Apollo Server. */
  readonly publicSchema: GraphQLSchema;
  readonly supergraphSdl: string;
  /** Runs a query or a mutation. Never rejects for what the specification calls a request or field error. */
  execute(options: ExecuteOptions): ExecutionResult | Promise<ExecutionResult>;
  /** Starts a subscription: a stream of results, or one result with errors. */
  subscribe(
    options: SubscribeOptions,
  ): Promise<AsyncGenerator<ExecutionResult, void, void> | ExecutionResult>;
}

/** @throws CompositionError when the subgraphs do not compose, or their schemas lack what their SDL declares */
// eslint-disable-next-line @typescript-eslint/require-await -- loading a supergraph may become asynchronous
export async function executeSupergraph(options: SupergraphOptions): Promise<ExecutableSupergraph> {
  const { document, sdl, doubts } = loadSupergraph(options.subgraphs, options.supergraph);
  const subgraphs = new Map(options.subgraphs.map(({ name, schema }) => [name, adopt(schema)]));
  const publicSchema = buildPublicSchema(document, subgraphs);
  const full = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
  const externalFields = findExternalFields(options.subgraphs);
  const plannings = new Plannings({ document, full, publicSchema, subgraphs, externalFields });
  const unserved = findUnserved(plannings.get(new Set()), doubts);
  if (unserved.length > 0) throw new CompositionError(unserved);
  const labels = new LabelChooser(document, options.overrideLabels, options.random ?? Math.random);
  const guard = options.sourceGuard && new SourceGuard(options.sourceGuard);
  const compiled = new BoundedCache<unknown, Map<string, CompiledOperation>>(options.documentsMax ?? 1_000);

  function compile(request: ExecuteOptions): CompiledOperation | ExecutionResult {
    const identity = request.queryHash ?? request.document;
    const active = labels.choose(request.contextValue, request.request);
    const operationName = request.operationName ?? '';
    const name = active.size === 0 ? operationName : `${operationName} ${[...active].join(' ')}`;
    const known = compiled.get(identity);
    const operation = known?.get(name);
    if (operation !== undefined) return operation;
    if (known === undefined && request.isValidated !== true) {
      const errors = validate(publicSchema, request.document);
      if (errors.length > 0) return { errors };
    }
    try {
      const { document, operationName } = request;
      const made = new CompiledOperation(plannings.get(active), document, operationName, options.loneItems);
      const operations = known ?? new Map<string, CompiledOperation>();
      compiled.set(identity, operations.set(name, made));
      return made;
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      throw error;
    }
  }

  const executable = {
    publicSchema,
    supergraphSdl: sdl,
    execute(request: ExecuteOptions): ExecutionResult | Promise<ExecutionResult> {
      const operation = compile(request);
      if (!(operation instanceof CompiledOperation)) return operation;
      const { variables, contextValue, rootValue, valuesMax, signal } = request;
      return runOperation(operation, { variables, contextValue, rootValue, guard, valuesMax, signal });
    },
    async subscribe(
      request: SubscribeOptions,
    ): Promise<AsyncGenerator<ExecutionResult, void, void> | ExecutionResult> {
      const operation = compile(request);
      if (!(operation instanceof CompiledOperation)) return operation;
      return subscribeTo(operation, { ...request, guard });
    },
  };
  const realm = findForeignRealm(options.subgraphs.map(({ schema }) => schema));
  return { ...executable, schema: handOver(buildExecutableSchema(publicSchema, executable), realm) };
}
