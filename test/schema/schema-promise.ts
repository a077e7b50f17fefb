/** What may be said against a schema: promises that it breaks, elements that it does not describe, types on which subgraphs
 *  disagree. Each answer is a list of complaints, empty when all is well. */
import {
  DangerousChangeType,
  type DocumentNode,
  findBreakingChanges,
  findDangerousChanges,
  getNamedType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  Kind,
  print,
  type TypeDefinitionNode,
  visit,
} from 'graphql';

type Member = GraphQLArgument | GraphQLInputField;

/** What graphql-js calls dangerous only: clients lean on defaults. */
const NARROWING = [DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE];

/** Enums that the hub’s answers may grow in, and what a client does with a word that it does not know: docs/decisions/0022. All
 *  others are as closed as they were promised. */
export const OPEN_ENUMS: ReadonlySet<string> = new Set([
  'LeftOutReason',
  'ExceptionKind',
  'ExceptionDecision',
  'ExceptionResolution',
]);

/** Fields, types and optional arguments may be added, typed failures to a result, and words to an open enum. All else stays as
 *  promised, nullability and defaults included: what one subgraph promised as nullable is what another may fail to supply. */
export function listBrokenPromises(promised: GraphQLSchema, actual: GraphQLSchema): readonly string[] {
  const breaking = findBreakingChanges(promised, actual).map(({ description }) => description);
  const dangerous = findDangerousChanges(promised, actual)
    .filter(({ type }) => NARROWING.includes(type))
    .map(({ description }) => description);
  const rest = Object.values(promised.getTypeMap())
    .filter(isOurs)
    .flatMap((type) => {
      const now = actual.getType(type.name);
      return now
        ? [...listChangedTypes(type, now), ...listStrangers(type, now), ...listNewWords(type, now)]
        : [];
    });
  return [...new Set([...breaking, ...dangerous, ...rest])];
}

/** Fields that would take others with them when they fail: roots and connections have queries of their own, so they may be null. What was
 *  promised as never null inside a batch or a payment stays so. */
export function listFieldsThatEmptyPages(promised: GraphQLSchema, actual: GraphQLSchema): readonly string[] {
  return Object.values(actual.getTypeMap())
    .filter(isOurs)
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({
        type,
        field,
        isRoot: type === actual.getQueryType(),
      })),
    )
    .filter(({ field, isRoot }) => isNonNullType(field.type) && (isRoot || isConnection(field.type)))
    .filter(({ type, field }) => {
      const before = promised.getType(type.name);
      return !isObjectType(before) || !isNonNullType(before.getFields()[field.name]?.type);
    })
    .map(({ type, field }) => `${type.name}.${field.name}`)
    .filter((name) => !PUBLISHED_BEFORE.includes(name));
}

/** Never null since before there was this rule, and clients rely on it. */
const PUBLISHED_BEFORE = ['PaymentBatch.recentAccounts'];

const isConnection = (type: GraphQLOutputType): boolean => getNamedType(type).name.endsWith('Connection');

/** Every type, field, argument, input field and enum value without a word of explanation. */
export function listUndescribed(schema: GraphQLSchema): readonly string[] {
  const named: { readonly name: string; readonly description?: string | null | undefined }[] = Object.values(
    schema.getTypeMap(),
  )
    .filter(isOurs)
    .flatMap((type) => [
      ...([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].includes(
        type as never,
      )
        ? []
        : [type]),
      ...membersOf(type).map(([name, { description }]) => ({ name, description })),
      ...(isEnumType(type)
        ? type.getValues().map(({ name, description }) => ({ name: `${type.name}.${name}`, description }))
        : []),
    ]);
  return named
    .filter(({ description }) => (description ?? '').trim() === '')
    .map(({ name }) => `${name} has no description`);
}

/** Enums, inputs, interfaces, scalars and shareable types that two subgraphs declare differently. Composition keeps the first
 *  description, the common input fields and the union of the enum values without a word. */
export function listDisagreements(subgraphs: Readonly<Record<string, DocumentNode>>): readonly string[] {
  const declared = new Map<string, { readonly subgraph: string; readonly text: string }[]>();
  for (const [subgraph, { definitions }] of Object.entries(subgraphs)) {
    for (const definition of definitions) {
      if (!isShared(definition as TypeDefinitionNode)) continue;
      const { name } = definition as TypeDefinitionNode;
      const all = declared.get(name.value) ?? [];
      declared.set(name.value, [...all, { subgraph, text: normalText(definition as TypeDefinitionNode) }]);
    }
  }
  return [...declared].flatMap(([name, all]) =>
    all
      .filter(({ text }) => text !== all[0]?.text)
      .map(({ subgraph }) => `${name} is declared differently in ${subgraph} and ${all[0]?.subgraph ?? ''}`),
  );
}

function isOurs(type: GraphQLNamedType): boolean {
  return !type.name.startsWith('__') && !isSpecifiedScalarType(type);
}

/** Fields, their arguments and input fields by their full name. */
function membersOf(
  type: GraphQLNamedType,
): (readonly [string, Member | { description?: string | null | undefined; type: unknown }])[] {
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field] as const);
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    [`${type.name}.${field.name}`, field] as const,
    ...field.args.map((arg) => [`${type.name}.${field.name}(${arg.name}:)`, arg] as const),
  ]);
}

function listChangedTypes(promised: GraphQLNamedType, actual: GraphQLNamedType): readonly string[] {
  const now = new Map(membersOf(actual));
  return membersOf(promised).flatMap(([name, member]) => {
    const current = now.get(name);
    if (current === undefined) return [];
    const complaints: string[] = [];
    if (String(current.type) !== String(member.type)) {
      complaints.push(`${name} is ${String(current.type)}, promised as ${String(member.type)}.`);
    }
    const [was, is] = [defaultOf(member), defaultOf(current)];
    if (was !== is) complaints.push(`${name} has the default ${is}, promised as ${was}.`);
    return complaints;
  });
}

/** A client that reads `... on UserError` understands a failure that it has never seen, and nothing else. */
function listStrangers(promised: GraphQLNamedType, actual: GraphQLNamedType): readonly string[] {
  if (!isUnionType(promised) || !isUnionType(actual)) return [];
  const known = new Set(promised.getTypes().map(({ name }) => name));
  return actual
    .getTypes()
    .filter(({ name }) => !known.has(name))
    .filter((type) => !type.getInterfaces().some(({ name }) => name === 'UserError'))
    .map(({ name }) => `${promised.name} may be ${name}, which is no UserError.`);
}

/** A client that switches on every word of a closed enum understands no other. */
function listNewWords(promised: GraphQLNamedType, actual: GraphQLNamedType): readonly string[] {
  if (!isEnumType(promised) || !isEnumType(actual) || OPEN_ENUMS.has(promised.name)) return [];
  const known = new Set(promised.getValues().map(({ name }) => name));
  return actual
    .getValues()
    .filter(({ name }) => !known.has(name))
    .map(({ name }) => `${name} was added to the closed enum ${promised.name}.`);
}

function defaultOf(member: object): string {
  const value = 'defaultValue' in member ? member.defaultValue : undefined;
  return value === undefined ? 'none' : JSON.stringify(value);
}

function isShared(definition: TypeDefinitionNode): boolean {
  switch (definition.kind) {
    case Kind.ENUM_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.SCALAR_TYPE_DEFINITION:
      return true;
    case Kind.OBJECT_TYPE_DEFINITION:
      return (definition.directives ?? []).some(({ name }) => name.value === 'shareable');
    default:
      return false;
  }
}

/** The declaration without directives, members in one order, so that only what clients see is compared. */
function normalText(definition: TypeDefinitionNode): string {
  const plain = visit(definition, { Directive: () => null });
  const sorted = (list: readonly { readonly name: { readonly value: string } }[]) =>
    [...list].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
  return print({
    ...plain,
    ...('fields' in plain && plain.fields ? { fields: sorted(plain.fields) } : {}),
    ...('values' in plain && plain.values ? { values: sorted(plain.values) } : {}),
  } as TypeDefinitionNode);
}
