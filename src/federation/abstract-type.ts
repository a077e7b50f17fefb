/** Interfaces and unions: the subgraph that holds the value says which object type it is; the plan of that type is compiled
 *  when the type is first met, because most members of a wide interface never come. */
import type { GraphQLAbstractType, GraphQLSchema } from 'graphql';
import { defaultTypeResolver, isObjectType } from 'graphql';
import { completeHidden } from './complete-value.js';
import type { Complete, Execution, FieldFacts } from './execution.js';
import { isThenable } from './execution.js';
import type { Frame } from './frame.js';

export interface AbstractTypes {
  /** The type in the schema of the subgraph that holds the value. */
  readonly own: GraphQLAbstractType;
  /** The schema of that subgraph. */
  readonly schema: GraphQLSchema;
  /** The schema that says which object types the client may see. */
  readonly visible: GraphQLSchema;
  /** What the type is asked of, when the value carries more than that. */
  readonly heldValue?: (value: unknown) => unknown;
}

export function completeAbstract(
  field: FieldFacts,
  types: AbstractTypes,
  compileObject: (typeName: string) => Complete,
): Complete {
  const { own, heldValue } = types;
  const resolveType = own.resolveType ?? defaultTypeResolver;
  const plans = new Map<string, Complete>();

  const completeAs = (x: Execution, typeName: unknown, value: unknown, frame: Frame): unknown => {
    const known = typeof typeName === 'string' ? plans.get(typeName) : undefined;
    if (known !== undefined) return known(x, value, frame);
    let plan: Complete;
    try {
      checkRuntimeType(field, types, typeName);
      if (types.visible.getType(typeName as string) === undefined) return completeHidden(x, frame, field);
      plan = compileObject(typeName as string);
    } catch (error) {
      x.addError(error, frame, field.fieldNodes);
      return undefined;
    }
    plans.set(typeName as string, plan);
    return plan(x, value, frame);
  };

  return (x, value, frame) => {
    let typeName: unknown;
    try {
      typeName = resolveType(
        heldValue ? heldValue(value) : value,
        x.contextValue,
        x.info(field, fieldFrame(frame)),
        own,
      );
    } catch (error) {
      return x.fail(error, frame, field);
    }
    if (isThenable(typeName)) {
      return x.settle(typeName, frame, field, (later, name) => completeAs(later, name, value, frame));
    }
    return completeAs(x, typeName, value, frame);
  };
}

function checkRuntimeType(field: FieldFacts, types: AbstractTypes, typeName: unknown): void {
  const { own, schema } = types;
  const coordinate = `"${field.parentType.name}.${field.fieldName}"`;
  if (typeName === null || typeof typeName !== 'string') {
    throw new Error(
      `Abstract type "${own.name}" must resolve to an Object type at runtime for field ${coordinate}. ` +
        `Either the "${own.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`,
    );
  }
  const type = schema.getType(typeName);
  if (type === undefined) {
    throw new Error(
      `Abstract type "${own.name}" was resolved to a type "${typeName}" that does not exist inside the schema.`,
    );
  }
  if (!isObjectType(type)) {
    throw new Error(`Abstract type "${own.name}" was resolved to a non-object type "${typeName}".`);
  }
  if (!schema.isSubType(own, type)) {
    throw new Error(`Runtime Object type "${typeName}" is not a possible type for "${own.name}".`);
  }
}

/** A list's items share the field's `info`, as in graphql-js. */
function fieldFrame(frame: Frame): Frame {
  let at = frame;
  while (typeof at.key === 'number' && at.prev !== undefined) at = at.prev;
  return at;
}
