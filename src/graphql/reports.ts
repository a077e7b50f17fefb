/** Lists of reports, each judged by itself: what is wrong inside one costs that one, and the other 999 count. An input type says so by
 *  `@Extensions(judgedAlone('reportId'))`, naming the field by which a report is answered. */
import { isInputObjectType, type GraphQLInputObjectType, type GraphQLSchema } from 'graphql';
import { HubError } from '../values/index.js';
import { checkOf, type ArgumentCheck } from './argument-check.js';

const MARK = 'judgedAlone';

/** For `@Extensions`. */
export function judgedAlone(nameField: string): Record<string, unknown> {
  return { [MARK]: nameField };
}

/** The field that names an object of this type, where each is judged alone. */
export function nameFieldOf(type: GraphQLInputObjectType): string | undefined {
  const field = type.extensions[MARK];
  return typeof field === 'string' ? field : undefined;
}

/** What stands in the place of a report that could not be read, with everything that could. */
export class UnreadReport {
  constructor(
    readonly item: Readonly<Record<string, unknown>>,
    readonly problem: string,
  ) {}
}

/** For the executor: which items of lists fail nobody else, by the name of their type, and what to put in their place. */
export function loneItemsOf(schemas: readonly GraphQLSchema[]): {
  readonly nameFields: ReadonlyMap<string, string>;
  readonly standIn: (item: Readonly<Record<string, unknown>>, at: string, error: Error) => unknown;
} {
  const types = schemas.flatMap((schema) => Object.values(schema.getTypeMap())).filter(isInputObjectType);
  const nameFields = types.flatMap((type) => {
    const field = nameFieldOf(type);
    return field === undefined ? [] : [[type.name, field] as const];
  });
  return {
    nameFields: new Map(nameFields),
    standIn: (item, at, error) => new UnreadReport(item, at === '' ? NO_REPORT : `${at}: ${wordsOf(error)}`),
  };
}

const NO_REPORT = 'A field that it needs is missing, or it has one that there is not.';

/** A library's own message repeats what was sent. */
function wordsOf(error: Error): string {
  const { originalError } = error as { readonly originalError?: unknown };
  return originalError instanceof HubError ? originalError.message : 'It is no value of its type.';
}

/** What is wrong with one report, for which `textCheck` looks at its texts. */
export function problemOf(report: unknown, textCheck: ArgumentCheck | undefined): string | undefined {
  return report instanceof UnreadReport ? report.problem : textCheck?.(report, '');
}

/** A report's own value, also where it could not be read whole. */
export function valueIn(report: unknown, field: string): unknown {
  const item = report instanceof UnreadReport ? report.item : report;
  return (item as Readonly<Record<string, unknown>>)[field];
}

export const textCheckOf = (type: GraphQLInputObjectType): ArgumentCheck | undefined => checkOf(type);
