import { describe, expect, it } from '@jest/globals';
import {
  Kind,
  parse,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';
import { asksOnlyFor } from '../../src/graphql/index.js';

describe('whether a selection asks only for some fields', () => {
  it.each([
    ['{ person { name } }', true],
    ['{ person { __typename other: name born { year } } }', true],
    ['{ person { name number } }', false],
    ['{ person { name: number } }', false],
    ['{ person { ... on Node { name } ... { born } } }', true],
    ['{ person { ... on Node { number } } }', false],
    ['{ person { ...A ...A } } fragment A on Person { name ...B } fragment B on Person { born }', true],
    ['{ person { ...A } } fragment A on Person { name ...B } fragment B on Person { number }', false],
    ['{ person { name } person { number } }', false],
    ['query ($no: Boolean!) { person { name number @include(if: $no) } }', false],
    ['{ person { ...Missing } }', false],
  ])('%s', (source, isOnly) => {
    const { definitions } = parse(source);
    const [operation] = definitions;
    const fieldNodes = (operation as OperationDefinitionNode).selectionSet.selections as readonly FieldNode[];
    const fragments = Object.fromEntries(
      definitions
        .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
        .map((one) => [one.name.value, one]),
    );

    expect(asksOnlyFor({ fieldNodes, fragments }, new Set(['name', 'born']))).toBe(isOnly);
  });
});
