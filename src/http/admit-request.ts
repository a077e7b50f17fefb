/** What every HTTP request gets at the door: an id, its place in the metrics, and the headers that no answer goes without. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';
import type { Metrics } from './metrics.js';
import { requestIdOf } from './request-id.js';

export interface Admitted {
  readonly requestId: string;
  /** Names and values in turn, as `writeHead` takes them. */
  readonly headers: readonly string[];
}

export type AdmitRequest = (request: IncomingMessage, response: ServerResponse) => Admitted;

const ROUTES = ['/graphql', '/health', '/metrics', '/oidc'];

/** @param isClosing while true, clients are told to open their next request on another connection */
export function createAdmitRequest(metrics: Metrics, isClosing: () => boolean): AdmitRequest {
  const securityHeaders = headersOfHelmet();
  return (request, response) => {
    const requestId = requestIdOf(oneOf(request.headers['x-request-id']));
    metrics.httpRequestsInFlight.inc();
    response.once('close', () => {
      metrics.httpRequestsInFlight.dec();
      metrics.httpRequests.inc({ route: routeOf(pathOf(request)), status: String(response.statusCode) });
    });
    const headers = [...securityHeaders, 'x-request-id', requestId];
    if (isClosing()) headers.push('connection', 'close');
    return { requestId, headers };
  };
}

/** The path that was asked for, without the question. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

function routeOf(path: string): string {
  return ROUTES.find((known) => path === known || path.startsWith(`${known}/`)) ?? 'other';
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.join(', ');
}

/** Its twelve middlewares set the same headers for every answer: they are asked once. */
function headersOfHelmet(): readonly string[] {
  const headers: string[] = [];
  const recorder = {
    setHeader: (name: string, value: string) => headers.push(name.toLowerCase(), value),
    removeHeader: () => undefined,
  };
  const protect = helmet({
    contentSecurityPolicy: { directives: { defaultSrc: ["'none'"] }, useDefaults: false },
  });
  protect(undefined as never, recorder as unknown as ServerResponse, (error) => {
    if (error !== undefined) throw new Error('Helmet cannot say its headers.', { cause: error });
  });
  return headers;
}
