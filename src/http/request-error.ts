/** A refusal of a whole request, in the form that graphql-js and Apollo Server carry errors in. */
import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { HubError } from '../values/index.js';
import { HTTP_STATUS } from './error-status.js';

/** Wraps a HubError so that it leaves with its HTTP status; what it says is decided in `formatError`. */
export function requestError(error: HubError): GraphQLError {
  // Apollo Server reads a Map of headers here; another library in the tree declares the same key otherwise.
  const head: Record<string, unknown> = {
    http: { status: HTTP_STATUS[error.code], headers: refusalHeaders(error) },
  };
  return new GraphQLError(error.message, {
    originalError: error,
    extensions: { ...error.extensions, ...head },
  });
}

/** Anything thrown, as the library's error. What it was stays inside as `originalError`. */
export function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, {
    originalError,
    ...(error instanceof HubError ? { extensions: { ...error.extensions } } : {}),
  });
}

/** The headers that go with a refusal: how to sign in, when to come back. */
export function refusalHeaders(error: HubError): HeaderMap {
  const headers = new HeaderMap();
  if (error.code === 'UNAUTHENTICATED') headers.set('www-authenticate', 'Bearer realm="ansinh-hub"');
  const seconds = error.extensions.retryAfterSeconds;
  if (typeof seconds === 'number') headers.set('retry-after', String(seconds));
  return headers;
}
