/** What every operation passes before it runs, over HTTP and over WebSocket alike: is the caller signed in, can the operation
 *  be logged, can it be afforded. */
import {
  OperationTypeNode,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { accessEntryOf, type AccessEntry, type AccessLog } from '../access/index.js';
import { HubError } from '../values/index.js';
import { assertAffordable, type CostLimits, valuesAllowed } from './operation-cost.js';
import type { OperationState } from './operation-state.js';
import { asksOnlyForSchema, asksOnlyForName, rootFieldsOf } from './root-fields.js';
import type { StandardIntrospection } from './standard-introspection.js';

export interface GuardDeps {
  readonly schema: GraphQLSchema;
  readonly accessLog?: AccessLog;
  readonly costLimits?: CostLimits;
  readonly introspection: StandardIntrospection;
}

export interface GuardedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode | undefined | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Admits the operation and notes on its state what it turned out to be.
 *  @throws HubError BAD_REQUEST, UNAUTHENTICATED, QUERY_TOO_COSTLY, BAD_USER_INPUT, SOURCE_UNAVAILABLE */
export function guardOperation(deps: GuardDeps, asked: GuardedOperation, state: OperationState): void {
  const { document, operation, variables } = asked;
  if (operation === undefined || operation === null) {
    throw new HubError('BAD_REQUEST', 'operationName must name one operation of the document.');
  }
  state.kind = operation.operation;
  state.name = operation.name?.value;
  state.rootFields = rootFieldsOf(document, operation);
  const isAboutSchema =
    operation.operation === OperationTypeNode.QUERY && asksOnlyForSchema(state.rootFields);
  // The schema is public; questions about it that are not answered from memory cost like any other.
  const isFree = isAboutSchema && (asksOnlyForName(operation) || deps.introspection.isAskedBy(document));
  if (state.caller === undefined && !isFree) {
    throw new HubError('UNAUTHENTICATED', 'This needs an access token: Authorization: Bearer <token>.');
  }
  if (!isAboutSchema) deps.accessLog?.assertRoom();
  state.cost = assertAffordable(deps.schema, document, operation, variables, deps.costLimits);
  state.valuesMax = valuesAllowed(state.cost, deps.costLimits);
  if (state.caller !== undefined && !isAboutSchema)
    state.endAccess ??= deps.accessLog?.begin(accessEntryOf(state.caller, entryOf(state, new Date())));
}

/** What the access log keeps of an operation besides its caller. */
export function entryOf(
  { name, kind, rootFields = [], requestId }: OperationState,
  at: Date,
): Pick<AccessEntry, 'at' | 'operation' | 'rootFields' | 'traceId'> {
  return { at, operation: name ?? kind ?? 'none', rootFields, traceId: requestId };
}
