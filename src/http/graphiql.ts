/** GraphiQL, served from the project's own packages so that it works without internet. The page is one file of some nine
 *  megabytes; it is rendered and compressed once, when it is first asked for. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Router, type Request } from 'express';
import { GRAPHIQL_FETCHER } from './graphiql-fetcher.js';

export interface GraphiqlOptions {
  /** What the editor shows at first. */
  readonly defaultQuery?: string;
}

/** Scripts and styles are inline in the page and its workers are blobs; nothing may be loaded from anywhere else. */
const CONTENT_SECURITY_POLICY = [
  ...["default-src 'none'", "script-src 'unsafe-inline' 'unsafe-eval' blob:", "style-src 'unsafe-inline'"],
  ...["img-src 'self' data:", "font-src 'self' data:", 'worker-src blob:', "connect-src 'self' ws: wss:"],
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join('; ');

const FIRST_HEADERS = JSON.stringify({ Authorization: 'Bearer ', 'Purpose-Of-Use': '' }, null, 2);

export function graphiqlRouter({ defaultQuery }: GraphiqlOptions = {}): Router {
  let page: Promise<{ plain: Buffer; zipped: Buffer; tag: string }> | undefined;
  const router = Router();
  router.get('/', async (request, response, next) => {
    if (!asksForPage(request)) return next();
    page ??= render(defaultQuery);
    const { plain, zipped, tag } = await page;
    response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
    response.setHeader('etag', tag);
    response.setHeader('vary', 'accept, accept-encoding');
    if (request.fresh) return void response.status(304).end();
    response.type('html');
    if (request.acceptsEncodings('gzip') === 'gzip') {
      response.setHeader('content-encoding', 'gzip');
      return void response.end(zipped);
    }
    return void response.end(plain);
  });
  return router;
}

/** A browser asks for a page before anything else; GraphQL clients never name HTML. */
function asksForPage(request: Request): boolean {
  const accepted = request.get('accept') ?? '';
  return accepted.includes('text/html') && request.accepts(['html', 'json']) === 'html';
}

async function render(defaultQuery: string | undefined) {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'An Sinh Hub',
    headers: FIRST_HEADERS,
    shouldPersistHeaders: true,
    defaultEditorToolsVisibility: 'headers',
    isHeadersEditorEnabled: true,
    ...(defaultQuery === undefined ? {} : { defaultQuery }),
  });
  // The package sends the headers of the editor over HTTP only. Our fetcher also signs WebSocket connections in by them.
  const start = html.lastIndexOf('YogaGraphiQL.renderYogaGraphiQL(');
  const options = html.indexOf('{', start);
  const plain = Buffer.from(
    `${html.slice(0, start)}${GRAPHIQL_FETCHER}\n${html.slice(start, options)}{fetcher: hubFetcher, ${html.slice(options + 1)}`,
  );
  const tag = `"${createHash('sha256').update(plain).digest('base64url')}"`;
  return { plain, zipped: await promisify(gzip)(plain), tag };
}
