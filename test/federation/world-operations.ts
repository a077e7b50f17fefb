/** What is asked of the small world: tables of operations, one for each matter. */
export type Row = readonly [title: string, query: string, variables?: Record<string, unknown>];

const joins: Row[] = [
  ['a local field', '{ person(id: 1) { id name } }'],
  ['fields of two subgraphs', '{ person(id: 1) { name accounts { id kind } } }'],
  ['fields of three subgraphs', '{ person(id: 1) { name accounts { id } payments { id amount } total } }'],
  ['a list joined', '{ people { name mainAccount { id bank { code } } total } }'],
  ['there and back again', '{ person(id: 1) { accounts { holder { name accounts { holder { name } } } } } }'],
  [
    'from payment to person to account',
    '{ payments { status person { name mainAccount { bank { code } } } payTo { kind holder { name } } } }',
  ],
  ['a reference that nobody else is asked for', '{ payment(id: "p1") { person { id } payTo { id } } }'],
  [
    'a person that the registry does not know',
    '{ payment(id: "p3") { amount person { id name gender } payTo { id } } }',
  ],
  ['an unknown person with a required field', '{ payment(id: "p3") { amount person { id strict } } }'],
  ['a null entity', '{ person(id: 7) { name accounts { id } } }'],
  ['a self reference', '{ person(id: 1) { spouse { name spouse { name accounts { id } } } } }'],
  ['no spouse', '{ person(id: 3) { spouse { name } } }'],
  ['roots of all subgraphs', '{ person(id: 1) { name } account(id: "a1") { id } payment(id: "p1") { id } }'],
  ['a type of one subgraph only', '{ account(id: "a1") { bank { code branches } } }'],
  ['arguments on the far side', '{ people { payments(status: SETTLED) { id status } } }'],
];

const names: Row[] = [
  ['the root', '{ __typename }'],
  ['an entity', '{ person(id: 1) { __typename } }'],
  ['an entity on the far side', '{ payment(id: "p1") { person { __typename } __typename } }'],
  ['an alias', '{ person(id: 1) { kind: __typename accounts { kind: __typename } } }'],
  ['a union', '{ channels { __typename } }'],
  ['an interface', '{ named { __typename } }'],
  ['a mutation', 'mutation { __typename set(key: "a", value: 1) { __typename value } }'],
];

const shapes: Row[] = [
  ['aliases of one field', '{ a: person(id: 1) { name } b: person(id: 2) { name } }'],
  [
    'aliases with other arguments',
    '{ person(id: 1) { a: payments(status: SETTLED) { id } b: payments(status: UNKNOWN) { id } } }',
  ],
  ['one field selected twice', '{ person(id: 1) { accounts { id } accounts { kind } } }'],
  [
    'a fragment',
    '{ person(id: 1) { ...P } } fragment P on Person { name accounts { ...A } } fragment A on Account { id holder { name } }',
  ],
  [
    'one fragment in two places',
    '{ person(id: 1) { ...P spouse { ...P } } } fragment P on Person { name total }',
  ],
  ['inline fragments', '{ person(id: 1) { ... { name } ... on Person { total } ... on Named { name } } }'],
  ['a union', '{ channels { ... on Account { id holder { name } } ... on Cash { office } } }'],
  [
    'a union on the far side',
    '{ people { channels { __typename ... on Account { bank { code } } ... on Cash { office } } } }',
  ],
  ['an interface', '{ named { name ... on Person { gender accounts { id } } } }'],
  ['an unmatched fragment', '{ channels { ... on Cash { office } } }'],
  [
    'an object without fields',
    '{ channels { ... on Cash { office } ... on Account @skip(if: true) { id } } }',
  ],
  ['nested lists with nulls', '{ account(id: "a1") { bank { branches } } }'],
  ['promises in lists', '{ person(id: 1) { notes } }'],
  ['a method and a promise as properties', '{ person(id: 1) { home { code area { code area { code } } } } }'],
  [
    'introspection',
    '{ __type(name: "Payment") { name kind fields { name type { kind name ofType { name } } } interfaces { name } } }',
  ],
  [
    'introspection of inputs',
    '{ __type(name: "PersonFilter") { inputFields { name defaultValue type { name } } } }',
  ],
  [
    'introspection beside data',
    '{ __schema { queryType { name } mutationType { name } } person(id: 1) { name } }',
  ],
  ['a response key named __proto__', '{ person(id: 1) { __proto__: name } }'],
];

const inputs: Row[] = [
  ['a variable', 'query ($id: ID!) { person(id: $id) { name } }', { id: '2' }],
  ['a number for an id', 'query ($id: ID!) { person(id: $id) { name } }', { id: 2 }],
  ['a missing variable', 'query ($id: ID!) { person(id: $id) { name } }', {}],
  ['a null variable', 'query ($id: ID!) { person(id: $id) { name } }', { id: null }],
  ['a wrong variable', 'query ($n: Int) { people(first: $n) { id } }', { n: 'two' }],
  ['the default of a variable', 'query ($n: Int = 1) { people(first: $n) { id } }'],
  ['the default of an argument', 'query ($n: Int) { payments(first: $n) { id } }'],
  ['an explicit null', '{ echo(filter: null, list: null) }'],
  ['an enum with inner values', '{ people(filter: { gender: FEMALE }) { name gender } }'],
  [
    'an enum by variable',
    'query ($g: Gender) { people(filter: { gender: $g }) { name gender } }',
    { g: 'MALE' },
  ],
  ['an unknown enum value', 'query ($g: Gender) { people(filter: { gender: $g }) { name } }', { g: 'NONE' }],
  [
    'an input object',
    'query ($f: PersonFilter) { people(filter: $f) { name } }',
    { f: { minimum: '1', gender: 'FEMALE' } },
  ],
  ['an input object that holds itself', '{ echo(filter: { not: { not: { name: "x" } } }) }'],
  ['the same by variable', 'query ($f: PersonFilter) { echo(filter: $f) }', { f: { not: { name: 'x' } } }],
  ['an unknown input field', 'query ($f: PersonFilter) { echo(filter: $f) }', { f: { nope: 1 } }],
  [
    'a variable inside an object',
    'query ($n: String, $d: Dong) { echo(filter: { name: $n, minimum: $d }) }',
    { n: 'a', d: '5' },
  ],
  [
    'absent variables inside an object',
    'query ($n: String, $d: Dong) { echo(filter: { name: $n, minimum: $d }) }',
  ],
  ['variables inside a list', 'query ($a: Int, $b: Int) { echo(list: [$a, 2, $b]) }', { a: 1 }],
  ['one value for a list', '{ echo(list: 3) }'],
  ['one value for a list by variable', 'query ($l: [Int]) { echo(list: $l) }', { l: 3 }],
  ['a list of enums', '{ echo(genders: [MALE, FEMALE]) }'],
  ['a big amount as default', '{ person(id: 2) { allowance } }'],
  ['a big amount as literal', '{ person(id: 2) { allowance(times: "3") } }'],
  ['a big amount by variable', 'query ($t: Dong) { person(id: 2) { allowance(times: $t) } }', { t: '2' }],
  ['a wrong amount by variable', 'query ($t: Dong) { person(id: 2) { allowance(times: $t) } }', { t: '2.5' }],
  ['a default of a custom scalar', 'query ($t: Dong = "4") { person(id: 1) { allowance(times: $t) } }'],
  ['null for a required argument by default', 'query ($n: Int = 1) { people(first: $n) { id } }', { n: 1 }],
];

const conditions: Row[] = [
  ...[true, false].flatMap((on): Row[] => [
    ['a skipped field', 'query ($on: Boolean!) { person(id: 1) { id name @skip(if: $on) } }', { on }],
    [
      'an included field on the far side',
      'query ($on: Boolean!) { person(id: 1) { id total @include(if: $on) } }',
      { on },
    ],
    [
      'a fragment spread twice',
      'query ($on: Boolean!) { person(id: 1) { ...P @include(if: $on) ...P @skip(if: $on) } } fragment P on Person { name }',
      { on },
    ],
    [
      'a fragment skipped in one place',
      'query ($on: Boolean!) { a: person(id: 1) { ...P @include(if: $on) } b: person(id: 2) { ...P } } fragment P on Person { id name }',
      { on },
    ],
    [
      'one field under two conditions',
      'query ($on: Boolean!) { person(id: 1) { accounts @include(if: $on) { id } accounts { kind } } }',
      { on },
    ],
    [
      'skip and include together',
      'query ($on: Boolean!) { person(id: 1) { id name @skip(if: $on) @include(if: true) } }',
      { on },
    ],
    [
      'an inline fragment',
      'query ($on: Boolean!) { channels { __typename ... on Account @skip(if: $on) { holder { name } } } }',
      { on },
    ],
    [
      'a whole root',
      'query ($on: Boolean!) { person(id: 1) @include(if: $on) { id } payment(id: "p1") { id } }',
      { on },
    ],
  ]),
  [
    'a condition with a default',
    'query ($on: Boolean = false) { person(id: 1) { id name @include(if: $on) } }',
  ],
  [
    'constant conditions',
    '{ person(id: 1) { id name @skip(if: true) total @include(if: false) gender @include(if: true) } }',
  ],
];

const failures: Row[] = [
  ['a resolver that throws', '{ person(id: 1) { name broken } }'],
  ['every item of a list', '{ people { name broken } }'],
  ['a required field that rejects', '{ person(id: 1) { name brokenLater } }'],
  ['a required field that rejects for one', '{ people { name mainAccount { id } spouse { brokenLater } } }'],
  ['a required field that is null', '{ person(id: 3) { name strict } }'],
  ['a required item that is null', '{ person(id: 2) { name notes } }'],
  ['null through lists to the root', '{ people { strict } }'],
  ['a required root that is null', '{ strictPerson(id: 7) { name } }'],
  ['a required root that throws', '{ person(id: 1) { name } fails }'],
  ['a far required field that is null', '{ payment(id: "p3") { id person { total } } }'],
  ['an error under an alias', '{ x: person(id: 1) { y: broken } }'],
  ['an error inside a fragment', '{ person(id: 1) { ...F } } fragment F on Person { broken }'],
  ['errors in two subgraphs', '{ a: person(id: 1) { broken } b: person(id: 3) { strict } }'],
];

const mutations: Row[] = [
  ['one change', 'mutation { set(key: "a", value: 1) { value all } }'],
  [
    'changes in order',
    'mutation { a: set(key: "a", value: 1) { all slow } b: set(key: "b", value: 2) { all slow } c: set(key: "c", value: 3) { all slow } }',
  ],
  [
    'a failure between',
    'mutation { a: set(key: "a", value: 1) { all } fail(message: "no") { value } b: set(key: "b", value: 2) { all } }',
  ],
  [
    'a skipped change',
    'mutation ($on: Boolean!) { a: set(key: "a", value: 1) @skip(if: $on) { all } b: set(key: "b", value: 2) { all } }',
    { on: true },
  ],
  ['a wrong argument', 'mutation ($v: Int!) { set(key: "a", value: $v) { all } }', { v: 'x' }],
];

export const worldOperations: Record<string, readonly Row[]> = {
  joins,
  names,
  shapes,
  inputs,
  conditions,
  failures,
  mutations,
};
