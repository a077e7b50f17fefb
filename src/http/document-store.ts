/** Parsed and validated documents of WebSocket clients, kept so that the same text is read once. */
import {
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { DOCUMENT_TOKENS_MAX, ERRORS_MAX } from './apollo-server.js';
import { assertMergeable } from './mergeable-selections.js';
import { asValidationErrors } from './validation-error.js';

const DOCUMENTS_MAX = 1_000;

export type ReadDocument = (text: string) => DocumentNode | readonly GraphQLError[];

/** Answers the document, or why it is none.
 *  @throws GraphQLError where it is not GraphQL at all, HubError QUERY_TOO_COSTLY */
export function createDocumentStore(schema: GraphQLSchema): ReadDocument {
  const kept = new Map<string, DocumentNode>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const document = parse(text, { maxTokens: DOCUMENT_TOKENS_MAX });
    assertMergeable(document);
    const errors = validate(schema, document, specifiedRules);
    if (errors.length > 0) return asValidationErrors(errors.slice(0, ERRORS_MAX));
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= DOCUMENTS_MAX) kept.delete(oldest);
    kept.set(text, document);
    return document;
  };
}
