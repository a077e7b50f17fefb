import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { ask, send } from './graphql-request.js';
import { startToyHub, type ToyHub } from './toy-hub.js';

let hub: ToyHub;
let token: string;

beforeAll(async () => {
  hub = await startToyHub();
  token = await hub.tokenOf('demo-officer');
});

afterAll(() => hub.close());

describe('GraphQL over HTTP', () => {
  const audits = serverAudits({ url: () => `${hub.url}/graphql`, fetchFn: fetch });

  it.each(audits.map((audit) => [`${audit.id} ${audit.name}`, audit] as const))(
    '%s',
    async (_name, audit) => {
      const result = await audit.fn();

      expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok');
    },
  );

  it('answers a query in the media type that the client asks for', async () => {
    const accept = 'application/graphql-response+json';

    const answer = await ask(hub.url, '{ hello }', { token, headers: { accept } });

    expect(answer).toMatchObject({ status: 200, body: { data: { hello: 'xin chào' } } });
    expect(answer.headers.get('content-type')).toContain(accept);
  });

  it('answers a GET of a signed-in client', async () => {
    const response = await fetch(`${hub.url}/graphql?query=${encodeURIComponent('{ hello }')}`, {
      headers: { authorization: `Bearer ${token}` },
    });

    expect(await response.json()).toEqual({ data: { hello: 'xin chào' } });
  });

  it('refuses a mutation by GET', async () => {
    const response = await fetch(`${hub.url}/graphql?query=${encodeURIComponent('mutation { touch }')}`, {
      headers: { authorization: `Bearer ${token}` },
    });

    expect(response.status).toBe(405);
  });

  it('refuses a form post, which a page of another site could send', async () => {
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      body: new URLSearchParams({ query: '{ hello }' }),
    });

    expect(response.status).toBe(400);
  });

  it('refuses batches', async () => {
    const answer = await send(hub.url, JSON.stringify([{ query: '{ hello }' }]), {
      authorization: `Bearer ${token}`,
    });

    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
    });
  });
});
