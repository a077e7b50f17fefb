/** What is known of one operation while it passes through the hub: who asks, and (once parsed) for what. */
import type { ExecutionResult, OperationTypeNode } from 'graphql';
import type { Caller } from '../access/index.js';

export interface OperationState {
  readonly requestId: string;
  /** Undefined when no token was sent: then only the schema itself may be asked for. */
  readonly caller: Caller | undefined;
  /** Monotonic milliseconds. */
  readonly startedAt: number;
  kind?: OperationTypeNode;
  name?: string;
  rootFields?: readonly string[];
  /** What came of it, where it ran before Apollo Server got it: it is not run again. */
  outcome?: Promise<ExecutionResult>;
}

export function newOperationState(requestId: string, caller: Caller | undefined): OperationState {
  return { requestId, caller, startedAt: performance.now() };
}
