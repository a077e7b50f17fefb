/** GraphQL over HTTP, straight from Node's own request: who asks, the body, then a known operation by the short way and everything
 *  else by Apollo Server, whose answers the short way's are alike. */
import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeaderMap, type ApolloServer, type HTTPGraphQLResponse } from '@apollo/server';
import type { Logger } from 'pino';
import { HubError } from '../values/index.js';
import type { Admitted } from './admit-request.js';
import { executeOperation, type ExecuteDeps } from './execute-operation.js';
import { lookAtText, textOf } from './document-text.js';
import { encode, sendBody, sendRefusal } from './graphql-response.js';
import { bodyOfSuccess, type KnownDocuments, type KnownOperation } from './known-documents.js';
import { guardOperation, type GuardDeps } from './operation-guard.js';
import type { OperationObserver } from './operation-observer.js';
import type { OperationState } from './operation-state.js';
import { readJson, UnreadableBody } from './read-json.js';
import { signInRequest, type SignInDeps } from './sign-in-request.js';

export interface GraphqlDoorDeps extends SignInDeps, GuardDeps, ExecuteDeps {
  readonly apollo: ApolloServer<OperationState>;
  readonly documents: KnownDocuments;
  readonly observer: OperationObserver;
  readonly logger: Logger;
  readonly bodyBytesMax: number;
}

export type GraphqlDoor = (
  request: IncomingMessage,
  response: ServerResponse,
  admitted: Admitted,
) => Promise<void>;

/** Accept headers whose answer's headers are known. */
const ACCEPTS_MAX = 100;
const ACCEPT_LENGTH_MAX = 200;

export function createGraphqlDoor(deps: GraphqlDoorDeps): GraphqlDoor {
  const { apollo, documents, observer, logger } = deps;
  /** What Apollo Server sent with a success, by the Accept header: the media type that it chose, and how to cache. */
  const headersOfSuccess = new Map<string, readonly string[]>();

  return async (request, response, admitted) => {
    try {
      const state = await signInRequest(deps, request, admitted.requestId);
      const reader = (state.reader = new AbortController());
      // A listener for each connection that reads for it.
      setMaxListeners(0, reader.signal);
      response.once('close', () => {
        if (!response.writableFinished) reader.abort();
      });
      const isPost = request.method === 'POST';
      const body = isPost ? await readJson(request, deps.bodyBytesMax) : undefined;
      const accept = request.headers.accept ?? '';
      const headers = isPost ? headersOfSuccess.get(accept) : undefined;
      const known = isPost && body !== undefined ? documents.find(body) : undefined;
      const answered =
        headers === undefined || known === undefined ? undefined : await runKnown(known, state);
      if (headers !== undefined && answered !== undefined) {
        sendBody(response, 200, [...admitted.headers, ...headers], answered);
        return;
      }
      if (known === undefined) lookAtText(textOf(request, body), state);
      const answer = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: headOf(request, body),
        context: () => Promise.resolve(state),
      });
      if (
        isPost &&
        accept.length <= ACCEPT_LENGTH_MAX &&
        headersOfSuccess.size < ACCEPTS_MAX &&
        isSuccess(answer)
      )
        headersOfSuccess.set(accept, [...answer.headers].flat());
      await send(response, admitted, answer);
    } catch (error) {
      refuse(request, response, admitted, error);
    }
  };

  /** The short way. Undefined where it does not lead to a success: then Apollo Server says what there is to say. */
  async function runKnown(known: KnownOperation, state: OperationState): Promise<Buffer | undefined> {
    try {
      guardOperation(deps, known, state);
      await deps.rateLimit.admitCost(state.caller, state.cost);
      state.isCharged = true;
      const ofMemory = deps.introspection.answer(known.document);
      if (ofMemory !== undefined) {
        const { body } = await ofMemory;
        observer.finished(state, []);
        return body;
      }
      state.outcome = executeOperation(deps, known, state);
      const answer = bodyOfSuccess(await state.outcome);
      if (answer !== undefined) observer.finished(state, []);
      return answer;
    } catch {
      // Refused, or failed as `outcome` knows: Apollo Server meets the same again and tells.
      return undefined;
    }
  }

  function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    admitted: Admitted,
    error: unknown,
  ): void {
    if (response.headersSent) return void response.destroy();
    const { requestId } = admitted;
    const isBody = error instanceof UnreadableBody;
    const refusal = isBody ? error.refusal : error;
    if (refusal instanceof HubError) {
      if (refusal.cause !== undefined)
        logger.warn({ traceId: requestId, err: refusal.cause }, refusal.message);
      observer.sent(refusal.code);
      sendRefusal(request, response, admitted, refusal, isBody ? error.status : undefined);
      return;
    }
    observer.sent('INTERNAL');
    logger.error({ traceId: requestId, err: error }, 'a request failed');
    sendRefusal(request, response, admitted, new HubError('INTERNAL', 'The hub failed.', { cause: error }));
  }
}

function headOf(request: IncomingMessage, body: unknown) {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  const url = request.url ?? '';
  const question = url.indexOf('?');
  return { method: request.method ?? 'GET', headers, search: question < 0 ? '' : url.slice(question), body };
}

function isSuccess({ status, body }: HTTPGraphQLResponse): boolean {
  return (status ?? 200) === 200 && body.kind === 'complete' && body.string.startsWith('{"data":');
}

async function send(
  response: ServerResponse,
  { headers }: Admitted,
  { status, headers: own, body }: HTTPGraphQLResponse,
): Promise<void> {
  const all = [...headers, ...[...own].flat()];
  if (body.kind === 'complete') return sendBody(response, status ?? 200, all, encode(body.string));
  response.writeHead(status ?? 200, all);
  for await (const chunk of body.asyncIterator) response.write(chunk);
  response.end();
}
