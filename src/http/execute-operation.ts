/** Runs an admitted operation, whichever way it came. */
import type { DocumentNode, ExecutionResult } from 'graphql';
import type { Executable, OperationContext } from './executable.js';
import type { OperationState } from './operation-state.js';

export interface ExecuteDeps {
  readonly executable: Executable;
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
  { caller, requestId }: OperationState,
): Promise<ExecutionResult> {
  return deps.executable.execute({
    document,
    operationName,
    variableValues: variables,
    queryHash,
    contextValue: caller === undefined ? {} : deps.createContext({ caller, requestId }),
  });
}
