/** Puts the check of arguments before every resolver that is given texts, and takes lists of reports apart: the sound ones go to their
 *  resolver together, each other one is refused by itself. */
import {
  defaultFieldResolver,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { RefusedValue } from '../values/index.js';
import { compileCheck, type ArgumentCheck, type CheckArguments } from './argument-check.js';
import type { HubContext } from './context.js';
import { nameFieldOf, problemOf, textCheckOf, valueIn } from './reports.js';

type Args = Readonly<Record<string, unknown>>;
type Resolve = GraphQLFieldResolver<unknown, HubContext>;
type Field = GraphQLField<unknown, HubContext>;

export function guardArguments(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const isStreamed = type === schema.getSubscriptionType();
    for (const field of Object.values(type.getFields()) as Field[]) guardField(field, isStreamed);
  }
}

function guardField(field: Field, isStreamed: boolean): void {
  const check = compileCheck(field.args, (type) => nameFieldOf(type) !== undefined);
  if (isStreamed) {
    // What opened the stream has looked at the arguments: its events need not.
    if (check !== undefined && field.subscribe) field.subscribe = checked(check, field.subscribe);
    return;
  }
  const list = field.args.map(({ name, type }) => listIn(type, [name])).find((found) => found !== undefined);
  const resolve = field.resolve ?? defaultFieldResolver;
  const apart =
    list && (isAnsweredOneByOne(field) ? withReceipts(list, resolve) : withRefused(list, resolve));
  if (check !== undefined) field.resolve = checked(check, apart ?? resolve);
  else if (apart !== undefined) field.resolve = apart;
}

function checked(check: CheckArguments, next: Resolve): Resolve {
  return (root, args: Args, context, info): unknown => {
    check(args);
    return next(root, args, context, info);
  };
}

/** A list of reports among the arguments. */
interface ReportList {
  readonly path: readonly string[];
  readonly nameField: string;
  readonly textCheck: ArgumentCheck | undefined;
}

function listIn(type: GraphQLInputType, path: readonly string[]): ReportList | undefined {
  const bare = getNullableType(type);
  const named = getNamedType(bare);
  if (!isInputObjectType(named)) return undefined;
  const nameField = nameFieldOf(named);
  if (isListType(bare))
    return nameField === undefined ? undefined : { path, nameField, textCheck: textCheckOf(named) };
  const fields = Object.values(named.getFields());
  return fields
    .map((field) => listIn(field.type, [...path, field.name]))
    .find((found) => found !== undefined);
}

function isAnsweredOneByOne({ type }: Field): boolean {
  return getNamedType(type).name === 'ReportReceipt';
}

interface Receipt {
  readonly outcome: 'REFUSED';
  readonly message: string;
}

/** The answer is a list of receipts in the order of the reports: those of the refused ones are put in here. */
function withReceipts({ path, nameField, textCheck }: ReportList, resolve: Resolve): Resolve {
  return async (root, args: Args, context, info): Promise<unknown> => {
    const reports = listAt(args, path);
    const problems = reports.map((report) => problemOf(report, textCheck));
    const refuse = (report: unknown, message: string): Receipt => ({
      ...{ [nameField]: valueIn(report, nameField) },
      ...{ outcome: 'REFUSED', message },
    });
    const receipts = await takeInParts(
      reports.filter((_, at) => problems[at] === undefined),
      async (part) =>
        (await resolve(root, withListAt(args, path, part), context, info)) as readonly unknown[],
      refuse,
    );
    const sound = receipts.values();
    return problems.map((problem, at) =>
      problem === undefined ? sound.next().value : refuse(reports[at], problem),
    );
  };
}

/** Reports that PostgreSQL refuses as a set, for a reason that nobody saw before, are taken in halves, down to the one. Each part is a
 *  transaction of its own, and a repeat of what was taken changes nothing. */
async function takeInParts(
  reports: readonly unknown[],
  take: (part: readonly unknown[]) => Promise<readonly unknown[]>,
  refuse: (report: unknown, message: string) => unknown,
): Promise<readonly unknown[]> {
  try {
    return await take(reports);
  } catch (error) {
    if (!(error instanceof RefusedValue) || reports.length === 0) throw error;
    if (reports.length === 1) return [refuse(reports[0], error.message)];
    const middle = Math.ceil(reports.length / 2);
    return [
      ...(await takeInParts(reports.slice(0, middle), take, refuse)),
      ...(await takeInParts(reports.slice(middle), take, refuse)),
    ];
  }
}

/** The use case itself keeps count of what was refused: it gets the bare names of those, and why. */
function withRefused({ path, nameField, textCheck }: ReportList, resolve: Resolve): Resolve {
  return (root, args: Args, context, info): unknown => {
    const refusedItems = new Map<unknown, string>();
    const items = listAt(args, path).map((item) => {
      const problem = problemOf(item, textCheck);
      if (problem === undefined) return item;
      const name = valueIn(item, nameField);
      refusedItems.set(name, problem);
      return { [nameField]: name };
    });
    if (refusedItems.size === 0) return resolve(root, args, context, info);
    return resolve(root, withListAt(args, path, items), { ...context, refusedItems }, info);
  };
}

function listAt(args: Args, path: readonly string[]): readonly unknown[] {
  return path.reduce<unknown>((at, key) => (at as Args)[key], args) as readonly unknown[];
}

function withListAt(args: Args, path: readonly string[], list: readonly unknown[]): Args {
  const [key = '', ...rest] = path;
  return { ...args, [key]: rest.length === 0 ? list : withListAt(args[key] as Args, rest, list) };
}
