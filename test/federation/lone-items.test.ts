/** Items of a list that stand for themselves: what cannot be read of one fails nobody else. */
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';

import { executeSupergraph } from '../../src/federation/index.js';
import { subgraph } from './subgraph-builder.js';

const SDL = `
  type Query { none: Int }
  type Mutation { tell(page: Page!, at: Int): String! hear(reports: [Report!]!): String! }
  input Page { number: Int!, reports: [Report!]! }
  input Report { name: ID!, kind: Kind, size: Int, parts: [Part!] }
  input Part { size: Int! }
  enum Kind { BIG SMALL }`;

const show = (value: unknown): string => JSON.stringify(value);

async function graphOf() {
  return executeSupergraph({
    subgraphs: [
      subgraph('told', SDL, {
        Mutation: {
          tell: (_root: unknown, { page }: { page: unknown }) => show(page),
          hear: (_root: unknown, { reports }: { reports: unknown }) => show(reports),
        },
      }),
    ],
    loneItems: {
      nameFields: new Map([['Report', 'name']]),
      standIn: (item, at) => ({ unread: item['name'], at }),
    },
  });
}

async function run(source: string, variables: Record<string, unknown>) {
  const { data, errors } = await (await graphOf()).execute({ document: parse(source), variables });
  return errors
    ? errors.map(({ message }) => message)
    : (JSON.parse(String(Object.values(data ?? {})[0])) as unknown);
}

const TELL = 'mutation ($page: Page!, $at: Int) { tell(page: $page, at: $at) }';
const HEAR = 'mutation ($reports: [Report!]!) { hear(reports: $reports) }';

describe('an item that stands for itself', () => {
  it.each([
    ['a value of another type', { name: 'b', size: 'x' }, 'size'],
    ['a word that its enum has not', { name: 'b', kind: 'HUGE' }, 'kind'],
    ['something wrong further in', { name: 'b', parts: [{ size: 1 }, { size: 2.5 }] }, 'parts.1.size'],
    ['a field that there is not', { name: 'b', weight: 1 }, ''],
    ['several things wrong, of which the first is told', { name: 'b', kind: 1, size: 'x' }, 'kind'],
  ])('is replaced alone for %s', async (_what, item, at) => {
    const reports = [{ name: 'a', size: 1 }, item, { name: 'c' }];
    const expected = [{ name: 'a', size: 1 }, { unread: 'b', at }, { name: 'c' }];

    expect(await run(HEAR, { reports })).toEqual(expected);
    expect(await run(TELL, { page: { number: 1, reports }, at: 2 })).toEqual({
      number: 1,
      reports: expected,
    });
  });

  it.each([
    ['has no name to be answered by', { reports: [{ name: {} }] }],
    ['is no object', { reports: ['x'] }],
    ['is missing', { reports: [{ name: 'a' }, null] }],
    ['is told without a list', { reports: 7 }],
  ])('fails the request where it %s', async (_what, variables) => {
    expect((await run(HEAR, variables)) as string[]).toHaveLength(1);
  });

  it('excuses nothing that is wrong around it', async () => {
    const page = { number: 'x', reports: [{ name: 'a', size: 'x' }] };

    expect((await run(TELL, { page })) as string[]).toEqual(
      expect.arrayContaining([expect.stringContaining('at "page.number"')]),
    );
    expect((await run(TELL, { page: { ...page, number: 1 }, at: 'x' })) as string[]).toEqual([
      expect.stringContaining('Variable "$at"'),
    ]);
  });

  it('stands where a fault of its own would fail everybody: a single item is a list of one', async () => {
    expect(await run(HEAR, { reports: { name: 'a', size: 1 } })).toEqual([{ name: 'a', size: 1 }]);
  });
});
