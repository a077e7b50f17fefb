/** The model hub over real sockets: a token endpoint, GraphQL over HTTP, and graphql-transport-ws for the wake-ups. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { clientCredentialsToken } from '../hub/access-token.js';
import { httpHub } from '../hub/http-hub.js';
import type { HubConnection } from '../hub/hub-connection.js';
import { ModelHub } from './model-hub.js';

const token = 'token-of-the-model-hub';
const basic = `Basic ${Buffer.from('adapter-model:demo').toString('base64')}`;

export class ModelHubOverHttp extends ModelHub {
  override readonly form = 'over HTTP';
  readonly #server: Server;
  readonly #sockets: WebSocketServer;

  private constructor() {
    super();
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#sockets = new WebSocketServer({ server: this.#server, path: '/graphql' });
    useServer(
      {
        schema: this.schema,
        onConnect: ({ connectionParams }) => connectionParams?.authorization === `Bearer ${token}`,
        subscribe: async ({ document }) => (await this.subscribe(document)) as AsyncIterableIterator<never>,
      },
      this.#sockets,
    );
  }

  static async open(): Promise<ModelHubOverHttp> {
    const hub = new ModelHubOverHttp();
    await new Promise<void>((resolve) => hub.#server.listen(0, '127.0.0.1', resolve));
    return hub;
  }

  override connect(): Promise<HubConnection> {
    const origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    const credentials = { tokenUrl: `${origin}/token`, clientId: 'adapter-model', clientSecret: 'demo' };
    return Promise.resolve(httpHub({ url: `${origin}/graphql`, token: clientCredentialsToken(credentials) }));
  }

  override async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/token') {
      if (request.headers.authorization !== basic) return json(response, 401, { error: 'invalid_client' });
      return json(response, 200, { access_token: token, expires_in: 60, token_type: 'Bearer' });
    }
    if (request.headers.authorization !== `Bearer ${token}`) {
      const error = { message: 'sign in', extensions: { code: 'UNAUTHENTICATED' } };
      return json(response, 401, { errors: [error] });
    }
    const { query, variables } = JSON.parse(await text(request)) as {
      query: string;
      variables: Record<string, unknown>;
    };
    const answer = await this.answer(parse(query), variables);
    json(response, 200, answer);
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
