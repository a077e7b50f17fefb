import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, type Client, type ClientOptions } from 'graphql-ws';
import WebSocket from 'ws';
import { startToyHub, type ToyHub } from './toy-hub.js';

let hub: ToyHub;
let token: string;
const clients: Client[] = [];

beforeAll(async () => {
  hub = await startToyHub();
  token = await hub.tokenOf('demo-officer');
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});

afterAll(() => hub.close());

function connect(
  connectionParams: Record<string, unknown>,
  options: Partial<ClientOptions> = {},
  to = hub,
): Client {
  const client = createClient({
    url: `${to.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
    ...options,
  });
  clients.push(client);
  return client;
}

function signedIn(options: Partial<ClientOptions> = {}): Client {
  return connect({ authorization: `Bearer ${token}` }, options);
}

async function all(client: Client, query: string, variables?: Record<string, unknown>): Promise<unknown[]> {
  const results: unknown[] = [];
  for await (const result of client.iterate({ query, variables })) results.push(result);
  return results;
}

async function failureOf(run: Promise<unknown>): Promise<unknown> {
  return run.then(
    (value) => ({ succeeded: value }),
    (error: unknown) => error,
  );
}

describe('a WebSocket client', () => {
  it('gets every event of a subscription in order, then its end', async () => {
    expect(await all(signedIn(), 'subscription { ticks(count: 3) }')).toEqual([
      { data: { ticks: 1 } },
      { data: { ticks: 2 } },
      { data: { ticks: 3 } },
    ]);
  });

  it('may send queries and mutations too', async () => {
    const client = signedIn();

    expect(await all(client, '{ hello }')).toEqual([{ data: { hello: 'xin chào' } }]);
    expect(await all(client, 'mutation { touch }')).toEqual([{ data: { touch: 'touched' } }]);
  });

  it('names its purpose when it connects', async () => {
    const client = connect({ authorization: `Bearer ${token}`, purposeOfUse: 'VERIFICATION' });

    expect(await all(client, '{ whoAmI }')).toEqual([{ data: { whoAmI: 'demo-officer true' } }]);
  });

  it.each([
    ['no token', {}, 4401, /^UNAUTHENTICATED: /],
    ['a wrong token', { authorization: 'Bearer rubbish' }, 4401, /^UNAUTHENTICATED: The token is not valid/],
    ['an unknown purpose', { authorization: '$token', purposeOfUse: 'CURIOSITY' }, 4400, /^BAD_USER_INPUT: /],
    [
      'a purpose that it does not hold',
      { authorization: '$token', purposeOfUse: 'AUDIT' },
      4403,
      /^FORBIDDEN: /,
    ],
  ])(
    'with %s is refused with a close code',
    async (_name, parameters: Record<string, string>, code, reason) => {
      const filled =
        parameters.authorization === '$token'
          ? { ...parameters, authorization: `Bearer ${token}` }
          : parameters;

      const failure = await failureOf(all(connect(filled), '{ hello }'));

      expect(failure).toMatchObject({ code, reason: expect.stringMatching(reason) });
    },
  );

  it.each([
    ['that is not GraphQL', '{ hello', 'GRAPHQL_PARSE_FAILED'],
    ['with an unknown field', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'that costs too much',
      `{ ${Array.from({ length: 101 }, (_, n) => `a${n}: hello`).join(' ')} }`,
      'QUERY_TOO_COSTLY',
    ],
    ['with a value that is none', '{ echo(personalId: "079200000") }', 'BAD_USER_INPUT'],
  ])('sending a document %s gets its code and keeps its connection', async (_name, query, code) => {
    const client = signedIn();

    const failure = await failureOf(all(client, query));

    expect(failure).toEqual([expect.objectContaining({ extensions: { code } })]);
    expect(JSON.stringify(failure)).not.toContain('079200000');
    expect(await all(client, '{ hello }')).toEqual([{ data: { hello: 'xin chào' } }]);
  });

  it('gets errors of fields in the same form as over HTTP', async () => {
    expect(await all(signedIn(), '{ hello away boom }')).toEqual([
      {
        data: { hello: 'xin chào', away: null, boom: null },
        errors: [
          expect.objectContaining({
            path: ['away'],
            extensions: { code: 'SOURCE_UNAVAILABLE', retryable: true },
          }),
          expect.objectContaining({
            path: ['boom'],
            extensions: { code: 'INTERNAL', traceId: expect.any(String) },
          }),
        ],
      },
    ]);
  });

  it('gets an error of a variable without its value', async () => {
    const [answer] = await all(signedIn(), 'query ($age: Int) { echo(age: $age) }', { age: '079200000012' });

    expect(answer).toEqual({
      errors: [
        expect.objectContaining({
          message: 'Invalid value for $age.',
          extensions: { code: 'BAD_USER_INPUT' },
        }),
      ],
    });
  });

  it('whose subscription cannot start learns why', async () => {
    const [answer] = await all(signedIn(), 'subscription { refusedTicks }');

    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'CURSOR_EXPIRED', cursor: 'c0' } }] });
  });

  it('that is too slow is told where to go on', async () => {
    const results: unknown[] = [];

    const failure = await failureOf(
      (async () => {
        for await (const result of signedIn().iterate({ query: 'subscription { lagging }' }))
          results.push(result);
      })(),
    );

    expect(results).toEqual([{ data: { lagging: 1 } }]);
    expect(failure).toEqual([expect.objectContaining({ extensions: { code: 'LAGGED', cursor: 'c1' } })]);
  });

  it('that leaves ends its subscriptions at their source', async () => {
    const client = signedIn();
    const iterator = client.iterate({ query: 'subscription { forever }' });
    await iterator.next();
    expect(hub.openSubscriptions()).toBe(1);

    await client.dispose();

    while (hub.openSubscriptions() > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(hub.openSubscriptions()).toBe(0);
  });

  it('may have a hundred operations under way and no more', async () => {
    const client = signedIn();
    const open = Array.from({ length: 100 }, () => client.iterate({ query: 'subscription { forever }' }));
    await Promise.all(open.map((iterator) => iterator.next()));

    const failure = await failureOf(all(client, '{ hello }'));

    expect(failure).toEqual([expect.objectContaining({ extensions: { code: 'RATE_LIMITED' } })]);
  });

  it('that speaks another protocol is refused', async () => {
    const socket = new WebSocket(`${hub.url.replace('http', 'ws')}/graphql`, 'graphql-ws');

    const outcome = await new Promise((resolve) => {
      socket.on('error', (error) => resolve(error.message));
      socket.on('close', (code) => resolve(code));
    });

    expect(outcome).toMatch(/subprotocol/);
  });

  it('at another path is refused', async () => {
    const socket = new WebSocket(`${hub.url.replace('http', 'ws')}/elsewhere`, 'graphql-transport-ws');

    const message = await new Promise((resolve) => socket.on('error', (error) => resolve(error.message)));

    expect(message).toMatch(/404/);
  });

  it('that sends more than 1 MiB in one message is cut off', async () => {
    const failure = await failureOf(all(signedIn(), '{ hello }', { filler: 'x'.repeat(1_048_576) }));

    expect(failure).toMatchObject({ code: 1009 });
  });
});

describe('a connection', () => {
  it('ends when its token does, and a client that has a new one comes straight back', async () => {
    const brief = await startToyHub({}, { tokenLifetimeSeconds: 2 });
    try {
      const closures: unknown[] = [];
      let connections = 0;
      const client = createClient({
        url: `${brief.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: async () => {
          connections += 1;
          return { authorization: `Bearer ${await brief.tokenOf('demo-monitor')}` };
        },
        retryAttempts: 3,
        retryWait: () => Promise.resolve(),
        on: { closed: (event) => closures.push((event as CloseEvent).code) },
      });
      const iterator = client.iterate({ query: 'subscription { forever }' });

      await iterator.next();
      await iterator.next();

      expect(closures).toEqual([4403]);
      expect(connections).toBe(2);
      await client.dispose();
    } finally {
      await brief.close();
    }
  });

  it('above the limit is refused', async () => {
    const small = await startToyHub({ socketConnectionsMax: 1 });
    try {
      const params = { authorization: `Bearer ${await small.tokenOf('demo-monitor')}` };
      const first = connect(params, {}, small).iterate({ query: 'subscription { forever }' });
      await first.next();

      const failure = await failureOf(all(connect(params, {}, small), '{ hello }'));

      expect(String((failure as { message?: string }).message ?? failure)).toMatch(/503|1006|event/);
    } finally {
      for (const client of clients.splice(0)) await client.dispose();
      await small.close();
    }
  });
});
