/** The hub over HTTP, and its wake-up calls over graphql-transport-ws. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print, type DocumentNode } from 'graphql';
import { createClient } from 'graphql-ws';
import { Agent, request } from 'undici';
import { WebSocket } from 'ws';
import { WorkReadyDocument, type WorkReadySubscription } from '../generated/hub-client.js';
import type { AccessTokenSource } from './access-token.js';
import { dataOf, HubFailure, type HubAnswer, type HubConnection } from './hub-connection.js';

export interface HttpHubOptions {
  /** The GraphQL endpoint, `https://hub.example/graphql`; `wss` and `ws` are derived from it. */
  readonly url: string;
  readonly token: AccessTokenSource;
  /** One request, default 30 000. */
  readonly timeoutMs?: number;
}

export function httpHub(options: HttpHubOptions): HubConnection {
  const agent = new Agent({ connections: 8, keepAliveTimeout: 2_000 });
  const post = (document: DocumentNode, variables: unknown) =>
    postOperation(options, agent, document, variables);
  return {
    async execute<Data, Variables>(
      document: TypedDocumentNode<Data, Variables>,
      variables: Variables,
    ): Promise<Data> {
      const answer = await post(document, variables);
      if (answer.errors?.[0]?.extensions?.['code'] !== 'UNAUTHENTICATED') return dataOf<Data>(answer);
      // A token may have been revoked, or its issuer's keys changed: a new one is tried once.
      options.token.forget();
      return dataOf<Data>(await post(document, variables));
    },
    wakes: (signal) => wakes(options, signal),
    close: () => agent.close(),
  };
}

async function postOperation(
  options: HttpHubOptions,
  agent: Agent,
  document: DocumentNode,
  variables: unknown,
): Promise<HubAnswer> {
  const token = await options.token.get();
  try {
    const answer = await request(options.url, {
      method: 'POST',
      dispatcher: agent,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
      },
      body: JSON.stringify({ query: printed(document), variables }),
      signal: AbortSignal.timeout(options.timeoutMs ?? 30_000),
    });
    if (answer.statusCode === 413) throw await refused(answer, 'PAYLOAD_TOO_LARGE');
    if (!String(answer.headers['content-type']).includes('json')) throw await refused(answer, 'UNREACHABLE');
    return (await answer.body.json()) as HubAnswer;
  } catch (error) {
    if (error instanceof HubFailure) throw error;
    throw new HubFailure('UNREACHABLE', 'the hub cannot be reached', { cause: error });
  }
}

async function refused(answer: { statusCode: number; body: { dump(): Promise<unknown> } }, code: string) {
  await answer.body.dump();
  return new HubFailure(code, `the hub answered HTTP ${answer.statusCode}`);
}

async function* wakes(options: HttpHubOptions, signal: AbortSignal) {
  const client = createClient({
    url: options.url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: async () => ({ authorization: `Bearer ${await options.token.get()}` }),
    retryAttempts: 0,
  });
  // Disposing ends the iteration below; whatever it throws then is of no interest.
  const end = () => void client.dispose();
  signal.addEventListener('abort', end, { once: true });
  try {
    for await (const answer of client.iterate<WorkReadySubscription>({ query: printed(WorkReadyDocument) })) {
      yield dataOf<WorkReadySubscription>(answer).workReady.kind;
    }
  } catch (error) {
    if (!signal.aborted) throw new HubFailure('UNREACHABLE', 'the wake-up calls ended', { cause: error });
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

const printedDocuments = new WeakMap<DocumentNode, string>();

function printed(document: DocumentNode): string {
  const known = printedDocuments.get(document);
  if (known !== undefined) return known;
  const text = print(document);
  printedDocuments.set(document, text);
  return text;
}
