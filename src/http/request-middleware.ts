/** What Express is left with: an answer in the right shape where there is nothing at a path or a handler fails. */
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { HubError } from '../values/index.js';
import type { Admitted } from './admit-request.js';
import { HTTP_STATUS } from './error-status.js';
import { sendRefusal } from './graphql-response.js';
import type { OperationObserver } from './operation-observer.js';

/** Hands a request on to Express's handlers, with the headers that no answer goes without. */
export function handOver(response: Response, admitted: Admitted): void {
  const { headers } = admitted;
  for (let at = 0; at < headers.length; at += 2) response.setHeader(headers[at] ?? '', headers[at + 1] ?? '');
  admissions.set(response, admitted);
}

const admissions = new WeakMap<object, Admitted>();

/** What was handed over; its headers are set. */
export function admittedOf(response: object): Admitted {
  return { requestId: admissions.get(response)?.requestId ?? '', headers: [] };
}

export const notFound: RequestHandler = (request, response) => {
  const refusal = new HubError('BAD_REQUEST', 'There is nothing at this path.');
  sendRefusal(request, response, admittedOf(response), refusal, 404);
};

/** Whatever a handler threw, as a refusal with a code. */
export function handleFailure(logger: Logger, observer: OperationObserver): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const admitted = admittedOf(response);
    const refusal = refusalOf(error);
    observer.sent(refusal.code);
    if (refusal.code === 'INTERNAL')
      logger.error({ traceId: admitted.requestId, err: error }, 'a request failed');
    const status = refusal.code === 'BAD_REQUEST' ? statusOf(error) : HTTP_STATUS[refusal.code];
    sendRefusal(request, response, admitted, refusal, status);
  };
}

function refusalOf(error: unknown): HubError {
  if (error instanceof HubError) return error;
  const status = statusOf(error);
  if (status >= 400 && status < 500) return new HubError('BAD_REQUEST', 'The request cannot be read.');
  return new HubError('INTERNAL', 'The hub failed.', { cause: error });
}

function statusOf(error: unknown): number {
  const { status } = error as { status?: unknown };
  return typeof status === 'number' ? status : 500;
}
