/** Interfaces and unions that several subgraphs know, each in its own way. */
import { describe, expect, it } from '@jest/globals';
import { executeSupergraph } from '../../src/federation/index.js';
import type { Scenario } from './answers.js';
import { dataOf } from './answers.js';
import { subgraph } from './subgraph-builder.js';

type Any = Readonly<Record<string, never>>;

const scenarios: Scenario[] = [
  {
    title: 'interface objects',
    subgraphs: [
      subgraph(
        'a',
        `type Query { media: [Media!]! one: Media } interface Media @key(fields: "id") { id: ID! title: String }
        type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int } type Film implements Media @key(fields: "id") { id: ID! title: String }`,
        {
          Query: { media: () => [{ id: 'b1' }, { id: 'f1' }], one: () => ({ id: 'b2' }) },
          Media: {
            __resolveType: ({ id }: { id: string }) => (id.startsWith('b') ? 'Book' : 'Film'),
            __resolveReference: (r: Any) => (r['id'] === 'x' ? null : r),
          },
          Book: { title: ({ id }: { id: string }) => `Book ${id}`, pages: () => 9 },
          Film: { title: ({ id }: { id: string }) => `Film ${id}` },
        },
      ),
      subgraph(
        'b',
        `type Query { top: [Media!]! lost: Media } type Media @key(fields: "id") @interfaceObject { id: ID! title: String @external score: Int grade: String @requires(fields: "title") }`,
        {
          Query: {
            top: () => [
              { id: 'b1', score: 5 },
              { id: 'f2', score: 4 },
            ],
            lost: () => ({ id: 'x', score: 0 }),
          },
          Media: {
            __resolveReference: async (r: Any) => Promise.resolve({ ...r, score: 1 }),
            grade: (m: Any) => `grade of ${m['title']}`,
          },
        },
      ),
    ],
    rows: [
      [
        'add a field to each implementation',
        '{ media { id title score } }',
        {
          media: [
            { id: 'b1', title: 'Book b1', score: 1 },
            { id: 'f1', title: 'Film f1', score: 1 },
          ],
        },
      ],
      [
        'inside a fragment',
        '{ one { __typename ... on Book { pages score } } }',
        { one: { __typename: 'Book', pages: 9, score: 1 } },
      ],
      [
        'are read in place where the type does not matter',
        '{ top { id score } }',
        {
          top: [
            { id: 'b1', score: 5 },
            { id: 'f2', score: 4 },
          ],
        },
      ],
      [
        'learn their type where it does',
        '{ top { __typename id score } }',
        {
          top: [
            { __typename: 'Book', id: 'b1', score: 5 },
            { __typename: 'Film', id: 'f2', score: 4 },
          ],
        },
      ],
      [
        'get fields from the interface',
        '{ top { title score ... on Book { pages } } }',
        {
          top: [
            { title: 'Book b1', score: 5, pages: 9 },
            { title: 'Film f2', score: 4 },
          ],
        },
      ],
      [
        'require fields of the implementations',
        '{ media { grade } top { grade } }',
        {
          media: [{ grade: 'grade of Book b1' }, { grade: 'grade of Film f1' }],
          top: [{ grade: 'grade of Book b1' }, { grade: 'grade of Film f2' }],
        },
      ],
      [
        'that nobody knows',
        '{ lost { score } l: lost { __typename score } }',
        { lost: { score: 0 }, l: null },
      ],
    ],
  },
  {
    title: 'interfaces and unions that differ between subgraphs',
    subgraphs: [
      subgraph(
        'a',
        `type Query { media: Media hits: [Media] } union Media = Book | Song interface HasId { id: ID! } type Book implements HasId @key(fields: "id") { id: ID! } type Song implements HasId @key(fields: "id") { id: ID! }`,
        {
          Query: {
            media: () => ({ __typename: 'Book', id: 'b' }),
            hits: () => [
              { __typename: 'Song', id: 's' },
              { __typename: 'Book', id: 'b' },
            ],
          },
        },
      ),
      subgraph(
        'b',
        `union Media = Book | Movie type Book @key(fields: "id") { id: ID! title: String related: [Media] } type Movie @key(fields: "id") { id: ID! title: String }`,
        {
          Book: {
            title: () => 'T',
            related: () => [
              { __typename: 'Movie', id: 'm', title: 'M' },
              { __typename: 'Book', id: 'b' },
            ],
          },
        },
      ),
    ],
    rows: [
      [
        'members of either',
        '{ media { ... on Book { title related { __typename ... on Movie { title } ... on Book { id } } } } }',
        {
          media: {
            title: 'T',
            related: [
              { __typename: 'Movie', title: 'M' },
              { __typename: 'Book', id: 'b' },
            ],
          },
        },
      ],
      [
        'an interface inside a union',
        '{ hits { ... on HasId { id } ... on Book { title } } }',
        { hits: [{ id: 's' }, { id: 'b', title: 'T' }] },
      ],
    ],
  },
];

describe.each(scenarios)('$title', ({ subgraphs, rows }) => {
  it.each(rows)('%s', async (_title, query, data) => {
    const graph = await executeSupergraph({ subgraphs });

    expect(await dataOf(graph, query)).toEqual(data);
  });
});
