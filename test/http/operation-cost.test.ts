import { describe, expect, it } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { assertAffordable } from '../../src/http/operation-cost.js';

const schema = buildSchema(/* GraphQL */ `
  type Query {
    people(first: Int = 20): PersonConnection!
    byIds(ids: [ID!]!): [Person]!
  }
  type PersonConnection {
    nodes: [Person!]!
    edges: [Edge!]!
    totalCount: Int!
  }
  type Edge {
    node: Person!
  }
  type Person {
    id: ID!
    name: String!
    friend: Person
    friends: [Person!]!
    people(first: Int = 12): PersonConnection!
  }
`);

function costOf(text: string, variables: Record<string, unknown> = {}): number {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('the test needs one operation');
  return assertAffordable(schema, document, operation, variables);
}

describe('the cost of a query', () => {
  it.each([
    [
      'a page is as long as it is asked to be',
      '{ people(first: 3) { nodes { id name } } }',
      {},
      1 + 3 * (1 + 2),
    ],
    ['a page of the default length', '{ people { nodes { id } } }', {}, 1 + 20 * 2],
    ['edges cost as nodes do', '{ people(first: 3) { edges { node { id } } } }', {}, 1 + 3 * (1 + 2)],
    ['a page by a variable', 'query ($n: Int) { people(first: $n) { totalCount } }', { n: 7 }, 8],
    [
      'a variable left out has its default',
      'query ($n: Int = 4) { people(first: $n) { totalCount } }',
      {},
      5,
    ],
    [
      'an unknown page size counts as the largest',
      'query ($n: Int) { people(first: $n) { totalCount } }',
      { n: 'x' },
      501,
    ],
    ['as many as ids are given', '{ byIds(ids: ["a", "b"]) { id name } }', {}, 1 + 2 * 2],
    [
      'a list of unknown length counts as five',
      '{ byIds(ids: []) { id } people(first: 1) { nodes { friends { id } } } }',
      {},
      1 + 1 + 1 + (1 + 5),
    ],
    [
      'pages within pages multiply',
      '{ people(first: 10) { nodes { people(first: 10) { totalCount } } } }',
      {},
      1 + 10 * (1 + 11),
    ],
    [
      'fragments count where they are spread',
      '{ people(first: 2) { nodes { ...f } } } fragment f on Person { id name }',
      {},
      1 + 2 * 3,
    ],
    ['what is asked of the schema counts too', '{ __typename again: __typename }', {}, 2],
  ])('%s', (_name, text, variables, cost) => {
    expect(costOf(text, variables)).toBe(cost);
  });

  it('lets a page of 500 whole views pass', () => {
    expect(() =>
      costOf(
        '{ people(first: 500) { nodes { id name friends { id name } people(first: 12) { nodes { id friends { id } } } } } }',
      ),
    ).not.toThrow();
  });

  it('is refused for fragments that unfold without end, before they are unfolded', () => {
    const levels = Array.from(
      { length: 14 },
      (_, n) => `fragment f${n} on Person { a: friend { ...f${n + 1} } b: friend { ...f${n + 1} } }`,
    );
    const text = `{ people { nodes { ...f0 } } } ${levels.join(' ')} fragment f14 on Person { id }`;

    expect(() => costOf(text)).toThrow(expect.objectContaining({ code: 'QUERY_TOO_COSTLY' }));
  });

  it('is refused for fragments of fragments that hold no field', () => {
    const levels = Array.from(
      { length: 30 },
      (_, n) => `fragment f${n} on Person { ...f${n + 1} ...f${n + 1} }`,
    );
    const text = `{ people { nodes { ...f0 } } } ${levels.join(' ')} fragment f30 on Person { id }`;

    expect(() => costOf(text)).toThrow(expect.objectContaining({ code: 'QUERY_TOO_COSTLY' }));
  });

  it.each([501, -1])('is refused for a page of %s', (n) => {
    expect(() => costOf('query ($n: Int) { people(first: $n) { totalCount } }', { n })).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT' }),
    );
  });
});
