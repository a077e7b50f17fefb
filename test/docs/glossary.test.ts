/** The glossary knows every noun of the API and every value that a front end may have to show. */
import { describe, expect, it } from '@jest/globals';
import { buildSchema, isEnumType, isObjectType, type GraphQLNamedType } from 'graphql';
import { readText } from '../architecture/source-file.js';

const schema = buildSchema(readText('schema/promised.graphql'));
const ours = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const words = new Set(
  [...readText('docs/glossary.md').matchAll(/`([A-Za-z_]+)(?:\.[a-zA-Z]+)?`/g)].map(([, word]) => word),
);

describe('docs/glossary.md', () => {
  it('has every type that stands for a thing', () => {
    const nouns = ours.filter((type) => isEnumType(type) || (isObjectType(type) && isThing(type)));

    expect(nouns.map(({ name }) => name).filter((name) => !words.has(name))).toEqual([]);
  });

  it('has every value of every enum', () => {
    const values = ours.filter(isEnumType).flatMap((type) => type.getValues().map(({ name }) => name));

    expect(values.filter((value) => !words.has(value))).toEqual([]);
  });

  it('explains each word once', () => {
    const terms = [...readText('docs/glossary.md').matchAll(/^\| ([a-z][^|`]*?) \|/gm)].map(
      ([, term]) => term,
    );

    expect(terms.filter((term, at) => terms.indexOf(term) !== at)).toEqual([]);
  });
});

/** Pages, roots and the success or failure of a mutation are forms, not things. */
function isThing({ name }: GraphQLNamedType): boolean {
  const isForm = /^(Query|Mutation|Subscription|PageInfo)$|(Connection|Edge|Success)$/.test(name);
  const type = schema.getType(name);
  const isFailure = isObjectType(type) && type.getInterfaces().some((one) => one.name === 'UserError');
  return !isForm && !isFailure;
}
