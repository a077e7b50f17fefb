import { describe, expect, it } from '@jest/globals';
import { publicRows } from '../../src/access/index.js';
import { connectionOf, formatPageCursor, PAGE_KEYS, parsePage } from '../../src/graphql/index.js';

describe('the count of a connection', () => {
  it.each([
    ['a first page that holds all', ['a', 'b'], 2, undefined, 2, 0],
    ['a first page that others follow', ['a', 'b', 'c'], 2, undefined, 99, 1],
    ['a later page', ['c'], 2, 'b', 99, 1],
    ['a page of none', ['a'], 0, undefined, 99, 1],
    ['an empty list', [], 0, undefined, 0, 0],
  ])(
    'of %s asks the database only where the page does not tell',
    async (_, rows, first, after, count, asked) => {
      let questions = 0;
      const page = parsePage(first, after === undefined ? null : formatPageCursor(after), /^b$/);
      const connection = connectionOf(publicRows(rows), page, {
        keyOf: (row) => row,
        nodeOf: (row) => row,
        count: () => Promise.resolve((questions += 1) * 99),
      });

      expect(await connection.count()).toBe(count);
      expect(questions).toBe(asked);
    },
  );
});

describe('a cursor of a connection', () => {
  it.each([
    ['an id', '019a9b2c-5d10-7f00-a1b2-000000000001', undefined],
    ['a number', '42', PAGE_KEYS.NUMBER],
  ])('leads behind %s', (_what, key, form) => {
    expect(parsePage(1, formatPageCursor(key), form)).toEqual({ first: 1, after: key });
  });

  it.each([
    ['a text', 'x', undefined],
    ['an id with another digit', '019a9b2c-5d10-7f00-a1b2-00000000000z', undefined],
    ['a NUL', 'a\0b', undefined],
    ['a number that no key can be', '9'.repeat(19), PAGE_KEYS.NUMBER],
    ['an id, of a list of numbers', '019a9b2c-5d10-7f00-a1b2-000000000001', PAGE_KEYS.NUMBER],
  ])('is none that holds %s', (_what, key, form) => {
    expect(() => parsePage(1, formatPageCursor(key), form)).toThrow('`after` is no cursor of this list');
  });
});
