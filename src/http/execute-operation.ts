/** Runs an admitted operation, whichever way it came. */
import { OperationTypeNode, type DocumentNode, type ExecutionResult } from 'graphql';
import type { Executable, OperationContext } from './executable.js';
import type { OperationState } from './operation-state.js';
import type { StandardIntrospection } from './standard-introspection.js';

export interface ExecuteDeps {
  readonly executable: Executable;
  readonly introspection: StandardIntrospection;
  readonly createContext: (context: OperationContext) => unknown;
}

export interface AskedOperation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly queryHash: string;
}

export async function executeOperation(
  deps: ExecuteDeps,
  { document, operationName, variables, queryHash }: AskedOperation,
  { caller, requestId, valuesMax, kind, reader }: OperationState,
): Promise<ExecutionResult> {
  const answer = deps.introspection.answer(document);
  if (answer !== undefined) return (await answer).result;
  // What changes something ends what it has begun.
  const signal = kind === OperationTypeNode.QUERY ? reader?.signal : undefined;
  const own = { requestId, ...(signal && { reader: signal }) };
  const result = await deps.executable.execute({
    document,
    operationName,
    variableValues: variables,
    queryHash,
    valuesMax,
    signal,
    contextValue: caller === undefined ? {} : deps.createContext({ caller, ...own }),
  });
  // A field that was given up after its time may still be asking.
  if (signal !== undefined && result.errors !== undefined) reader?.abort();
  return result;
}
