/** The hub over HTTP: tokens that end, answers that are none, connections that break. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { clientCredentialsToken, httpHub, type HubConnection } from '../../../adapters/kit/index.js';
import { ReturnTasksDocument } from '../../../adapters/kit/generated/hub-client.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Served {
  readonly connection: HubConnection;
  readonly tokens: string[];
}

/** A hub that issues token-1, token-2, … and answers GraphQL as told. */
async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  expiresIn = 60,
): Promise<Served> {
  const tokens: string[] = [];
  const server = createServer((request, response) => {
    if (request.url !== '/token') return answer(request, response);
    tokens.push(`token-${tokens.length + 1}`);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access_token: tokens.at(-1), expires_in: expiresIn }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const token = clientCredentialsToken({
    tokenUrl: `${origin}/token`,
    clientId: 'adapter-x',
    clientSecret: 's',
  });
  const connection = httpHub({ url: `${origin}/graphql`, token });
  closers.push(() => connection.close());
  return { connection, tokens };
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const giveBack = (connection: HubConnection) =>
  connection.execute(ReturnTasksDocument, { taskIds: ['tsk_1'] });
const refusal = (code: string) => ({ errors: [{ message: 'no', extensions: { code } }] });

describe('the connection to the hub over HTTP', () => {
  it('keeps its token from one request to the next', async () => {
    const { connection, tokens } = await serve((_request, response) =>
      json(response, 200, { data: { returnTasks: 1 } }),
    );

    await giveBack(connection);
    await giveBack(connection);

    expect(tokens).toEqual(['token-1']);
  });

  it('fetches a new token when its own has ended', async () => {
    const { connection, tokens } = await serve(
      (_request, response) => json(response, 200, { data: { returnTasks: 1 } }),
      0,
    );

    await giveBack(connection);
    await giveBack(connection);

    expect(tokens).toEqual(['token-1', 'token-2']);
  });

  it('tries a new token once when the hub refuses the one it has', async () => {
    const { connection } = await serve((request, response) =>
      request.headers.authorization === 'Bearer token-2'
        ? json(response, 200, { data: { returnTasks: 1 } })
        : json(response, 401, refusal('UNAUTHENTICATED')),
    );

    expect(await giveBack(connection)).toEqual({ returnTasks: 1 });
  });

  it.each([
    ['a refusal', (response: ServerResponse) => json(response, 200, refusal('FORBIDDEN')), 'FORBIDDEN'],
    [
      'a body over the limit',
      (response: ServerResponse) => void response.writeHead(413).end(),
      'PAYLOAD_TOO_LARGE',
    ],
    [
      'a proxy’s page',
      (response: ServerResponse) => void response.writeHead(502).end('<html>'),
      'UNREACHABLE',
    ],
    ['a cut connection', (response: ServerResponse) => void response.socket?.destroy(), 'UNREACHABLE'],
  ])('says what %s is', async (_what, answer, code) => {
    const { connection } = await serve((_request, response) => answer(response));

    await expect(giveBack(connection)).rejects.toMatchObject({ name: 'HubFailure', code });
  });
});
