/** Every argument that a client can fill in, found by walking the schema, with every value in it that some library or PostgreSQL is
 *  known to stumble over. A new field, argument or input is attacked without a line here. */
import { hash } from 'node:crypto';

import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

import type { Variables } from '../setup/hub-client.js';

export interface PoisonedCall {
  readonly field: string;
  /** Where the poison is: `createPaymentBatch.input.name`. */
  readonly at: string;
  readonly poison: unknown;
  readonly document: string;
  readonly variables: Variables;
}

/** Ordinary values by the name of the argument or input field, so that a poisoned neighbour gets as deep as it can. */
export type Samples = Readonly<Record<string, unknown>>;

const TEXTS = [
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff\ud800y',
  '',
  ' ',
  '\u0001\u001b\u202e\n',
  'x'.repeat(20_000),
  // Too long for an index, and nothing makes it shorter.
  Array.from({ length: 140 }, (_, at) => hash('sha256', String(at))).join(''),
  '𠮷'.repeat(3_000),
  '{"a",NULL}\\',
  '%_\\',
  'BEN_01H455VB4PEX5VSKNK084SN02Q',
  'ben_zzzzzzzzzzzzzzzzzzzzzzzzzz',
  Buffer.from('9'.repeat(40)).toString('base64url'),
  Buffer.from('a\u0000b').toString('base64url'),
  Buffer.from('019a9b2c-5d10-7f00-a1b2-0000000000zz').toString('base64url'),
] as const;

const INTEGERS = [0, -1, 1, 501, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 1.5, 1e308];

const POISONS: Readonly<Record<string, readonly unknown[]>> = {
  String: TEXTS,
  ID: TEXTS,
  PersonalId: [...TEXTS, '000000000000', '999999999999'],
  Period: [...TEXTS, '0000-01', '2000-01', '2199-12', '2026-00', '2026-13', '9999-12'],
  Cursor: [...TEXTS, ...cursors('another-log', [0n, 2n ** 63n, 10n ** 19n - 1n])],
  Date: [
    ...[...TEXTS, '0000-01-01', '0001-01-01', '9999-12-31', '10000-01-01', '-0001-01-01', '2026-02-30'],
    ...['2026-00-10', 'infinity', 'epoch', 'today', '2026-11-22T00:00:00Z'],
  ],
  DateTime: [
    ...[...TEXTS, '0000-01-01T00:00:00Z', '0001-01-01T00:00:00+23:59', '0001-01-01T00:00:00Z'],
    ...[
      '9999-12-31T23:59:59-23:59',
      '9999-12-31T23:59:59Z',
      '+010000-01-01T00:00:00Z',
      '2026-02-30T00:00:00Z',
    ],
    ...['2026-11-22T25:00:00Z', '2026-11-22T00:00:60Z', '2026-11-22', 'infinity'],
  ],
  Int: INTEGERS,
  Dong: [...INTEGERS, 2 ** 53 - 1, -(2 ** 53 - 1), 2 ** 53, 1e300],
};

export function cursors(logId: string, positions: readonly bigint[]): readonly string[] {
  return positions.map((position) => Buffer.from(`${logId}:${position}`, 'latin1').toString('base64url'));
}

/** @param around by type, the document in which a field of it is asked; the root types need none
 *  @param more poisons by scalar that only a running hub can give */
export function poisonedCalls(
  schema: GraphQLSchema,
  { around, samples, more }: { around: Around; samples: (field: string) => Samples; more: typeof POISONS },
): readonly PoisonedCall[] {
  return takersOf(schema).flatMap(({ typeName, field }) => {
    const wrap = around[typeName];
    if (wrap === undefined) throw new Error(`Nothing here asks for a ${typeName}: say how.`);
    const document = wrap(callOf(field), headOf(field));
    const values = valuesOf(field.args, samples(field.name));
    return leavesOf(field.args).flatMap(({ path, type }) =>
      [...(POISONS[type] ?? []), ...(more[type] ?? [])].map((poison) => ({
        ...{ field: field.name, at: `${field.name}.${path.join('.')}`, poison, document },
        variables: withPoison(values, path, poison, samples(field.name)),
      })),
    );
  });
}

/** Something wrong within one report of a list. */
export interface Fault {
  readonly path: readonly string[];
  readonly poison: unknown;
}

/** Values that are none, by scalar; any other type is an enum. */
const FAULTS: Readonly<Record<string, readonly unknown[]>> = {
  String: ['a\u0000b', '\ud800', 'x'.repeat(20_000), 7],
  ID: ['a\u0000b', '\udc00', true],
  DateTime: ['0000-01-01T00:00:00Z', '2026-02-30T00:00:00Z', 'a\u0000b', 7],
  Date: ['0000-01-01', '2026-02-30', 'a\u0000b'],
  Dong: [0.5, 2 ** 60, '7'],
  Int: [2 ** 40, '7'],
  Boolean: ['yes'],
};

/** Everything that can be wrong within a report but the name that it is answered by; that one can be wrong as a text too. */
export function faultsOf(schema: GraphQLSchema, typeName: string, nameField: string): readonly Fault[] {
  return leavesOfType(schema.getType(typeName) as GraphQLInputType, []).flatMap(({ path, type }) => {
    const isName = path[0] === nameField;
    const poisons = (FAULTS[type] ?? ['NOPE', 'a\u0000b']).filter(
      (poison) => !isName || (typeof poison === 'string' && type === 'ID'),
    );
    // An enum's list is wrong in its first value.
    return poisons.map((poison) => ({
      path: path.filter((key) => typeof key === 'string'),
      poison: path.at(-1) === 0 ? [poison] : poison,
    }));
  });
}

/** Puts a field's call, and the head that declares its variables, into a document. */
export type Around = Readonly<Record<string, (call: string, head: string) => string>>;

type Field = GraphQLField<unknown, unknown>;

function takersOf(schema: GraphQLSchema): readonly { readonly typeName: string; readonly field: Field }[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) =>
      Object.values(isObjectType(type) ? type.getFields() : {})
        .filter(({ args }) => leavesOf(args).length > 0)
        .map((field) => ({ typeName: type.name, field })),
    );
}

interface Leaf {
  readonly path: readonly (string | number)[];
  readonly type: string;
}

function leavesOf(args: readonly GraphQLArgument[]): readonly Leaf[] {
  return args.flatMap(({ name, type }) => leavesOfType(type, [name]));
}

function leavesOfType(type: GraphQLInputType, path: readonly (string | number)[]): readonly Leaf[] {
  const bare = getNullableType(type);
  if (isListType(bare)) return leavesOfType(bare.ofType, [...path, 0]);
  if (!isInputObjectType(bare)) return [{ path, type: getNamedType(bare).name }];
  return Object.values(bare.getFields()).flatMap((field) => leavesOfType(field.type, [...path, field.name]));
}

const headOf = ({ args }: Field): string =>
  args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');

function callOf({ name, args, type }: Field): string {
  const passed = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  return `${name}(${passed})${isCompositeType(getNamedType(type)) ? ' { __typename }' : ''}`;
}

/** Everything that must be there; what may be left out is. */
function valuesOf(args: readonly GraphQLArgument[], samples: Samples): Record<string, unknown> {
  const given = args.filter((arg) => isRequiredArgument(arg) || arg.name in samples);
  return Object.fromEntries(given.map(({ name, type }) => [name, sampleOf(type, name, samples)]));
}

function sampleOf(type: GraphQLInputType, name: string, samples: Samples): unknown {
  const bare = getNullableType(type);
  if (isListType(bare)) return [sampleOf(bare.ofType, name, samples)];
  if (isInputObjectType(bare)) {
    const given = Object.values(bare.getFields()).filter(
      (field) => isRequiredInputField(field) || field.name in samples,
    );
    return Object.fromEntries(given.map((field) => [field.name, sampleOf(field.type, field.name, samples)]));
  }
  const sample = samples[name];
  if (sample === undefined) throw new Error(`No sample of ${name}: ${String(type)}.`);
  return sample;
}

function withPoison(
  values: Record<string, unknown>,
  path: readonly (string | number)[],
  poison: unknown,
  samples: Samples,
): Variables {
  const copy = structuredClone(values);
  let at = copy as Record<string | number, unknown>;
  for (const [index, key] of path.slice(0, -1).entries()) {
    at[key] ??=
      typeof path[index + 1] === 'number' ? [] : { ...(samples[String(key)] as object | undefined) };
    at = at[key] as Record<string | number, unknown>;
  }
  at[path.at(-1)!] = poison;
  return copy;
}
