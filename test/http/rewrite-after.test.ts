import { describe, expect, it } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { rewriteAfter } from '../../src/http/rewrite-after.js';

const schema = buildSchema(/* GraphQL */ `
  type Query {
    hello: String
  }
  type Subscription {
    changes(to: String, after: String): Change!
    progress(id: ID!): Change!
  }
  type Change {
    to(note: String): String
  }
`);

function rewrite(text: string) {
  const document = parse(text);
  return rewriteAfter(schema, document, getOperationAST(document)!);
}

const PLAIN = 'subscription { changes { to } }';

describe('a subscriber’s own cursor', () => {
  it.each([
    ['is not there', PLAIN, {}, undefined],
    ['is null', 'subscription { changes(after: null) { to } }', {}, undefined],
    ['is a literal', 'subscription { changes(after: "c1") { to } }', {}, 'c1'],
    ['is a variable', 'subscription ($c: String) { changes(after: $c) { to } }', { c: 'c1' }, 'c1'],
    [
      'is a variable without a value',
      'subscription ($c: String) { changes(after: $c) { to } }',
      {},
      undefined,
    ],
    [
      'is a variable that must have one',
      'subscription ($c: String!) { changes(after: $c) { to } }',
      { c: 'c1' },
      'c1',
    ],
    ['is a default', 'subscription ($c: String = "c1") { changes(after: $c) { to } }', {}, 'c1'],
    [
      'is not the default',
      'subscription ($c: String = "c1") { changes(after: $c) { to } }',
      { c: 'c2' },
      'c2',
    ],
    [
      'is null, not the default',
      'subscription ($c: String = "c1") { changes(after: $c) { to } }',
      { c: null },
      undefined,
    ],
  ])('%s: it is found, and the document is like all others', (_how, text, variables, cursor) => {
    const rewritten = rewrite(text)!;

    expect(rewritten.cursorIn(variables)).toBe(cursor);
    expect(rewritten.otherVariables(variables)).toEqual({});
    expect(rewritten.text).toBe(rewrite(PLAIN)?.text);
  });

  it('in a fragment is found there', () => {
    const text =
      'subscription ($c: String) { ...F } fragment F on Subscription { changes(after: $c) { to } }';

    const rewritten = rewrite(text)!;

    expect(rewritten.cursorIn({ c: 'c1' })).toBe('c1');
    expect(rewritten.text).toContain('changes(after: $hubAfter)');
    expect(rewritten.text).not.toContain('$c');
  });

  it('stays among the variables where the document uses it again', () => {
    const rewritten = rewrite('subscription ($c: String) { changes(after: $c) { to(note: $c) } }')!;

    expect(rewritten.otherVariables({ c: 'c1' })).toEqual({ c: 'c1' });
    expect(rewritten.text).toContain('$c: String, $hubAfter: String');
  });

  it.each([
    ['is no text', 'subscription ($c: String) { changes(after: $c) { to } }', { c: 7 }],
    ['is missing', 'subscription ($c: String!) { changes(after: $c) { to } }', {}],
  ])('that %s is the caller’s fault', (_how, text, variables) => {
    expect(() => rewrite(text)?.cursorIn(variables)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT' }),
    );
  });

  it.each([
    ['a field that knows none', 'subscription { progress(id: 1) { to } }'],
    ['a field that is selected twice', 'subscription { changes { to } changes { to } }'],
  ])('of %s: there is nothing to rewrite', (_what, text) => {
    expect(rewrite(text)).toBeUndefined();
  });
});
