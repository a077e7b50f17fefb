/** What is asked of a document's text before Apollo Server reads it: that to read and to compare it is little work. */
import type { IncomingMessage } from 'node:http';
import { parse } from 'graphql';
import { HubError } from '../values/index.js';
import { DOCUMENT_TOKENS_MAX } from './apollo-server.js';
import { assertMergeable } from './mergeable-selections.js';
import type { OperationState } from './operation-state.js';

/** Characters of a document that comes without a token: the longest question that needs none has a quarter of it. */
const ANONYMOUS_TEXT_MAX = 10_000;

/** The document, wherever it stands in the request. */
export function textOf({ url = '' }: IncomingMessage, body: unknown): unknown {
  if (body !== undefined) return (body as { readonly query?: unknown }).query;
  const question = url.indexOf('?');
  return question < 0 ? undefined : new URLSearchParams(url.slice(question)).get('query');
}

/** @throws HubError UNAUTHENTICATED, QUERY_TOO_COSTLY */
export function lookAtText(text: unknown, { caller }: OperationState): void {
  if (typeof text !== 'string') return;
  if (caller === undefined && text.length > ANONYMOUS_TEXT_MAX)
    throw new HubError('UNAUTHENTICATED', 'This needs an access token: Authorization: Bearer <token>.');
  const document = parsed(text);
  if (document !== undefined) assertMergeable(document);
}

/** Undefined for what is no document: Apollo Server says so. */
function parsed(text: string): ReturnType<typeof parse> | undefined {
  try {
    return parse(text, { maxTokens: DOCUMENT_TOKENS_MAX, noLocation: true });
  } catch {
    return undefined;
  }
}
