/** Offices and their areas: shared roots and values, keys through a third subgraph, hidden elements, changes in series. */
import type { MergedWorld } from '../answers.js';
import type { Resolvers } from '../subgraph-builder.js';
import { merged, subgraph } from '../subgraph-builder.js';

interface Ref {
  readonly id: string;
}
const later = <T>(value: T): Promise<T> => Promise.resolve(value);
const all = ['o1', 'o2', 'o3'].map((id) => ({ id }));
const codeOf = (id: string) => (id === 'o2' ? null : id.replace('o', 'c'));
const chiefOf = (code: string | null) => (code === null || code === 'c3' ? null : `Chief ${code}`);
const places: Record<string, { street: string; ward: string }> = { o1: { street: 'Lê Lợi', ward: 'w1' } };
const told = (_: unknown, { text }: { text: string }) => later({ id: 'o1', text });
const refuse = () => Promise.reject(new Error('not allowed'));

const centre = { name: () => 'Centre', open: () => later(true), floors: () => [1, 2] };
const base: Resolvers = {
  Query: { offices: () => all, office: (_: unknown, { id }: Ref) => all.find((o) => o.id === id) },
  Mutation: { tell: told, forbid: refuse },
};
const place = ({ id }: Ref) => places[id] ?? null;
const level = (_: unknown, { level: given }: { level: string }) => `level ${given}`;

export const offices: MergedWorld = {
  title: 'offices',
  subgraphs: [
    subgraph(
      'base',
      `type Query { offices: [Office!]! office(id: ID!): Office centre: Centre @shareable level(level: Level): String @shareable }
       type Mutation { tell(text: String!): Office forbid: Office }
       type Office @key(fields: "id") { id: ID! secret: String @inaccessible place: Place @shareable }
       type Place @shareable { street: String } type Centre @shareable { name: String open: Boolean }
       enum Level { LOW HIGH }`,
      { ...base, Query: { ...base['Query'], centre: () => centre, level }, Office: { place } },
    ),
    subgraph(
      'codes',
      `type Query { centre: Centre @shareable level(level: Level): String @shareable }
       type Office @key(fields: "id") @key(fields: "code") { id: ID! code: String @inaccessible place: Place @shareable }
       type Place @shareable { street: String ward: String } type Centre @shareable { name: String floors: [Int!]! }
       enum Level { LOW HIGH }`,
      {
        Query: { centre: () => later(centre), level },
        Office: {
          __resolveReference: ({ id }: Ref) => later({ id }),
          code: ({ id }: Ref) => codeOf(id),
          place,
        },
      },
    ),
    subgraph(
      'chiefs',
      'type Office @key(fields: "code") { code: String @inaccessible chief: String staff: [String!]! }',
      {
        Office: {
          chief: ({ code }: { code: string }) => later(chiefOf(code)),
          staff: ({ code }: { code: string }) => [code, 'x'],
        },
      },
    ),
  ],
  merged: merged(
    `type Query { offices: [Office!]! office(id: ID!): Office centre: Centre level(level: Level): String }
     type Mutation { tell(text: String!): Office forbid: Office }
     type Office { id: ID! place: Place chief: String staff: [String!]! }
     type Place { street: String ward: String } type Centre { name: String open: Boolean floors: [Int!]! } enum Level { LOW HIGH }`,
    {
      ...base,
      Query: { ...base['Query'], centre: () => centre, level },
      Office: {
        place,
        chief: ({ id }: Ref) => chiefOf(codeOf(id)),
        staff: ({ id }: Ref) => (codeOf(id) === null ? null : [codeOf(id), 'x']),
      },
    },
  ),
  rows: [
    ['a hidden key through a third subgraph', '{ offices { id chief } }'],
    ['where it is null', '{ office(id: "o2") { chief } }'],
    ['where it is null and its field required', '{ office(id: "o2") { id staff } }'],
    ['a required list', '{ office(id: "o1") { staff } }'],
    ['null through a list', '{ offices { staff } }'],
    ['a shared root in parts', '{ centre { name open floors } }'],
    ['one part of it', '{ centre { open } }'],
    ['the other part', '{ centre { floors } }'],
    ['a shared value in parts', '{ offices { place { street ward } } }'],
    ['a shared value beside a join', '{ office(id: "o1") { chief place { ward } } }'],
    ['a shared root with an argument', 'query ($l: Level) { level(level: $l) }', { l: 'HIGH' }],
    ['a change that is joined', 'mutation { tell(text: "x") { id chief place { street ward } } }'],
    [
      'changes in series, one of them refused',
      'mutation { a: tell(text: "x") { chief } forbid { id } b: tell(text: "y") { id } }',
    ],
    ['nobody', '{ office(id: "none") { chief staff } }'],
  ],
};
