/** Arguments that a subgraph takes from an object above (`@fromContext`): the nearest one whose type sets the context is
 *  remembered while its selection runs, and the value is read from it as the key of a hop is. */
import type { GraphQLField, GraphQLFieldResolver, SelectionSetNode } from 'graphql';
import { coerceInputValue, Kind } from 'graphql';
import type { Execution } from './execution.js';
import { isThenable } from './execution.js';
import type { FieldPlace } from './field-step.js';
import { Frame } from './frame.js';
import type { Step } from './object-code.js';
import type { ReadReference } from './reference.js';
import type { Standpoint } from './route.js';
import type { ContextArgument } from './supergraph.js';

/** An object whose type sets contexts, where it was met. */
export interface ContextHolder {
  readonly contexts: ReadonlySet<string>;
  readonly from: Standpoint;
  readonly source: unknown;
  readonly frame: Frame;
}

type Values = Record<string, unknown>;
type Resolve = GraphQLFieldResolver<unknown, unknown>;

/** Runs a field some of whose arguments come from above. */
export function contextStep(
  place: FieldPlace & { resolve: Resolve; own: GraphQLField<unknown, unknown> },
  contextArguments: readonly ContextArgument[],
  compileReader: (from: Standpoint, selection: SelectionSetNode) => ReadReference,
): Step {
  const { key, isNullable, facts, complete, readArguments, resolve, own } = place;
  const readers = contextArguments.map((argument) => readArgument(argument, own, compileReader));
  return (x, source, parent, into) => {
    const frame = new Frame(parent, key, facts.parentType.name, into as Values, isNullable);
    const call = (given: Values[]): unknown => {
      const values = Object.assign(readArguments(x), ...given) as Values;
      return resolve(source, values, x.contextValue, x.info(facts, frame));
    };
    let value: unknown;
    try {
      const given = readers.map((read) => read(x, frame));
      value = given.some(isThenable)
        ? Promise.all(given as Promise<Values>[]).then(call)
        : call(given as Values[]);
    } catch (error) {
      return x.fail(error, frame, facts);
    }
    return isThenable(value) ? x.settle(value, frame, facts, complete) : complete(x, value, frame);
  };
}

function readArgument(
  { name, context, selection }: ContextArgument,
  own: GraphQLField<unknown, unknown>,
  compileReader: (from: Standpoint, selection: SelectionSetNode) => ReadReference,
): (x: Execution, frame: Frame) => Values | PromiseLike<Values> {
  const type = own.args.find((argument) => argument.name === name)?.type;
  const readers = new Map<string, ReadReference>();
  const give = (found: object | null): Values => {
    const value: unknown = found === null ? null : pick(found, selection);
    return {
      [name]:
        type === undefined || value === null || value === undefined ? null : coerceInputValue(value, type),
    };
  };
  return (x, frame) => {
    const holder = findHolder(x, frame, context);
    if (holder === undefined) return {};
    const place = `${holder.from.graph} ${holder.from.typeName}`;
    const read = readers.get(place) ?? compileReader(holder.from, selection);
    readers.set(place, read);
    const found = read(x, holder.source, holder.frame, x.isPatientAt(frame));
    return isThenable(found) ? (found as PromiseLike<object | null>).then(give) : give(found);
  };
}

/** The nearest object above, the field's own included, whose type sets the context. */
function findHolder(x: Execution, frame: Frame, context: string): ContextHolder | undefined {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.prev) {
    const holder = x.request.contextHolders?.get(at.holder);
    if (holder?.contexts.has(context) === true) return holder;
  }
  return undefined;
}

/** The one value that a context's selection stands for. */
function pick(value: unknown, selection: SelectionSetNode): unknown {
  if (Array.isArray(value)) return value.map((item) => pick(item, selection));
  if (typeof value !== 'object' || value === null) return value;
  for (const node of selection.selections) {
    if (node.kind === Kind.FIELD) {
      const member = (value as Values)[node.name.value];
      return node.selectionSet ? pick(member, node.selectionSet) : member;
    }
    const inner = node.kind === Kind.INLINE_FRAGMENT ? pick(value, node.selectionSet) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}
