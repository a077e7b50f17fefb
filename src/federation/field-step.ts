/** Runs one field: by its resolver, or by reading the property that has its name. */
import type { GraphQLFieldResolver } from 'graphql';
import type { ReadArguments } from './arguments.js';
import type { Complete, Execution, FieldFacts } from './execution.js';
import { isThenable } from './execution.js';
import { Frame } from './frame.js';
import type { PropertyStep, Step } from './object-code.js';

export interface FieldPlace {
  /** The key of the response. */
  readonly key: string;
  readonly isNullable: boolean;
  readonly facts: FieldFacts;
  readonly complete: Complete;
  readonly readArguments: ReadArguments;
}

export function resolverStep(place: FieldPlace & { resolve: GraphQLFieldResolver<unknown, unknown> }): Step {
  const { key, isNullable, facts, complete, readArguments, resolve } = place;
  const typeName = facts.parentType.name;
  return (x, source, parent, into) => {
    if (x.request.allowance.stopped !== undefined) return null;
    const frame = new Frame(parent, key, typeName, into as Record<string, unknown>, isNullable);
    let value: unknown;
    try {
      value = resolve(source, readArguments(x), x.contextValue, x.info(facts, frame));
    } catch (error) {
      return x.fail(error, frame, facts);
    }
    if (!isThenable(value)) return complete(x, value, frame);
    const { guard } = x.request;
    if (guard !== undefined && facts.timed && x.isPatientAt(frame)) {
      const read = () => resolve(source, readArguments(x), x.contextValue, x.info(facts, frame));
      value = guard.readAgain(value, read);
    }
    return x.settle(value as PromiseLike<unknown>, frame, facts, complete);
  };
}

/** A property may also be a promise, an error or a method, as for graphql-js's default resolver. */
export function propertyStep(place: FieldPlace): PropertyStep {
  const { key, isNullable, facts, complete } = place;
  const typeName = facts.parentType.name;
  return (x, value, source, parent, into) => {
    const frame = new Frame(parent, key, typeName, into as Record<string, unknown>, isNullable);
    if (typeof value !== 'function') return finish(x, value, frame);
    try {
      return finish(x, callMethod(x, source, place, frame), frame);
    } catch (error) {
      return x.fail(error, frame, facts);
    }
  };

  function finish(x: Execution, value: unknown, frame: Frame): unknown {
    return isThenable(value) ? x.settle(value, frame, facts, complete) : complete(x, value, frame);
  }
}

function callMethod(
  x: Execution,
  source: unknown,
  { facts, readArguments }: FieldPlace,
  frame: Frame,
): unknown {
  const owner = source as Record<string, (args: object, context: unknown, info: unknown) => unknown>;
  return owner[facts.fieldName]?.(readArguments(x), x.contextValue, x.info(facts, frame));
}
