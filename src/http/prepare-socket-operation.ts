/** What an operation of a WebSocket client passes before it runs: how many its connection has, how many its client sends, the guard. */
import type { SubscribePayload } from 'graphql-ws';
import { HubError } from '../values/index.js';
import type { RateLimit } from './rate-limit.js';
import type { OperationStart, PreparedOperation, SocketOperations } from './socket-operations.js';

/** Operations under way on one connection. */
const OPERATIONS_MAX = 100;

export interface PreparationDeps {
  readonly operations: SocketOperations;
  readonly rateLimit: RateLimit;
}

/** What is to be run, or the errors that it is refused with.
 *  @param underWay operations of the connection, this one included */
export async function prepareSocketOperation(
  { operations, rateLimit }: PreparationDeps,
  payload: SubscribePayload,
  { underWay, ...start }: OperationStart & { readonly underWay: number },
): Promise<PreparedOperation | readonly unknown[]> {
  try {
    if (underWay > OPERATIONS_MAX) throw tooMany();
    await rateLimit.admitClient(start.caller);
    const prepared = operations.prepare(payload, start);
    if ('run' in prepared) await rateLimit.admitCost(start.caller, prepared.cost);
    return prepared;
  } catch (error) {
    return [error];
  }
}

function tooMany(): HubError {
  return new HubError('RATE_LIMITED', `A connection has at most ${OPERATIONS_MAX} operations at once.`);
}
