/** A type may check its own values; graphql-js asks it before it reads any field, and so do we. */
import type { GraphQLNamedType, GraphQLObjectType } from 'graphql';
import { isObjectType } from 'graphql';
import type { Complete, Execution, FieldFacts } from './execution.js';
import { isThenable } from './execution.js';
import type { Frame } from './frame.js';
import { inspect } from './inspect.js';

export function checkIsTypeOf(
  type: GraphQLNamedType | undefined,
  field: FieldFacts,
  complete: Complete,
): Complete {
  if (!isObjectType(type) || type.isTypeOf === undefined || type.isTypeOf === null) return complete;
  const finish = (x: Execution, isOfType: unknown, value: unknown, frame: Frame): unknown => {
    if (isOfType) return complete(x, value, frame);
    x.addError(notOfType(type, value), frame, field.fieldNodes);
    return frame.nullable ? null : undefined;
  };
  const isTypeOf = type.isTypeOf.bind(type);
  const wantsInfo = type.isTypeOf.length === 0 || type.isTypeOf.length > 2;
  return (x, value, frame) => {
    let isOfType: unknown;
    try {
      isOfType = isTypeOf(value, x.contextValue, wantsInfo ? x.info(field, frame) : (undefined as never));
    } catch (error) {
      return x.fail(error, frame, field);
    }
    return isThenable(isOfType)
      ? x.settle(isOfType, frame, field, (later, answer) => finish(later, answer, value, frame))
      : finish(x, isOfType, value, frame);
  };
}

function notOfType(type: GraphQLObjectType, value: unknown): Error {
  return new Error(`Expected value of type "${type.name}" but got: ${inspect(value)}.`);
}
