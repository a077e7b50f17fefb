/** The middleware that knows the caller before a body is read: whoever is refused costs no parsing. */
import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { HubError } from '../values/index.js';
import type { Authenticate } from './authenticate.js';
import { sendRefusal, traceIdOf } from './graphql-response.js';
import type { OperationObserver } from './operation-observer.js';
import { newOperationState, type OperationState } from './operation-state.js';
import type { RateLimit } from './rate-limit.js';

export interface AuthenticateRequestDeps {
  readonly authenticate: Authenticate;
  readonly rateLimit: RateLimit;
  readonly observer: OperationObserver;
  readonly logger: Logger;
}

export function authenticateRequest({
  authenticate,
  rateLimit,
  observer,
  logger,
}: AuthenticateRequestDeps): RequestHandler {
  return async (request, response, next) => {
    const address = request.socket.remoteAddress ?? '';
    try {
      const signedIn = await authenticate({
        authorization: request.get('authorization'),
        purpose: request.get('purpose-of-use'),
      }).catch(async (error: unknown) => {
        await rateLimit.admitAddress(address);
        throw error;
      });
      await (signedIn === undefined
        ? rateLimit.admitAddress(address)
        : rateLimit.admitClient(signedIn.caller.clientId));
      response.locals.operation = newOperationState(traceIdOf(response), signedIn?.caller);
      next();
    } catch (error) {
      if (!(error instanceof HubError)) return next(error);
      if (error.cause !== undefined)
        logger.warn({ traceId: traceIdOf(response), err: error.cause }, error.message);
      observer.sent(error.code);
      sendRefusal(request, response, error);
    }
  };
}

/** What the middleware found out. */
export function stateOf(response: Response): OperationState {
  return (response.locals as { operation: OperationState }).operation;
}
