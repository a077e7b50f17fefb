import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, refusal, send } from './graphql-request.js';
import { startToyHub, type ToyHub } from './toy-hub.js';

const SECRET = '079200000012';
let hub: ToyHub;
let token: string;

beforeAll(async () => {
  hub = await startToyHub();
  token = await hub.tokenOf('demo-officer');
});

afterAll(() => hub.close());

const pages = (depth: number): string =>
  depth === 0 ? 'totalCount' : `nodes { name things(first: 100) { ${pages(depth - 1)} } }`;
const parents = (depth: number): string => (depth === 0 ? 'id' : `parent { ${parents(depth - 1)} }`);
const aliases = (count: number) => Array.from({ length: count }, (_, index) => `a${index}: hello`).join(' ');

describe('an error', () => {
  it.each([
    ['a document that is not GraphQL', '{ hello', 400, 'GRAPHQL_PARSE_FAILED', /^Syntax Error/],
    [
      'a syntax error at a value',
      `{ hello "${SECRET}" }`,
      400,
      'GRAPHQL_PARSE_FAILED',
      /Expected Name, found String\.$/,
    ],
    [
      'a field that does not exist',
      '{ nothing }',
      400,
      'GRAPHQL_VALIDATION_FAILED',
      /Cannot query field "nothing"/,
    ],
    [
      'a personal id in the document that is none',
      '{ echo(personalId: "079200000") }',
      400,
      'BAD_USER_INPUT',
      /^Invalid value for personalId: /,
    ],
    ['a number that is none', `{ echo(age: "${SECRET}") }`, 400, 'BAD_USER_INPUT', /^Invalid value for age/],
    [
      'an enum value that is none',
      '{ echo(gender: NGUYEN) }',
      400,
      'BAD_USER_INPUT',
      /^Invalid value for gender, expected Gender\.$/,
    ],
    [
      'a value inside an input',
      `{ register(person: { gender: MALE, personalId: 079 }) }`,
      400,
      'GRAPHQL_PARSE_FAILED',
      /^Syntax Error/,
    ],
    ['a document nested too deep', `{ thing { ${parents(15)} } }`, 400, 'QUERY_TOO_COSTLY', /deeper than 15/],
    [
      'pages within pages',
      `{ things(first: 100) { ${pages(3)} } }`,
      400,
      'QUERY_TOO_COSTLY',
      /more than 500000 values/,
    ],
    ['too many aliases', `{ ${aliases(101)} }`, 400, 'QUERY_TOO_COSTLY', /100 aliases/],
    ['a document without end', `{ ${'hello '.repeat(10_001)} }`, 400, 'QUERY_TOO_COSTLY', /too long/],
    ['a page that is too large', '{ things(first: 501) { totalCount } }', 400, 'BAD_USER_INPUT', /0 to 500/],
    ['a subscription by POST', 'subscription { ticks(count: 1) }', 400, 'BAD_REQUEST', /WebSocket/],
    ['an empty document', '', 400, 'BAD_REQUEST', /non-empty/],
  ])('for %s has its code', async (_name, query, status, code, message) => {
    const answer = await ask(hub.url, query, { token });

    expect(refusal(answer)).toEqual({ status, code, message: expect.stringMatching(message) });
    expect(answer.text).not.toContain(SECRET);
  });

  it.each([
    [
      'a personal id',
      'query ($value: PersonalId) { echo(personalId: $value) }',
      '079200000',
      /^Invalid value for \$value: /,
    ],
    ['a number', 'query ($value: Int) { echo(age: $value) }', SECRET, /^Invalid value for \$value/],
    [
      'an enum value',
      'query ($value: Gender) { echo(gender: $value) }',
      SECRET,
      /^Invalid value for \$value, expected Gender\.$/,
    ],
    [
      'a part of an input',
      'query ($value: Person!) { register(person: $value) }',
      { personalId: '079200000012', age: SECRET },
      /^Invalid value for \$value\.age/,
    ],
    [
      'an input with an unknown field',
      'query ($value: Person!) { register(person: $value) }',
      { [`x${SECRET}`]: 1 },
      /^Invalid value for \$value/,
    ],
    [
      'nothing where something must be',
      'query ($value: Person!) { register(person: $value) }',
      undefined,
      /"\$value" of required type "Person!" was not provided/,
    ],
  ])('for a variable that is no good as %s does not repeat it', async (_name, query, value, message) => {
    const answer = await ask(hub.url, query, { token, variables: { value } });

    expect(refusal(answer)).toEqual({
      status: 400,
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(message),
    });
    expect(answer.text).not.toMatch(/079200000/);
  });

  it.each([
    [
      'an operation that the document does not have',
      { query: 'query A { hello }', operationName: 'B' },
      400,
      'BAD_REQUEST',
    ],
    [
      'a persisted query',
      { extensions: { persistedQuery: { version: 1, sha256Hash: 'ab' } } },
      200,
      'BAD_REQUEST',
    ],
    ['variables that are no object', { query: '{ hello }', variables: 'x' }, 400, 'BAD_REQUEST'],
    ['a request without a document', { nothing: 1 }, 400, 'BAD_REQUEST'],
  ])('for %s is a bad request', async (_name, body, status, code) => {
    const answer = await send(hub.url, JSON.stringify(body), { authorization: `Bearer ${token}` });

    expect(refusal(answer)).toMatchObject({ status, code });
  });

  it('for a body that is not JSON does not repeat it', async () => {
    const answer = await send(hub.url, `{"query": ${SECRET}!`, { authorization: `Bearer ${token}` });

    expect(refusal(answer)).toEqual({ status: 400, code: 'BAD_REQUEST', message: 'The body is not JSON.' });
  });

  it('for a body over 1 MiB says so', async () => {
    const answer = await ask(hub.url, '{ hello }', { token, variables: { filler: 'x'.repeat(1_048_576) } });

    expect(refusal(answer)).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE' });
  });

  it('for a body just under 1 MiB is none', async () => {
    const answer = await ask(hub.url, '{ hello }', { token, variables: { filler: 'x'.repeat(1_000_000) } });

    expect(answer).toMatchObject({ status: 200, body: { data: { hello: 'xin chào' } } });
  });

  it('of an operating kind keeps its code and place, and serves the rest', async () => {
    const answer = await ask(hub.url, '{ hello away refused }', { token });

    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual({ hello: 'xin chào', away: null, refused: null });
    expect(answer.body.errors).toEqual([
      expect.objectContaining({
        path: ['away'],
        extensions: { code: 'SOURCE_UNAVAILABLE', retryable: true },
      }),
      expect.objectContaining({
        path: ['refused'],
        message: 'This needs the role approver.',
        extensions: { code: 'FORBIDDEN' },
      }),
    ]);
  });

  it('of ours carries a trace id and nothing else, and is found in the log by it without anybody’s number', async () => {
    const answer = await ask(hub.url, '{ boom }', { token, headers: { 'x-request-id': 'trace-of-a-fault' } });

    expect(answer.body).toEqual({
      data: { boom: null },
      errors: [
        {
          message: 'The hub failed. Report the trace id.',
          locations: [{ line: 1, column: 3 }],
          path: ['boom'],
          extensions: { code: 'INTERNAL', traceId: 'trace-of-a-fault' },
        },
      ],
    });
    const line = hub.logLines.find((text) => text.includes('trace-of-a-fault') && text.includes('"error"'));
    expect(line).toContain('duplicate key: ########');
  });

  it('at an unknown path is a refusal of the same shape', async () => {
    const response = await fetch(`${hub.url}/nowhere`);

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('is never sent with a code that is not documented, nor a value that was sent', async () => {
    await ask(hub.url, '{ boom }', { token });

    expect(hub.logLines.join('')).not.toContain(SECRET);
    expect(hub.logLines.join('')).not.toContain(token);
  });
});

it('an answer tells at most a hundred errors', async () => {
  const text = `{ ${Array.from({ length: 300 }, (_, at) => `wrong${at}`).join(' ')} }`;

  expect((await ask(hub.url, text, { token })).body.errors).toHaveLength(100);
});

describe('introspection', () => {
  it('is affordable', async () => {
    const { getIntrospectionQuery } = await import('graphql');

    const answer = await ask(hub.url, getIntrospectionQuery(), { token });

    expect(answer.status).toBe(200);
  });

  it.each([
    ['with its descriptions left out', { descriptions: false }, undefined],
    [
      'with all that there is',
      { inputValueDeprecation: true, schemaDescription: true, oneOf: true },
      undefined,
    ],
    ['as older tools ask, under a name of their own', { typeDepth: 7 }, 'Schema'],
  ])('as tools send it, %s, needs no token and is the same each time', async (_name, options, name) => {
    const { getIntrospectionQuery } = await import('graphql');
    const text = getIntrospectionQuery(options).replace('IntrospectionQuery', name ?? 'IntrospectionQuery');

    const [first, again, spaced] = [
      await ask(hub.url, text),
      await ask(hub.url, text),
      await ask(hub.url, text.replaceAll('  ', ' ')),
    ];

    expect(first).toMatchObject({ status: 200, body: { data: { __schema: expect.anything() } } });
    expect([again.text, spaced.text]).toEqual([first.text, first.text]);
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
  });

  it('of many equal fields is refused before it is compared', async () => {
    const text = `{ ${'__typename '.repeat(1_400)} }`;

    expect(refusal(await ask(hub.url, text, { token }))).toMatchObject({
      status: 400,
      code: 'QUERY_TOO_COSTLY',
    });
  });

  it('without end is refused', async () => {
    const query =
      '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }';

    expect(refusal(await ask(hub.url, query, { token }))).toMatchObject({
      status: 400,
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
  });
});
