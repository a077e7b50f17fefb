/** Refusals that happen before GraphQL is reached, in the shape that GraphQL clients read. */
import type { Request, Response } from 'express';
import type { HubError } from '../values/index.js';
import { HTTP_STATUS } from './error-status.js';
import { formatError } from './format-error.js';
import { refusalHeaders } from './request-error.js';

const RESPONSE_JSON = 'application/graphql-response+json';

/** Answers with `{ "errors": […] }`, in the media type that the client prefers. */
export function sendRefusal(
  request: Request,
  response: Response,
  error: HubError,
  status = HTTP_STATUS[error.code],
): void {
  const type = request.accepts([RESPONSE_JSON, 'application/json']) || RESPONSE_JSON;
  for (const [name, value] of refusalHeaders(error)) response.setHeader(name, value);
  response
    .status(status)
    .type(`${type}; charset=utf-8`)
    .send(JSON.stringify({ errors: [formatError(error, traceIdOf(response))] }));
}

/** The id that `requestId` middleware gave the request. */
export function traceIdOf(response: Response): string {
  return (response.locals as { requestId?: string }).requestId ?? '';
}
