import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { GRAPHIQL_FETCHER } from '../../src/http/graphiql-fetcher.js';
import { ask } from './graphql-request.js';
import { startToyHub, type ToyHub } from './toy-hub.js';

let hub: ToyHub;
let token: string;
let isDatabaseUp = true;

beforeAll(async () => {
  hub = await startToyHub({
    checks: {
      database: () => (isDatabaseUp ? Promise.resolve() : Promise.reject(new Error('password of postgres'))),
      issuerKeys: () => Promise.resolve(),
    },
    graphiql: { defaultQuery: '{ hello }' },
  });
  token = await hub.tokenOf('demo-officer');
});

afterAll(() => hub.close());

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${hub.url}${path}`, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('an operator', () => {
  it('sees that the process is alive', async () => {
    expect(await get('/health/live')).toMatchObject({ status: 200, text: '{"status":"live"}' });
  });

  it('sees what keeps the hub from being ready, without its reasons', async () => {
    expect((await get('/health/ready')).status).toBe(200);

    isDatabaseUp = false;
    const unready = await get('/health/ready');
    isDatabaseUp = true;

    expect(unready.status).toBe(503);
    expect(JSON.parse(unready.text)).toEqual({
      status: 'unready',
      checks: { database: 'failed', issuerKeys: 'ok' },
    });
  });

  it('finds durations by operation, and errors by code, in the metrics', async () => {
    await ask(hub.url, 'query Greeting { hello }', { token });
    await ask(hub.url, 'query Broken { boom }', { token });

    const { text } = await get('/metrics');

    expect(text).toMatch(
      /hub_graphql_operation_duration_seconds_count\{operation="Greeting",kind="query"\} 1/,
    );
    expect(text).toMatch(/hub_graphql_errors_total\{code="INTERNAL"\} 1/);
    expect(text).toMatch(/hub_http_requests_total\{route="\/graphql",status="200"\}/);
    expect(text).toContain('process_cpu_seconds_total');
  });

  it('cannot have the metrics flooded with names', async () => {
    await Promise.all(
      Array.from({ length: 250 }, (_, index) => ask(hub.url, `query Flood${index} { hello }`, { token })),
    );

    const { text } = await get('/metrics');

    const names = new Set(
      [...text.matchAll(/duration_seconds_count\{operation="(\w+)"/g)].map((match) => match[1]),
    );
    expect(names.size).toBeLessThan(210);
    expect(names).toContain('other');
  });

  it('finds a request again by the id that its client gave it', async () => {
    const answer = await ask(hub.url, 'query Traced { hello }', {
      token,
      headers: { 'x-request-id': 'client-trace-1' },
    });
    await hub.flushAccessLog();

    expect(answer.headers.get('x-request-id')).toBe('client-trace-1');
    expect(hub.accessEntries).toContainEqual({
      at: expect.any(Date),
      subject: 'demo-officer',
      clientId: 'demo-officer',
      operation: 'Traced',
      rootFields: ['hello'],
      traceId: 'client-trace-1',
      outcome: 'OK',
    });
  });

  it.each(['079200000012', 'a b', 'x'.repeat(65), 'id-079200000012'])(
    'is given another id than %s',
    async (given) => {
      const answer = await ask(hub.url, '{ hello }', { token, headers: { 'x-request-id': given } });

      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it('finds refusals in the access log too, with purpose and code, but not whoever only reads the schema', async () => {
    await hub.flushAccessLog();
    const before = hub.accessEntries.length;
    await ask(hub.url, '{ refused }', { token, headers: { 'purpose-of-use': 'COMPLAINT' } });
    await ask(hub.url, '{ __typename }', { token });
    await hub.flushAccessLog();

    expect(hub.accessEntries.slice(before)).toEqual([
      expect.objectContaining({
        operation: 'query',
        rootFields: ['refused'],
        purpose: 'COMPLAINT',
        outcome: 'FORBIDDEN',
      }),
    ]);
  });

  it('sees in the access log also what does not end', async () => {
    const answering = ask(hub.url, 'query Endless { slow }', { token });
    await hub.slowArrived(1);
    await hub.flushAccessLog();

    expect(hub.accessEntries.at(-1)).toMatchObject({ operation: 'Endless', outcome: 'UNDER_WAY' });
    hub.releaseSlow();
    await answering;
  });
});

describe('a browser', () => {
  it('gets GraphiQL from the hub itself, with nothing to load from elsewhere', async () => {
    const page = await get('/graphql', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });

    expect(page.status).toBe(200);
    // The page is large: only whether it holds is printed when this fails.
    expect(page.text.includes('<title>An Sinh Hub</title>')).toBe(true);
    expect(page.text.includes('{fetcher: hubFetcher, ')).toBe(true);
    expect(/<(script|link)[^>]+(src|href)="(https?:)?\/\//.test(page.text)).toBe(false);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("connect-src 'self' ws: wss:");
    expect(policy).not.toContain('http');
  });

  it('does not load it twice', async () => {
    const first = await get('/graphql', { accept: 'text/html' });
    const tag = first.headers.get('etag') ?? '';

    // The built-in fetch asks every cache to be passed by when it is given a tag; a browser does not.
    const status = await new Promise((resolve, reject) => {
      http
        .get(`${hub.url}/graphql`, { headers: { accept: 'text/html', 'if-none-match': tag } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
        .on('error', reject);
    });

    expect(status).toBe(304);
  });

  it('sends queries and subscriptions from GraphiQL with the token and purpose of its headers editor', async () => {
    const token = await hub.tokenOf('demo-officer');
    const page = {
      location: { pathname: `${hub.url}/graphql`, href: `${hub.url}/graphql?query=x` },
      fetch,
      WebSocket,
    };
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the page's own script is what is tested
    const makeFetcher = new Function(...Object.keys(page), `${GRAPHIQL_FETCHER}; return hubFetcher;`) as (
      ...values: unknown[]
    ) => (operation: object, options: object) => Promise<unknown> | AsyncIterable<unknown>;
    const fetcher = makeFetcher(...Object.values(page));
    const options = { headers: { Authorization: `Bearer ${token}`, 'Purpose-Of-Use': 'VERIFICATION' } };

    const answer = await fetcher({ query: '{ whoAmI }' }, options);
    const events: unknown[] = [];
    const query = 'query Q { hello } subscription S { ticks(count: 2) }';
    for await (const event of fetcher({ query, operationName: 'S' }, options) as AsyncIterable<unknown>)
      events.push(event);
    const refused: unknown[] = [];
    for await (const event of fetcher({ query, operationName: 'S' }, {}) as AsyncIterable<unknown>)
      refused.push(event);

    expect(answer).toEqual({ data: { whoAmI: 'demo-officer true' } });
    expect(events).toEqual([{ data: { ticks: 1 } }, { data: { ticks: 2 } }]);
    expect(refused).toEqual([{ errors: [{ message: expect.stringMatching(/4401 UNAUTHENTICATED/) }] }]);
  });

  it('is led from the root to it', async () => {
    const response = await fetch(hub.url, { redirect: 'manual' });

    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('/graphql');
  });

  it('cannot be told to run anything from other answers', async () => {
    expect((await get('/health/live')).headers.get('content-security-policy')).toBe("default-src 'none'");
  });
});
