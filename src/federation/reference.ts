/** Builds the reference that a subgraph is entered with: `__typename`, the fields of one key, and what `@requires` names.
 *  It runs as a small execution of its own, since any of that may be computed, awaited or held by a third subgraph. */
import type { GraphQLError } from 'graphql';
import { GraphQLError as PublicError, Kind } from 'graphql';
import type { SelectionSetNode } from 'graphql';
import { Execution } from './execution.js';
import { Frame } from './frame.js';
import { mergeParts } from './merge-parts.js';
import type { Fill } from './object-code.js';

/** `null`: a part of the key is null, so there is nothing to ask for.
 *  @param isPatient without it the answer of a mutation would be lost */
export type ReadReference = (
  x: Execution,
  source: unknown,
  frame: Frame,
  isPatient: boolean,
) => object | null | PromiseLike<object | null>;

/** What fills one part of a reference. */
export interface ReferencePart {
  readonly container: () => Record<string, unknown>;
  readonly fills: readonly Fill[];
}

export function compileReference(
  typeName: string,
  key: SelectionSetNode,
  parts: { key: ReferencePart; requires: ReferencePart | undefined },
): ReadReference {
  return (outer, source, frame, isPatient) => {
    const x = new Execution(outer.request, true, isPatient);
    const reference: Record<string, unknown> = { __typename: typeName };
    x.data = reference;
    const holder: Record<string, unknown> = {};
    const place = new Frame(frame.prev, frame.key, frame.typename, holder, true);
    const read = (part: ReferencePart): boolean => {
      Object.assign(reference, part.container());
      return part.fills.every((fill) => fill(x, source, place, reference));
    };
    const isWhole = read(parts.key) && (parts.requires === undefined || read(parts.requires));
    const finish = (): object | null => {
      if (x.failure !== undefined) throw x.failure as Error;
      if (x.merges !== undefined) mergeParts(x);
      if (x.errors[0] !== undefined) throw withoutPath(x.errors[0]);
      const wasNulled = !isWhole || holder[frame.key] === null;
      return wasNulled || !hasWholeKey(reference, key) ? null : reference;
    };
    if (x.pending === 0) {
      try {
        return finish();
      } catch (error) {
        return Promise.reject(error);
      }
    }
    return new Promise<void>((resolve) => (x.onIdle = resolve)).then(finish);
  };
}

/** The error belongs to the field that needed the key, which is not where the key was read. */
function withoutPath(error: GraphQLError): GraphQLError {
  return new PublicError(error.message, {
    originalError: error.originalError ?? error,
    extensions: error.extensions,
  });
}

function hasWholeKey(value: unknown, key: SelectionSetNode): boolean {
  if (value === null || value === undefined) return false;
  if (Array.isArray(value)) return value.every((item) => hasWholeKey(item, key));
  return key.selections.every((node) => {
    if (node.kind !== Kind.FIELD) return true;
    const part = (value as Record<string, unknown>)[node.name.value];
    return node.selectionSet ? hasWholeKey(part, node.selectionSet) : part !== null && part !== undefined;
  });
}
