/** graphql-js gives validation errors no code; over HTTP Apollo Server adds it, over WebSocket this does. */
import { GraphQLError } from 'graphql';

export function asValidationErrors(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  return errors.map(
    (error) =>
      new GraphQLError(error.message, {
        nodes: error.nodes,
        originalError: error.originalError ?? error,
        extensions: { ...error.extensions, code: 'GRAPHQL_VALIDATION_FAILED' },
      }),
  );
}
