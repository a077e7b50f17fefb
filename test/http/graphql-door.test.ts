/** The short way of a document that came before leads to the same answers as the long one, and nothing runs twice. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema, GraphQLError, type DocumentNode } from 'graphql';
import { executableOfSchema, type OperationArgs } from '../../src/http/index.js';
import { ask, refusal, send } from './graphql-request.js';
import { startToyHub, type ToyHub } from './toy-hub.js';

const schema = buildSchema(`
  type Query { greeting(name: String): String things(first: Int = 20): [Thing] }
  type Thing { id: ID }
  type Mutation { touch: Int fail: Int }
`);
const executed: OperationArgs[] = [];
const answers = {
  greeting: ({ name }: { name?: string }) => `xin chào ${name ?? 'bạn'}`,
  things: () => [],
  touch: () => executed.length,
  fail: () => {
    throw new GraphQLError('no');
  },
};
const toy = executableOfSchema(schema);
let hub: ToyHub;
let token: string;

beforeAll(async () => {
  hub = await startToyHub({
    executable: {
      ...toy,
      execute: (args) => {
        executed.push(args);
        return executableOfSchema(schema).execute({ ...args, ...{ rootValue: answers } });
      },
    },
  });
  token = await hub.tokenOf('demo-officer');
});

beforeEach(() => {
  executed.length = 0;
});

afterAll(() => hub.close());

function documents(): ReadonlySet<DocumentNode> {
  return new Set(executed.map(({ document }) => document));
}

const GREETING = 'query Greet($name: String) { greeting(name: $name) } query Other { greeting }';

describe('a document that came before', () => {
  it('is read once and answered alike, with the headers of the first answer', async () => {
    const request = { token, variables: { name: 'Lan' }, operationName: 'Greet' };

    const first = await ask(hub.url, GREETING, request);
    const again = await ask(hub.url, GREETING, request);
    const other = await ask(hub.url, GREETING, { token, operationName: 'Other' });

    const without = (headers: Headers) =>
      [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
    expect(again.text).toBe(first.text);
    expect(without(again.headers)).toEqual(without(first.headers));
    expect(other.body.data).toEqual({ greeting: 'xin chào bạn' });
    expect(executed).toHaveLength(3);
    expect(documents().size).toBe(1);
  });

  it('is answered in the media type that each client asks for', async () => {
    const accepts = ['application/json', 'application/graphql-response+json', '*/*'];

    for (const round of ['first', 'again'])
      for (const accept of accepts) {
        const answer = await ask(hub.url, '{ greeting }', { token, headers: { accept } });
        const type = answer.headers.get('content-type');
        expect([round, type]).toEqual([
          round,
          `${accept === '*/*' ? 'application/json' : accept}; charset=utf-8`,
        ]);
      }
    const refused = await ask(hub.url, '{ greeting }', { token, headers: { accept: 'image/png' } });
    expect(refused.status).toBe(406);
  });

  it('runs once where it fails, and is refused as ever', async () => {
    const fail = 'mutation { touch fail }';
    await ask(hub.url, fail, { token });
    executed.length = 0;

    const failed = await ask(hub.url, fail, { token });

    expect(failed.body.data).toEqual({ touch: 1, fail: null });
    expect(failed.body.errors).toMatchObject([{ path: ['fail'], extensions: { code: 'INTERNAL' } }]);
    expect(executed).toHaveLength(1);
  });

  it('passes the guard and the sign-in each time', async () => {
    const page = 'query ($first: Int) { things(first: $first) { id } }';
    await ask(hub.url, page, { token, variables: { first: 1 } });
    executed.length = 0;

    const tooMany = await ask(hub.url, page, { token, variables: { first: 501 } });
    const nobody = await ask(hub.url, page, { variables: { first: 1 } });

    expect(refusal(tooMany)).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
    expect(refusal(nobody)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(executed).toHaveLength(0);
  });

  it('is a bad request where what comes with it is wrong', async () => {
    await ask(hub.url, '{ greeting }', { token });

    for (const wrong of [{ variables: [] }, { variables: 'x' }, { operationName: 1 }, { extensions: 'x' }]) {
      const body = JSON.stringify({ query: '{ greeting }', ...wrong });
      const answer = await send(hub.url, body, { authorization: `Bearer ${token}` });
      expect(refusal(answer)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
    }
  });
});

describe('a body', () => {
  const post = async (body: BodyInit, headers: Record<string, string>) => {
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    });
    return { status: response.status, text: await response.text() };
  };
  const body = JSON.stringify({ query: '{ greeting }' });
  const greeting = { status: 200, text: '{"data":{"greeting":"xin chào bạn"}}\n' };

  it('may be packed, and say its charset', async () => {
    expect(await post(gzipSync(body), { 'content-encoding': 'gzip' })).toEqual(greeting);
    expect(await post(body, { 'content-type': 'Application/JSON; charset="UTF-8"' })).toEqual(greeting);
    expect(await post(`\ufeff${body}`, {})).toEqual(greeting);
  });

  it('is bound as it is unpacked', async () => {
    const bomb = gzipSync(JSON.stringify({ query: '{ greeting }', variables: { x: 'x'.repeat(2_000_000) } }));

    expect(await post(bomb, { 'content-encoding': 'gzip' })).toMatchObject({ status: 413 });
  });

  it('is unpacked no further than its bound', async () => {
    // What stands behind it could not be unpacked, so whoever goes on finds a fault.
    const bomb = Buffer.concat([gzipSync(Buffer.alloc(64_000_000, 0x20)), Buffer.alloc(200_000, 0xff)]);

    expect(await post(bomb, { 'content-encoding': 'gzip' })).toMatchObject({ status: 413 });
  });

  it.each([
    ['packed in an unknown way', body, { 'content-encoding': 'zip' }, 415],
    ['that is not what it says', body, { 'content-encoding': 'gzip' }, 400],
    ['of another charset', body, { 'content-type': 'application/json; charset=utf-16' }, 415],
    ['of another type', body, { 'content-type': 'text/plain' }, 400],
    ['that is a number', '1', {}, 400],
    ['that is null', 'null', {}, 400],
    ['of nothing', '', {}, 400],
  ])('%s is refused', async (_name, text, headers, status) => {
    expect(await post(text, headers as unknown as Record<string, string>)).toMatchObject({
      status,
      text: expect.stringContaining('BAD_REQUEST'),
    });
  });
});
