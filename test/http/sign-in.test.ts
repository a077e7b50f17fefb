import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import type { UnitId } from '../../src/values/index.js';
import { ask, refusal } from './graphql-request.js';
import { startToyHub, type ToyHub } from './toy-hub.js';

let hub: ToyHub;

beforeAll(async () => {
  hub = await startToyHub();
});

afterAll(() => hub.close());

describe('a request', () => {
  it('is made as whoever its token names, for the purpose it names', async () => {
    const token = await hub.tokenOf('demo-officer');

    const masked = await ask(hub.url, '{ whoAmI }', { token });
    const whole = await ask(hub.url, '{ whoAmI }', {
      token,
      headers: { 'Purpose-Of-Use': 'PAYMENT_PREPARATION' },
    });

    expect(masked.body.data).toEqual({ whoAmI: 'demo-officer false' });
    expect(whole.body.data).toEqual({ whoAmI: 'demo-officer true' });
  });

  it('without a token may read the schema, which is public', async () => {
    const answer = await ask(hub.url, getIntrospectionQuery());

    expect(answer).toMatchObject({ status: 200, body: { data: { __schema: expect.anything() } } });
  });

  it('without a token may ask whether anybody is there', async () => {
    expect(await ask(hub.url, '{ __typename }')).toMatchObject({
      status: 200,
      body: { data: { __typename: 'Query' } },
    });
  });

  it.each([
    ['{ hello }'],
    ['{ __typename hello }'],
    ['{ __typename again: __typename }'],
    ['{ __schema { types { name } } }'],
    ['{ __type(name: "Thing") { fields { name } } }'],
    ['{ one: __type(name: "Thing") { name } two: __type(name: "Node") { name } }'],
    ['query { ...f } fragment f on Query { hello }'],
    ['mutation { __typename }'],
  ])('without a token may not ask %s', async (query) => {
    const answer = await ask(hub.url, query);

    expect(refusal(answer)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    expect(answer.body.data).toBeUndefined();
  });

  it.each([
    ['is no token', 'Bearer rubbish', 'The token is not valid.'],
    ['is no bearer token', 'Basic ZGVtbzpkZW1v', /Bearer <token>/],
    ['is missing', 'Bearer ', /Bearer <token>/],
  ])('with a token that %s is refused, even for the schema', async (_name, authorization, message) => {
    const answer = await ask(hub.url, '{ __typename }', { headers: { authorization } });

    expect(refusal(answer)).toEqual({
      status: 401,
      code: 'UNAUTHENTICATED',
      message: expect.stringMatching(message),
    });
  });

  it('with a token that was changed is refused', async () => {
    const token = await hub.tokenOf('demo-monitor');
    const [header, payload, signature] = token.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, roles: ['approver'], area: '79' })).toString(
      'base64url',
    );

    const answer = await ask(hub.url, '{ hello }', { token: `${header}.${forged}.${signature}` });

    expect(refusal(answer)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  it.each([
    ['PAYMENT_PREPARATION', 403, 'FORBIDDEN'],
    ['CURIOSITY', 400, 'BAD_USER_INPUT'],
  ])('of a monitor for the purpose %s is refused', async (purpose, status, code) => {
    const token = await hub.tokenOf('demo-monitor');

    const answer = await ask(hub.url, '{ hello }', { token, headers: { 'Purpose-Of-Use': purpose } });

    expect(refusal(answer)).toMatchObject({ status, code });
  });
});

describe('a token', () => {
  it('is refused once it has expired', async () => {
    const brief = await startToyHub({}, { tokenLifetimeSeconds: 1 });
    try {
      const token = await brief.tokenOf('demo-monitor');

      let answer = await ask(brief.url, '{ hello }', { token });
      while (answer.status === 200) answer = await ask(brief.url, '{ hello }', { token });

      expect(refusal(answer)).toEqual({
        status: 401,
        code: 'UNAUTHENTICATED',
        message: 'The token has expired.',
      });
    } finally {
      await brief.close();
    }
  });

  it('of an area carries the unit that has its code today, and is refused where none has', async () => {
    const unit = '0199aaaa-0000-7000-8000-000000000001' as UnitId;
    const seen: unknown[] = [];
    const placed = await startToyHub({
      locateArea: (code) => Promise.resolve(code === '79' ? unit : undefined),
      createContext: (context) => {
        seen.push(context.caller.area);
        return context;
      },
    });
    try {
      const province = await placed.tokenOf('demo-officer');
      const commune = await placed.tokenOf('demo-commune-officer');

      await ask(placed.url, '{ hello }', { token: province });
      const refused = await ask(placed.url, '{ hello }', { token: commune });

      expect(seen).toEqual([{ code: '79', id: unit }]);
      expect(refusal(refused)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    } finally {
      await placed.close();
    }
  });
});

describe('a client', () => {
  it('that sends too much is told when to come back, and others are served', async () => {
    const busy = await startToyHub({ rateLimit: { operationsMax: 100, windowSeconds: 60 } });
    try {
      const token = await busy.tokenOf('demo-monitor');
      const other = await busy.tokenOf('demo-auditor');

      const answers = await Promise.all(
        Array.from({ length: 101 }, () => ask(busy.url, '{ hello }', { token })),
      );

      const refused = answers.filter((answer) => answer.status !== 200);
      expect(refused.map(refusal)).toEqual([expect.objectContaining({ status: 429, code: 'RATE_LIMITED' })]);
      expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await ask(busy.url, '{ hello }', { token: other })).status).toBe(200);
    } finally {
      await busy.close();
    }
  });

  it('has as many operations as its role', async () => {
    const busy = await startToyHub({
      rateLimit: { operationsMax: 3, byRole: { adapter: 30 }, windowSeconds: 60 },
    });
    const served = async (name: string) => {
      const token = await busy.tokenOf(name);
      const answers = await Promise.all(
        Array.from({ length: 40 }, () => ask(busy.url, '{ hello }', { token })),
      );
      return answers.filter(({ status }) => status === 200).length;
    };
    try {
      expect(await served('demo-officer')).toBe(3);
      expect(await served('adapter-bidv')).toBe(30);
    } finally {
      await busy.close();
    }
  });

  it('that asks for much at once has fewer operations', async () => {
    const busy = await startToyHub({ rateLimit: { operationsMax: 50, windowSeconds: 60 } });
    try {
      const token = await busy.tokenOf('demo-officer');
      const large = '{ things(first: 500) { nodes { things(first: 20) { nodes { id } } } } }';

      const statuses: number[] = [];
      for (let sent = 0; sent < 4; sent += 1) statuses.push((await ask(busy.url, large, { token })).status);

      expect(statuses).toEqual([200, 200, 429, 429]);
    } finally {
      await busy.close();
    }
  });

  it('that is not signed in has fewer tries', async () => {
    const busy = await startToyHub({ rateLimit: { operationsMax: 100, windowSeconds: 60 } });
    try {
      const answers = await Promise.all(Array.from({ length: 5 }, () => ask(busy.url, '{ __typename }')));

      expect(answers.filter(({ status }) => status === 200)).toHaveLength(4);
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
    } finally {
      await busy.close();
    }
  });
});
