/** Texts that no store has to expect, and lists of reports in which one costs only itself. */
import { describe, expect, it } from '@jest/globals';
import { buildSchema, graphql, isInputObjectType, isObjectType, type GraphQLSchema } from 'graphql';

import { guardArguments } from '../../src/graphql/guard-arguments.js';
import { judgedAlone } from '../../src/graphql/index.js';
import { HubError, RefusedValue } from '../../src/values/index.js';

const SDL = `
  type Query { find(id: ID, filter: Filter, page: Int): String }
  input Filter { name: String, codes: [ID!], inner: Inner }
  input Inner { text: String! }
  type Mutation { tell(reports: [Report!]!): [ReportReceipt!]! count(list: List!): String! }
  input Report { reportId: ID!, text: String }
  input List { number: ID!, lines: [Line!]! }
  input Line { line: Int!, name: String! }
  type ReportReceipt { reportId: ID!, outcome: String!, message: String }`;

type Args = Readonly<Record<string, unknown>>;
interface Told {
  readonly reportId: string;
  readonly text?: string;
}

/** A schema whose resolvers note what reached them. */
function guardedSchema(take: (reports: readonly Told[]) => unknown = applied) {
  const schema = buildSchema(SDL);
  for (const [name, field] of [
    ['Report', 'reportId'],
    ['Line', 'line'],
  ] as const) {
    const type = schema.getType(name);
    if (isInputObjectType(type)) type.extensions = judgedAlone(field);
  }
  const reached: unknown[] = [];
  const fields = (name: string) => {
    const type = schema.getType(name);
    return isObjectType(type) ? type.getFields() : {};
  };
  fields('Query')['find']!.resolve = (_root, args: Args) => (reached.push(args), 'found');
  fields('Mutation')['tell']!.resolve = (_root, { reports }: { reports: readonly Told[] }) => {
    reached.push(reports.map(({ reportId }) => reportId));
    return take(reports);
  };
  fields('Mutation')['count']!.resolve = (
    _root,
    { list }: Args,
    { refusedItems }: { refusedItems?: ReadonlyMap<unknown, string> },
  ) => JSON.stringify([list, [...(refusedItems ?? [])]]);
  guardArguments(schema);
  return { schema, reached };
}

function applied(reports: readonly Told[]): unknown {
  return reports.map(({ reportId }) => ({ reportId, outcome: 'APPLIED' }));
}

async function run(schema: GraphQLSchema, source: string, variableValues: Args) {
  return graphql({ schema, source, variableValues, contextValue: {} });
}

const TELL = 'mutation ($reports: [Report!]!) { tell(reports: $reports) { reportId outcome message } }';

describe('a text that cannot be kept', () => {
  it.each([
    ['id', { id: 'a\0b' }],
    ['filter.name', { filter: { name: '\ud800' } }],
    ['filter.codes[1]', { filter: { codes: ['a', '\0'] } }],
    ['filter.inner.text', { filter: { inner: { text: 'x'.repeat(10_001) } } }],
  ])('is refused at %s, by name, before anybody is asked', async (at, args) => {
    const { schema, reached } = guardedSchema();
    const source = 'query ($id: ID, $filter: Filter) { find(id: $id, filter: $filter) }';

    const { errors } = await run(schema, source, args);

    expect(errors?.[0]?.originalError).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(errors?.[0]?.message).toMatch(
      new RegExp(`^Invalid value for ${at.replace(/[[\]]/g, '\\$&')}: It `),
    );
    expect(reached).toEqual([]);
  });

  it('is refused in the document too', async () => {
    const { schema, reached } = guardedSchema();

    const { errors } = await run(schema, '{ find(filter: { codes: ["a", "\\u0000"] }) }', {});

    expect(errors).toHaveLength(1);
    expect(reached).toEqual([]);
  });

  it('is no reason to refuse any other', async () => {
    const { schema } = guardedSchema();
    const source = 'query ($id: ID, $filter: Filter) { find(id: $id, filter: $filter, page: 1) }';

    const { data } = await run(schema, source, { id: null, filter: { codes: ['Đ', '👵🏽'], inner: null } });

    expect(data).toEqual({ find: 'found' });
  });
});

describe('a list of reports', () => {
  it('loses the one that cannot be kept, each answered in its place', async () => {
    const { schema, reached } = guardedSchema();
    const reports = [{ reportId: 'a' }, { reportId: 'b', text: '\0' }, { reportId: 'c' }, { reportId: '\0' }];

    const { data } = await run(schema, TELL, { reports });

    expect(reached).toEqual([['a', 'c']]);
    expect(data?.['tell']).toEqual([
      { reportId: 'a', outcome: 'APPLIED', message: null },
      { reportId: 'b', outcome: 'REFUSED', message: 'text: It holds a NUL or half of a surrogate pair.' },
      { reportId: 'c', outcome: 'APPLIED', message: null },
      {
        reportId: '\0',
        outcome: 'REFUSED',
        message: 'reportId: It holds a NUL or half of a surrogate pair.',
      },
    ]);
  });

  it('is taken in halves where PostgreSQL refuses it for what nobody saw before', async () => {
    const { schema, reached } = guardedSchema((reports) => {
      if (reports.some(({ text }) => text === 'poison'))
        throw new RefusedValue('A number is out of range.', { cause: undefined });
      return applied(reports);
    });
    const reports = ['a', 'b', 'c', 'd', 'e'].map((reportId) => ({
      ...{ reportId, text: reportId === 'd' ? 'poison' : 'sound' },
    }));

    const { data } = await run(schema, TELL, { reports });

    const receipts = data?.['tell'] as readonly {
      reportId: string;
      outcome: string;
      message: string | null;
    }[];
    expect(receipts.map(({ reportId, outcome }) => `${reportId} ${outcome}`)).toEqual([
      'a APPLIED', 'b APPLIED', 'c APPLIED', 'd REFUSED', 'e APPLIED',
    ]); // prettier-ignore
    expect(receipts[3]?.message).toBe('A number is out of range.');
    expect(reached).toEqual([['a', 'b', 'c', 'd', 'e'], ['a', 'b', 'c'], ['d', 'e'], ['d'], ['e']]);
  });

  it.each([
    ['who may not report', new HubError('FORBIDDEN', 'no')],
    ['who reports too many', new HubError('BAD_USER_INPUT', 'At most 1,000 reports in one call.')],
    ['whose database is away', new Error('connection lost')],
  ])('is refused as a whole to somebody %s', async (_who, error) => {
    const { schema, reached } = guardedSchema(() => {
      throw error;
    });

    const { errors } = await run(schema, TELL, { reports: [{ reportId: 'a', text: '\0' }] });

    expect(errors?.[0]?.originalError).toBe(error);
    expect(reached).toEqual([[]]);
  });

  it('whose lines are counted by the use case keeps the number of a line that cannot be kept, and why', async () => {
    const { schema } = guardedSchema();
    const source = 'mutation ($list: List!) { count(list: $list) }';
    const lines = [
      { line: 1, name: 'An' },
      { line: 2, name: '\0' },
    ];

    const { data } = await run(schema, source, { list: { number: 'L1', lines } });

    expect(JSON.parse(data?.['count'] as string)).toEqual([
      { number: 'L1', lines: [{ line: 1, name: 'An' }, { line: 2 }] },
      [[2, 'name: It holds a NUL or half of a surrogate pair.']],
    ]);
  });
});
