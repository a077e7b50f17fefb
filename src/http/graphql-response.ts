/** Refusals that happen before GraphQL is reached, in the shape that GraphQL clients read. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants, gzip } from 'node:zlib';
import { request as expressRequest, type Request } from 'express';
import type { HubError } from '../values/index.js';
import type { Admitted } from './admit-request.js';
import { HTTP_STATUS } from './error-status.js';
import { formatError } from './format-error.js';
import { refusalHeaders } from './request-error.js';

const RESPONSE_JSON = 'application/graphql-response+json';

/** Answers with `{ "errors": […] }`, in the media type that the client prefers. */
export function sendRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  { requestId, headers }: Admitted,
  error: HubError,
  status = HTTP_STATUS[error.code],
): void {
  const type =
    expressRequest.accepts.call(request as Request, RESPONSE_JSON, 'application/json') || RESPONSE_JSON;
  const body = JSON.stringify({ errors: [formatError(error, requestId)] });
  const own = [...refusalHeaders(error)].flat();
  sendBody(response, status, [...headers, ...own, 'content-type', `${type}; charset=utf-8`], encode(body));
}

/** Sends a whole answer, zipped where it is long and the client takes that. @param headers names and values in turn */
export function sendBody(
  response: ServerResponse,
  status: number,
  headers: readonly string[],
  body: Buffer,
): void {
  const send = (bytes: Buffer, more: readonly string[]): void => {
    const length = ['content-length', String(bytes.length), 'vary', 'accept-encoding'];
    response.writeHead(status, [...headers, ...more, ...length]);
    response.end(bytes);
  };
  if (body.length < ZIPPED_FROM || !takesGzip(response.req)) return send(body, []);
  gzip(body, { level: constants.Z_BEST_SPEED }, (error, zipped) =>
    error === null ? send(zipped, ['content-encoding', 'gzip']) : send(body, []),
  );
}

/** Bytes. What fits into one packet gains nothing. */
const ZIPPED_FROM = 1_400;

/** Browsers do; adapters, which ask thousands of times a second on the same network, do not say so. */
function takesGzip(request: IncomingMessage): boolean {
  if (request.headers['accept-encoding'] === undefined) return false;
  return expressRequest.acceptsEncodings.call(request as Request, 'gzip') === 'gzip';
}

/** UTF-8 in one pass over the text, where measuring, joining and sending it would each read the whole again. */
export function encode(text: string, ending = ''): Buffer {
  const bytes = Buffer.allocUnsafe((text.length + ending.length) * BYTES_OF_UNIT_MAX);
  const length = bytes.write(text, 'utf8');
  return bytes.subarray(0, length + bytes.write(ending, length, 'utf8'));
}

/** Of one UTF-16 unit. */
const BYTES_OF_UNIT_MAX = 3;
