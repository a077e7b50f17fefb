/** Runs a compiled operation: all root fields at once for a query or an event, one after another for a mutation. */
import type { ExecutionResult } from 'graphql';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { Allowance, type AllowanceOptions } from './allowance.js';
import type { CompiledOperation, RootPlan } from './compile-operation.js';
import type { Request } from './execution.js';
import { Execution } from './execution.js';
import type { Frame } from './frame.js';
import { mergeParts } from './merge-parts.js';
import type { SourceGuard } from './source-guard.js';

export interface RunOptions extends AllowanceOptions {
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
  readonly contextValue: unknown;
  readonly rootValue: unknown;
  readonly guard: SourceGuard | undefined;
  /** The variables as they were read for an earlier run of the same request: a subscription reads them once, not at each event. */
  readonly read?: ReadVariables;
}

export interface ReadVariables {
  readonly coerced: Record<string, unknown>;
  readonly bySubgraph: Request['variables'];
}

type Result = ExecutionResult | Promise<ExecutionResult>;

/** The root has no place of its own: it is what `data` is. */
const root = undefined as unknown as Frame;

export function runOperation(compiled: CompiledOperation, options: RunOptions): Result {
  const raw = { ...options.variables };
  const { coerced, errors } = options.read
    ? { coerced: options.read.coerced, errors: undefined }
    : compiled.variables.read(raw);
  if (errors !== undefined) return { errors };
  const request: Request = {
    operation: compiled.operation,
    fragments: compiled.fragments,
    contextValue: options.contextValue,
    rootValue: options.rootValue,
    variables: options.read?.bySubgraph ?? compiled.variables.bySubgraph(raw, coerced),
    guard: options.guard,
    allowance: new Allowance(options),
    entities: [],
    argumentCache: [],
    contextHolders: undefined,
  };
  const x = new Execution(request, false);
  let plan: RootPlan;
  try {
    plan = compiled.plan(coerced);
  } catch (error) {
    return requestError(error);
  }
  x.data = plan.container();
  return compiled.operation.operation === OperationTypeNode.MUTATION
    ? runInSeries(x, plan)
    : runAtOnce(x, plan);
}

function runAtOnce(x: Execution, plan: RootPlan): Result {
  const into = x.data as object;
  for (const fill of plan.fills) {
    if (!fill(x, x.request.rootValue, root, into)) {
      x.data = null;
      break;
    }
  }
  const { allowance } = x.request;
  if (x.pending === 0 || allowance.stopped !== undefined) return resultOf(x);
  return new Promise((resolve, reject) => {
    allowance.onStop = () => resolve(resultOf(x));
    x.onIdle = () => {
      try {
        resolve(resultOf(x));
      } catch (error) {
        reject(error);
      }
    };
  });
}

async function runInSeries(x: Execution, plan: RootPlan): Promise<ExecutionResult> {
  const into = x.data as object;
  for (const fill of plan.fills) {
    if (!fill(x, x.request.rootValue, root, into)) x.data = null;
    const { allowance } = x.request;
    if (x.pending > 0 && allowance.stopped === undefined)
      await new Promise<void>((resolve) => {
        x.onIdle = resolve;
        allowance.onStop = resolve;
      });
    if (x.data === null || allowance.stopped !== undefined) break;
    // What was read before a change may be different after it.
    x.request.entities = [];
  }
  return resultOf(x);
}

function resultOf(x: Execution): ExecutionResult {
  const { stopped } = x.request.allowance;
  if (stopped !== undefined) return { errors: [stopped], data: null };
  if (x.failure !== undefined) throw x.failure as Error;
  if (x.merges !== undefined) mergeParts(x);
  if (x.errors.length === 0) return { data: x.data };
  return { errors: x.errors, data: x.data };
}

/** A selection that no plan can be made for. */
function requestError(error: unknown): ExecutionResult {
  if (error instanceof GraphQLError) return { errors: [error] };
  throw error;
}
