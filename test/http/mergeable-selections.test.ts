import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { assertMergeable } from '../../src/http/mergeable-selections.js';

const many = (count: number, text: string | ((at: number) => string)): string =>
  Array.from({ length: count }, (_, at) => (typeof text === 'string' ? text : text(at))).join(' ');

const check = (text: string) => () => assertMergeable(parse(text));

describe('the fields of a document', () => {
  it.each([
    ['that differ', `{ ${many(3_000, (at) => `f${at}: name`)} }`],
    [
      'that twenty fragments ask for',
      `{ ${many(20, (at) => `...f${at}`)} } ${many(20, (at) => `fragment f${at} on T { id name owner { id name } }`)}`,
    ],
    ['that stand on many levels', `{ ${many(10, 'a {')} id ${many(10, '}')} }`],
    ['of a fragment in a circle, which another rule refuses', '{ ...f } fragment f on T { id ...f }'],
  ])('%s are compared', (_name, text) => {
    expect(check(text)).not.toThrow();
  });

  it.each([
    ['that are equal', `{ ${many(1_400, '__typename')} }`],
    ['that are equal further down', `{ ${many(200, 'a { id id id id id id id }')} }`],
    ['that stand in inline fragments', `{ ${many(300, '... { id }')} }`],
    [
      'that stand in as many fragments',
      `{ ${many(300, (at) => `...f${at}`)} } ${many(300, (at) => `fragment f${at} on T { id }`)}`,
    ],
    [
      'of fragments that unfold without end',
      `{ ...f0 } ${many(20, (at) => `fragment f${at} on T { a { ...f${at + 1} } b { ...f${at + 1} } }`)} fragment f20 on T { id }`,
    ],
    ['of a fragment that contains itself', '{ ...f } fragment f on T { a { ...f } b { ...f } }'],
  ])('%s, too many to compare, are refused', (_name, text) => {
    expect(check(text)).toThrow(expect.objectContaining({ code: 'QUERY_TOO_COSTLY' }));
  });
});
