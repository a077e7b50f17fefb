/** The emitted schema against what clients were promised, and the rules themselves against small schemas that break them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { projectRoot, readText } from '../architecture/source-file.js';
import {
  listBrokenPromises,
  listDisagreements,
  listFieldsThatEmptyPages,
  listUndescribed,
} from './schema-promise.js';

const promise = buildSchema(readText('schema/promised.graphql'));

describe('the public schema', () => {
  const api = () => buildSchema(readText('schema/api.graphql'));

  it('keeps every promise: nothing is missing, nothing is narrowed', () => {
    expect(listBrokenPromises(promise, api())).toEqual([]);
  });

  it('lets a field that fails cost one field: roots and connections may be null', () => {
    expect(listFieldsThatEmptyPages(promise, api())).toEqual([]);
  });

  it('describes every type, field, argument, input field and enum value', () => {
    expect(listUndescribed(api())).toEqual([]);
  });

  it('shows clients nothing of the machinery of federation', () => {
    const machinery = Object.keys(api().getTypeMap()).filter((name) =>
      /^(_[A-Z]|link__|join__|federation__)/.test(name),
    );

    expect(machinery).toEqual([]);
  });

  it('is declared alike wherever several subgraphs declare the same type', () => {
    const folder = 'schema/subgraphs';
    const files = readdirSync(join(projectRoot, folder)).filter((name) => name.endsWith('.graphql'));
    const subgraphs = Object.fromEntries(
      files.map((name) => [name.replace('.graphql', ''), parse(readText(`${folder}/${name}`))]),
    );

    expect(Object.keys(subgraphs)).toEqual([
      'account',
      'payment',
      'population',
      'report',
      'social-protection',
    ]);
    expect(listDisagreements(subgraphs)).toEqual([]);
  });
});

describe('the rules that hold a schema to its promise', () => {
  const promised = `
    type Query { person(id: ID!, first: Int = 20): Person many: [Person!]! act(input: Act): Result! }
    type Person { id: ID! name: String! verdict: Verdict account: String }
    enum Verdict { MATCH MISMATCH }
    enum LeftOutReason { NO_ACCOUNT NO_RAIL }
    scalar Date
    input Act { id: ID! kind: String = "REGULAR" }
    interface UserError { code: String! }
    type Done { id: ID! }
    type NotFound implements UserError { code: String! }
    union Result = Done | NotFound`;

  it.each([
    ['a type that is gone', 'scalar Date', '', 'Date was removed'],
    ['a field that is gone', ' account: String }', ' }', 'Person.account was removed'],
    ['a value that may now be null', 'name: String!', 'name: String', 'Person.name changed type'],
    [
      'a source whose failure now costs the page',
      'account: String',
      'account: String!',
      'Person.account is String!',
    ],
    ['an element that may now be null', '[Person!]!', '[Person]!', 'Query.many changed type'],
    [
      'an argument that is now required',
      'first: Int = 20',
      'first: Int!',
      'Query.person arg first has changed type',
    ],
    [
      'another default of an argument',
      'first: Int = 20',
      'first: Int = 50',
      'arg first has changed defaultValue',
    ],
    ['another default of an input field', '"REGULAR"', '"GIFT"', 'Act.kind has the default "GIFT"'],
    ['an input field that is gone', ' kind: String = "REGULAR"', '', 'Act.kind was removed'],
    ['a new input field that is required', 'input Act {', 'input Act { why: String!', 'A required field why'],
    ['an enum value that is gone', ' MISMATCH', '', 'MISMATCH was removed'],
    ['a word of a closed enum that no client knows', 'MISMATCH', 'MISMATCH DEAD', 'DEAD was added'],
    ['a word that is gone from an open enum', 'NO_RAIL', '', 'NO_RAIL was removed'],
    ['a failure that is gone from a result', 'Done | NotFound', 'Done', 'NotFound was removed from union'],
    ['a result that is no typed failure', 'Done | NotFound', 'Done | NotFound | Person', 'may be Person'],
    ['a failure that is no UserError any more', ' implements UserError', '', 'no longer implements'],
  ])('finds %s', (_what, from, to, complaint) => {
    const changed = promised.replace(from, to);

    expect(listBrokenPromises(buildSchema(promised), buildSchema(changed)).join('\n')).toContain(complaint);
  });

  it.each([
    ['fields', 'type Done {', 'type Done { at: String'],
    ['words of an open enum', 'NO_RAIL', 'NO_RAIL MONEY_IN_DOUBT'],
    ['optional arguments', 'person(id: ID!,', 'person(id: ID!, asOf: String,'],
    [
      'typed failures',
      'Done | NotFound',
      'Done | NotFound | Gone type Gone implements UserError { code: String! }',
    ],
  ])('lets %s be added', (_what, from, to) => {
    expect(listBrokenPromises(buildSchema(promised), buildSchema(promised.replace(from, to)))).toEqual([]);
  });

  it('finds what has no description, down to arguments and values', () => {
    const schema = buildSchema(`
      type Query { "A person." person(id: ID!): Person }
      type Person { "Its id." id: ID! verdict: Verdict }
      "A verdict." enum Verdict { "Fits." MATCH MISMATCH }
      "What to do." input Act { id: ID! }`);

    expect(listUndescribed(schema)).toEqual([
      'Query.person(id:) has no description',
      'Person has no description',
      'Person.verdict has no description',
      'Verdict.MISMATCH has no description',
      'Act.id has no description',
    ]);
  });

  it('finds an input field, an enum value or a description that only one subgraph has', () => {
    const one = parse(
      'input Act { id: ID! } enum Verdict { MATCH } "A page." type Page @shareable { last: Int }',
    );
    const same = parse('enum Verdict { MATCH @tag(name: "x") } "A page." type Page @shareable { last: Int }');
    const other = parse(
      'input Act { id: ID! why: String } enum Verdict { MATCH DEAD } type Page @shareable { last: Int }',
    );

    expect(listDisagreements({ one, same, other })).toEqual([
      'Act is declared differently in other and one',
      'Verdict is declared differently in other and one',
      'Page is declared differently in other and one',
    ]);
  });
});
