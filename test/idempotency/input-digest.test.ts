import { describe, expect, it } from '@jest/globals';
import { digestOf } from '../../src/idempotency/input-digest.js';

const digest = (input: object): string => digestOf({ key: 'k' }, input).toString('hex');

describe('two inputs are the same', () => {
  it.each([
    ['in another order of fields', { a: 1, b: 'x' }, { b: 'x', a: 1 }],
    ['with null instead of nothing', { a: 1, b: null }, { a: 1 }],
    ['with undefined instead of nothing', { a: 1, b: undefined }, { a: 1 }],
    ['where only objects inside are written otherwise', { a: { x: 1, y: [1n] } }, { a: { y: [1n], x: 1 } }],
  ])('%s', (_what, one, other) => {
    expect(digest(one)).toBe(digest(other));
  });
});

describe('two inputs are different', () => {
  it.each([
    ['by a value', { a: 1 }, { a: 2 }],
    ['by a type', { a: '1' }, { a: 1 }],
    ['by an amount', { a: 1n }, { a: 2n }],
    ['by the order of a list', { a: ['x', 'y'] }, { a: ['y', 'x'] }],
    ['by false instead of nothing', { a: false }, {}],
    ['by where a text is cut', { a: 'xy', b: 'z' }, { a: 'x', b: 'yz' }],
    ['by a moment', { a: new Date(0) }, { a: new Date(1) }],
  ])('%s', (_what, one, other) => {
    expect(digest(one)).not.toBe(digest(other));
  });

  it('also when they are equal, under two keys: nobody sees that somebody asked the same', () => {
    expect(digestOf({ key: 'k' }, { a: 1 })).not.toEqual(digestOf({ key: 'l' }, { a: 1 }));
  });
});
