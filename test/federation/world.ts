/** A small world in three subgraphs, and the same world as one plain schema with the same resolvers. */
import type { GraphQLSchema, ValueNode } from 'graphql';
import { Kind } from 'graphql';
import type { ExecutableSupergraph } from '../../src/federation/index.js';
import { executeSupergraph } from '../../src/federation/index.js';
import type { Resolvers } from './subgraph-builder.js';
import { merged, subgraph } from './subgraph-builder.js';

interface Ref {
  readonly id: string;
}

const people: Record<string, { name: string; gender: number; spouse?: string; allowance: bigint }> = {
  '1': { name: 'An', gender: 1, spouse: '2', allowance: 500_000n },
  '2': { name: 'Bình', gender: 2, spouse: '1', allowance: 9_007_199_254_740_993n },
  '3': { name: 'Chi', gender: 1, allowance: 0n },
};
const accounts: Record<string, { holder: string; bank: string; kind: 'BANK' | 'WALLET' }> = {
  a1: { holder: '1', bank: 'BIDV', kind: 'BANK' },
  a2: { holder: '1', bank: 'MOMO', kind: 'WALLET' },
  a3: { holder: '2', bank: 'BIDV', kind: 'BANK' },
};
const payments: Record<string, { person: string; account?: string; amount: bigint; status: string }> = {
  p1: { person: '1', account: 'a1', amount: 500_000n, status: 'SETTLED' },
  p2: { person: '2', account: 'a3', amount: 500_000n, status: 'UNKNOWN' },
  p3: { person: '9', amount: 1n, status: 'REJECTED' },
};

const dong = {
  serialize: (value: unknown) => String(value),
  parseValue: (value: unknown) => {
    if (typeof value !== 'string' || !/^\d+$/.test(value)) throw new TypeError('Not an amount.');
    return BigInt(value);
  },
  parseLiteral: (node: ValueNode) => {
    if (node.kind !== Kind.STRING && node.kind !== Kind.INT) throw new TypeError('Not an amount.');
    return BigInt(node.value);
  },
};

const later = async <T>(value: T): Promise<T> => Promise.resolve(value);
const refs = (ids: readonly string[]): Ref[] => ids.map((id) => ({ id }));

const registrySdl = `
  scalar Dong
  enum Gender { MALE FEMALE }
  input PersonFilter { name: String gender: Gender minimum: Dong = "0" not: PersonFilter }
  interface Named { name: String }
  type Person implements Named KEY { id: ID! name: String gender: Gender spouse: Person allowance(times: Dong = "1"): Dong strict: String! notes: [String!] home: Place }
  type Place SHARE { code: String area: Place }
  type Query {
    people(filter: PersonFilter, first: Int = 10): [Person!]!
    person(id: ID!): Person
    strictPerson(id: ID!): Person!
    echo(filter: PersonFilter, list: [Int], genders: [Gender!] = [FEMALE]): String
    named: [Named]
    fails: Int!
  }`;
const registry: Resolvers = {
  Dong: dong,
  Gender: { MALE: 1, FEMALE: 2 },
  Named: { __resolveType: (value: Ref) => later(value.id.startsWith('a') ? 'Account' : 'Person') },
  Query: {
    people: (
      _: unknown,
      { filter, first }: { filter?: { gender?: number; minimum?: bigint }; first: number },
    ) =>
      refs(Object.keys(people))
        .filter(({ id }) => filter?.gender === undefined || people[id]?.gender === filter.gender)
        .filter(({ id }) => (people[id]?.allowance ?? 0n) >= (filter?.minimum ?? 0n))
        .slice(0, first),
    person: (_: unknown, { id }: Ref) => (people[id] ? { id } : null),
    strictPerson: (_: unknown, { id }: Ref) => later(people[id] ? { id } : null),
    echo: (_: unknown, args: unknown) =>
      JSON.stringify(args, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)),
    named: () => [{ id: '1' }, null, later({ id: '2' })],
    fails: () => {
      throw new Error('no');
    },
  },
  Person: {
    __resolveReference: ({ id }: Ref) => later(people[id] ? { id } : null),
    name: ({ id }: Ref) => people[id]?.name,
    gender: ({ id }: Ref) => later(people[id]?.gender),
    spouse: ({ id }: Ref) => (people[id]?.spouse === undefined ? null : { id: people[id].spouse }),
    allowance: ({ id }: Ref, { times }: { times: bigint }) =>
      people[id] ? people[id].allowance * times : null,
    strict: ({ id }: Ref) => (people[id] === undefined || id === '3' ? null : later(`strict ${id}`)),
    notes: ({ id }: Ref) => (id === '2' ? ['one', null] : later([later('one'), 'two'])),
    home: ({ id }: Ref) => ({ code: id, area: later({ code: () => 'VN', area: null }) }),
  },
};

const accountSdl = `
  enum AccountKind { BANK WALLET }
  interface Named { name: String }
  type Account implements Named KEY { id: ID! name: String holder: Person! kind: AccountKind! bank: Bank }
  type Bank { code: String! branches: [[String]] }
  union Channel = Account | Cash
  type Cash { office: String! }
  PERSON { id: ID! accounts: [Account!]! mainAccount: Account channels: [Channel] broken: Int brokenLater: String! }
  type Query { account(id: ID!): Account channels: [Channel!] }`;
const account: Resolvers = {
  Named: { __resolveType: () => 'Account' },
  Channel: { __resolveType: (value: object) => ('office' in value ? 'Cash' : 'Account') },
  Query: {
    account: (_: unknown, { id }: Ref) => later(accounts[id] ? { id } : null),
    channels: () => [{ id: 'a1' }, { office: 'Huế' }],
  },
  Account: {
    __resolveReference: ({ id }: Ref) => (accounts[id] ? { id } : undefined),
    name: ({ id }: Ref) => `Account ${id}`,
    holder: ({ id }: Ref) => ({ id: accounts[id]?.holder }),
    kind: ({ id }: Ref) => accounts[id]?.kind,
    bank: ({ id }: Ref) => ({ code: accounts[id]?.bank, branches: [['x', null], null, [later('y')]] }),
  },
  Person: {
    __resolveReference: ({ id }: Ref) => ({ id }),
    accounts: ({ id }: Ref) =>
      later(refs(Object.keys(accounts).filter((key) => accounts[key]?.holder === id))),
    mainAccount: ({ id }: Ref) => (id === '1' ? { id: 'a1' } : null),
    channels: ({ id }: Ref) => (id === '1' ? [{ id: 'a2' }, { office: 'Vinh' }, null] : null),
    broken: () => {
      throw new Error('account is broken');
    },
    brokenLater: ({ id }: Ref) => (id === '2' ? 'whole' : Promise.reject(new Error('later broken'))),
  },
};

const paymentSdl = `
  scalar Dong
  enum Status { SETTLED UNKNOWN REJECTED }
  type Payment KEY { id: ID! amount: Dong! status: Status! person: Person payTo: Account }
  PERSON { id: ID! payments(status: Status): [Payment!]! total: Dong! }
  ACCOUNT
  type Query { payment(id: ID!): Payment payments(first: Int = 2): [Payment!]! }
  type Mutation { set(key: String!, value: Int!): Counter! fail(message: String!): Counter }
  type Counter { value: Int! all: [Int!]! slow: Int }`;
const payment: Resolvers = {
  Dong: dong,
  Query: {
    payment: (_: unknown, { id }: Ref) => (payments[id] ? { id } : null),
    payments: (_: unknown, { first }: { first: number }) => refs(Object.keys(payments).slice(0, first)),
  },
  Payment: {
    __resolveReference: ({ id }: Ref) => ({ id }),
    amount: ({ id }: Ref) => payments[id]?.amount,
    status: ({ id }: Ref) => payments[id]?.status,
    person: ({ id }: Ref) => ({ id: payments[id]?.person }),
    payTo: ({ id }: Ref) => (payments[id]?.account === undefined ? null : { id: payments[id].account }),
  },
  Person: {
    __resolveReference: ({ id }: Ref) => ({ id }),
    payments: ({ id }: Ref, { status }: { status?: string }) =>
      refs(
        Object.keys(payments).filter(
          (key) => payments[key]?.person === id && (status === undefined || payments[key].status === status),
        ),
      ),
    total: ({ id }: Ref) => (id === '9' ? later(null) : later(BigInt(id) * 10n)),
  },
  Mutation: {
    set: async (_: unknown, { value }: { value: number }, context: { log?: number[] }) => {
      const log = (context.log ??= []);
      await later(null);
      log.push(value);
      return { value, all: [...log], slow: later(log.length) };
    },
    fail: (_: unknown, { message }: { message: string }) => Promise.reject(new Error(message)),
  },
};

const federated = (sdl: string): string =>
  sdl
    .replace(/\bKEY\b/g, '@key(fields: "id")')
    .replace(/\bSHARE\b/g, '@shareable')
    .replace(/\bPERSON\b/g, 'type Person @key(fields: "id")')
    .replace(/\bACCOUNT\b/g, 'type Account @key(fields: "id", resolvable: false) { id: ID! }');

export function createWorld(): Promise<ExecutableSupergraph> {
  return executeSupergraph({
    subgraphs: [
      subgraph('registry', federated(registrySdl), registry),
      subgraph('account', federated(accountSdl), account),
      subgraph('payment', federated(paymentSdl), payment),
    ],
  });
}

/** The same types and resolvers in one schema, put together by hand. */
export function createPlainWorld(): GraphQLSchema {
  const plain = (sdl: string): string =>
    sdl
      .replace(/\b(KEY|SHARE|ACCOUNT)\b/g, '')
      .replace(/PERSON \{ id: ID!/g, 'extend type Person {')
      .replace(/type Query/g, 'extend type Query')
      .replace(/interface Named \{ name: String \}|scalar Dong/g, '');
  const sdl = `type Query scalar Dong interface Named { name: String } ${[registrySdl, accountSdl, paymentSdl].map(plain).join('\n')}`;
  return merged(sdl, {
    ...registry,
    ...account,
    ...payment,
    Named: registry['Named'] ?? {},
    Query: { ...registry['Query'], ...account['Query'], ...payment['Query'] },
    Person: { ...registry['Person'], ...account['Person'], ...payment['Person'] },
  });
}
