/** What every HTTP request passes: an id and its place in the metrics at the start, a body within bounds, and at the end an
 *  answer in the right shape whatever went wrong. */
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { HubError } from '../values/index.js';
import { HTTP_STATUS } from './error-status.js';
import { sendRefusal, traceIdOf } from './graphql-response.js';
import type { Metrics } from './metrics.js';
import type { OperationObserver } from './operation-observer.js';
import { requestIdOf } from './request-id.js';

const ROUTES = ['/graphql', '/health', '/metrics', '/oidc'];

/** Gives the request its id and counts it.
 *  @param isClosing while true, clients are told to open their next request on another connection */
export function observeRequest(metrics: Metrics, isClosing: () => boolean): RequestHandler {
  return (request, response, next) => {
    const requestId = requestIdOf(request.get('x-request-id'));
    response.locals.requestId = requestId;
    response.setHeader('x-request-id', requestId);
    if (isClosing()) response.setHeader('connection', 'close');
    const route =
      ROUTES.find((known) => request.path === known || request.path.startsWith(`${known}/`)) ?? 'other';
    metrics.httpRequestsInFlight.inc();
    response.once('close', () => {
      metrics.httpRequestsInFlight.dec();
      metrics.httpRequests.inc({ route, status: String(response.statusCode) });
    });
    next();
  };
}

/** Reads a JSON body of at most `bytesMax`, inflated. */
export function readBody(bytesMax: number): RequestHandler {
  return express.json({ limit: bytesMax, type: ['application/json', 'application/graphql-response+json'] });
}

/** An answer to a POST is never compared with an earlier one, Apollo has set its type, and Node counts its bytes: Express would copy
 *  the text and hash it for an ETag. */
export const sendAnswersPlainly: RequestHandler = (request, response, next) => {
  if (request.method === 'POST') {
    response.send = (body: unknown) => {
      response.end(body);
      return response;
    };
  }
  next();
};

export const notFound: RequestHandler = (request, response) => {
  sendRefusal(request, response, new HubError('BAD_REQUEST', 'There is nothing at this path.'), 404);
};

/** Whatever a middleware threw, as a refusal with a code. */
export function handleFailure(logger: Logger, observer: OperationObserver): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const refusal = refusalOf(error);
    observer.sent(refusal.code);
    if (refusal.code === 'INTERNAL')
      logger.error({ traceId: traceIdOf(response), err: error }, 'a request failed');
    sendRefusal(
      request,
      response,
      refusal,
      refusal.code === 'BAD_REQUEST' ? statusOf(error) : HTTP_STATUS[refusal.code],
    );
  };
}

function refusalOf(error: unknown): HubError {
  if (error instanceof HubError) return error;
  const { type } = error as { type?: unknown };
  if (type === 'entity.too.large') {
    return new HubError('PAYLOAD_TOO_LARGE', 'A request body is at most 1 MiB: split it.');
  }
  if (type === 'entity.parse.failed') return new HubError('BAD_REQUEST', 'The body is not JSON.');
  const status = statusOf(error);
  if (status >= 400 && status < 500) return new HubError('BAD_REQUEST', 'The body cannot be read.');
  return new HubError('INTERNAL', 'The hub failed.', { cause: error });
}

function statusOf(error: unknown): number {
  const { status } = error as { status?: unknown };
  return typeof status === 'number' ? status : 500;
}
