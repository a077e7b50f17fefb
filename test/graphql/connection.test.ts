import { describe, expect, it } from '@jest/globals';
import { connectionOf, parsePage, formatPageCursor } from '../../src/graphql/index.js';

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
      const page = parsePage(first, after === undefined ? null : formatPageCursor(after));
      const connection = connectionOf(rows, page, {
        keyOf: (row) => row,
        nodeOf: (row) => row,
        count: () => Promise.resolve((questions += 1) * 99),
      });

      expect(await connection.count()).toBe(count);
      expect(questions).toBe(asked);
    },
  );
});
