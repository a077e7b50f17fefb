/** Value completion (specification 6.4.3): null checks, leaves, lists. Objects and abstract types are in their own files. */
import type { GraphQLEnumType, GraphQLLeafType } from 'graphql';
import { GraphQLError, isEnumType } from 'graphql';
import { extensionsOfCode } from '../values/index.js';
import { inspect } from './inspect.js';
import type { Complete, Execution, FieldFacts } from './execution.js';
import { isThenable } from './execution.js';
import { Frame } from './frame.js';
import type { PlainTest } from './object-code.js';

export function completeNullable(field: FieldFacts, inner: Complete): Complete {
  return (x, value, frame) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) return x.fail(value, frame, field);
    const result = inner(x, value, frame);
    return result === undefined ? null : result;
  };
}

export function completeNonNull(field: FieldFacts, inner: Complete): Complete {
  const message = nonNullMessage(field);
  return (x, value, frame) => {
    if (value === null || value === undefined) {
      x.addError(new Error(message), frame, field.fieldNodes);
      return undefined;
    }
    if (value instanceof Error) return x.fail(value, frame, field);
    return inner(x, value, frame);
  };
}

export function nonNullMessage(field: FieldFacts): string {
  return `Cannot return null for non-nullable field ${field.parentType.name}.${field.fieldName}.`;
}

/** What may not be seen is null (`@inaccessible`), and no error unless null may not stand there. */
export function completeHidden(x: Execution, frame: Frame, field: FieldFacts): null | undefined {
  if (frame.nullable) return null;
  if (!x.isReadingKey) x.addError(new Error(nonNullMessage(field)), frame, field.fieldNodes);
  return undefined;
}

/** The two enums of a value: the public one says what may be seen, the full one what there is. */
export interface EnumPair {
  readonly visible: GraphQLEnumType;
  readonly full: GraphQLEnumType;
}

/** @param own the subgraph's type, which knows how to serialise  @param enums undefined for what no client sees */
export function completeLeaf(field: FieldFacts, own: GraphQLLeafType, enums: EnumPair | undefined): Complete {
  return (x, value, frame) => {
    try {
      const result = own.serialize(value);
      if (result === null || result === undefined) {
        const call = `\`${inspect(own)}.serialize(${inspect(value)})\``;
        throw new Error(`Expected ${call} to return non-nullable value, returned: ${inspect(result)}`);
      }
      if (enums !== undefined && enums.visible.getValue(result as string) === undefined) {
        if (enums.full.getValue(result as string)) return completeHidden(x, frame, field);
        throw new Error(`Enum "${own.name}" cannot represent value: ${inspect(value)}`);
      }
      return result;
    } catch (error) {
      x.addError(error, frame, field.fieldNodes);
      return undefined;
    }
  };
}

/** The same for a value that most are: at hand, sound and visible. Undefined for any other, which `completeLeaf` then looks at. */
export function quickLeaf(own: GraphQLLeafType, enums: EnumPair | undefined): (value: unknown) => unknown {
  if (isEnumType(own)) {
    const names = new Map<unknown, string>(own.getValues().map(({ name, value }) => [value, name]));
    for (const [value, name] of names) {
      const isHidden = enums !== undefined && enums.visible.getValue(name) === undefined;
      if (isHidden || value === null || value === undefined) names.delete(value);
    }
    return (value) => names.get(value);
  }
  return (value) => {
    if (typeof value !== 'string' && typeof value !== 'bigint' && !(value instanceof Date)) return undefined;
    try {
      return own.serialize(value) ?? undefined;
    } catch {
      return undefined;
    }
  };
}

/** @param listMax a longer list fails its field */
export function completeList(
  field: FieldFacts,
  item: Complete,
  { isItemNullable, listMax }: { readonly isItemNullable: boolean; readonly listMax: number },
): Complete {
  const coordinate = `${field.parentType.name}.${field.fieldName}`;
  const message = `Expected Iterable, but did not find one for field "${coordinate}".`;
  return (x, value, frame) => {
    if (!isIterable(value)) {
      x.addError(new Error(message), frame, field.fieldNodes);
      return undefined;
    }
    const { allowance } = x.request;
    try {
      const list: unknown[] = [];
      let index = 0;
      for (const each of value) {
        if (index >= listMax) throw tooLong(coordinate, listMax);
        const place = new Frame(frame, index, undefined, list as never, isItemNullable);
        const result = isThenable(each) ? x.settle(each, place, field, item) : item(x, each, place);
        if (result === undefined || allowance.stopped !== undefined) return undefined;
        list[index++] = result;
      }
      return allowance.spend(index) ? list : undefined;
    } catch (error) {
      return x.fail(error, frame, field);
    }
  };
}

function tooLong(coordinate: string, listMax: number): GraphQLError {
  const message = `${coordinate} has more than ${listMax.toLocaleString('en-US')} elements.`;
  return new GraphQLError(message, { extensions: extensionsOfCode('QUERY_TOO_COSTLY') });
}

/** The built-in scalars whose values need no completion when their JavaScript type is right already. */
export function plainTest(type: GraphQLLeafType, isSpecified: boolean): PlainTest | undefined {
  if (!isSpecified) return undefined;
  return ({ String: 'string', ID: 'string', Boolean: 'boolean', Int: 'int', Float: 'float' } as const)[
    type.name as 'String'
  ];
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
