/** Operations that walk the schema: from each root through every field of every object that it leads to, so that each object is
 *  read through each parent that has it. */
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/** How far below a root: an object, its neighbour, and that one’s. */
const DEPTH = 3;
/** Of each list below the root. */
const FIRST = 5;

/** Selects everything of a type, down to a depth. */
export function selectionOf(schema: GraphQLSchema, type: GraphQLObjectType, depth = DEPTH): string {
  const fields = Object.values(type.getFields()).flatMap((field) => fieldText(schema, field, depth) ?? []);
  return `{ __typename ${fields.join(' ')} }`;
}

function fieldText(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  depth: number,
): string | undefined {
  if (field.args.some(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined))
    return undefined;
  const args = argumentsOf(field);
  const named = getNamedType(field.type);
  if (!isCompositeType(named)) return `${field.name}${args}`;
  if (depth === 0) return undefined;
  // What only wraps objects is no step.
  const next = isWrapper(named.name) ? depth : depth - 1;
  const below = isObjectType(named)
    ? selectionOf(schema, named, next)
    : `{ __typename ${schema
        .getPossibleTypes(named)
        .map((one) => `... on ${one.name} ${selectionOf(schema, one, next)}`)
        .join(' ')} }`;
  return `${field.name}${args} ${below}`;
}

const isWrapper = (name: string): boolean =>
  /(Connection|PageInfo|Totals|Total|Flag|LeftOut|RecentAccount|PossibleBooking)$/.test(name);

function argumentsOf(field: GraphQLField<unknown, unknown>): string {
  const isList = isListType(getNullableType(field.type));
  return !isList && field.args.some(({ name }) => name === 'first') ? `(first: ${FIRST})` : '';
}

/** Every root of the queries, with arguments that lead somewhere. `node` is walked by id. */
export function rootCalls(area: string): Readonly<Record<string, string>> {
  return {
    beneficiaries: `beneficiaries(first: ${FIRST}, filter: { area: "${area}" })`,
    payments: `payments(first: 8, filter: { period: "2026-10", area: "${area}" })`,
    paymentBatches: `paymentBatches(first: 5, filter: { area: "${area}" })`,
    paymentEvents: `paymentEvents(first: 8, filter: { area: "${area}" })`,
    verificationEvents: `verificationEvents(first: 8, filter: { area: "${area}" })`,
    reconciliationExceptions: 'reconciliationExceptions(first: 8)',
    accessLog: 'accessLog(first: 5)',
    coverage: `coverage(area: "${area}")`,
    administrativeUnit: `administrativeUnit(code: "${area}")`,
    institutions: 'institutions',
    programmes: 'programmes',
    viewer: 'viewer',
    hubStatus: 'hubStatus',
  };
}

/** The roots that take ids or numbers, each asked for what is somebody's. */
export const ROOTS_BY_KEY = ['node', 'beneficiary', 'beneficiaryByPersonalId', 'account', 'payment', 'paymentBatch',
  'reconciliationException', 'resolveAccounts', 'statementsWanted'] as const; // prettier-ignore

export function rootDocument(schema: GraphQLSchema, name: string, call: string): string {
  const field = schema.getQueryType()?.getFields()[name];
  const type = field && getNamedType(field.type);
  if (!isObjectType(type)) throw new Error(`${name} is no root that leads to an object.`);
  return `query { ${call} ${selectionOf(schema, type)} }`;
}

/** For an id of that type. */
export function nodeDocument(schema: GraphQLSchema, type: GraphQLObjectType): string {
  return `query ($id: ID!) { node(id: $id) { __typename id ... on ${type.name} ${selectionOf(schema, type, 2)} } }`;
}
