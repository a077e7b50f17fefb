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
  /** Tells the access log how it ended; set once it was admitted. */
  endAccess?: (outcome: string) => void;
  /** Ends a query that nobody waits for any more, with what it asks the database. */
  reader?: AbortController;
  /** As estimated: values, and the weight of what is dear to find. */
  cost?: number;
  /** What it costs was counted against its client's limit. */
  isCharged?: boolean;
  /** Values that the answer may hold. */
  valuesMax?: number;
  /** What came of it, where it ran before Apollo Server got it: it is not run again. */
  outcome?: Promise<ExecutionResult>;
}

export function newOperationState(requestId: string, caller: Caller | undefined): OperationState {
  return { requestId, caller, startedAt: performance.now() };
}
