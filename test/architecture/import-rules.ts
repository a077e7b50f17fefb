/** Who may import whom: the table of the house style, as data. The test beside it enforces every line. */

export interface ImportRule {
  /** The files that the rule is for; the first rule that fits a file counts. */
  readonly of: RegExp;
  /** What of ours they may import beside their own folder. */
  readonly may: readonly RegExp[];
  /** Packages that they may never import. */
  readonly mayNotUse?: readonly RegExp[];
  /** Ends the sentence "… may not import …: ". */
  readonly because: string;
}

const domain = '(?:social-protection|population|account|payment|report)';
const values = /^src\/values\//;
const access = /^src\/access\//;
const database = /^src\/database\//;
const event = /^src\/event\//;
const work = /^src\/work\//;
const idempotency = /^src\/idempotency\//;
const graphql = /^src\/graphql\//;
const kit = /^adapters\/kit\//;
const protocols = /^adapters\/protocols\//;
const sqlPackages = [/^pg(-|$)/, /^@prisma\//];
const graphqlPackages = [/^graphql(-|$|\/)/, /^type-graphql$/, /^@apollo\//];

export const importRules: readonly ImportRule[] = [
  { of: /^src\/app\//, may: [/^(src|adapters)\//], because: '' },
  {
    of: /^src\/cli\/main\.ts$/,
    may: [/^src\/app\//, values],
    because: 'the entry hands over to src/app at once',
  },
  { of: /^src\/(cli|demo)\//, may: [values], because: 'commands and the demo use what src/app hands them' },
  {
    of: /^src\/values\//,
    may: [],
    because: 'values are pure: Node and small value libraries only',
    mayNotUse: [...sqlPackages, /^type-graphql$/],
  },
  // The context of a request names its caller, and a page takes rows of a scope.
  { of: /^src\/graphql\/con(text|nection)\.ts$/, may: [values, access], because: 'it knows no domain' },
  { of: /^src\/graphql\//, may: [values], because: 'it knows no domain', mayNotUse: sqlPackages },
  {
    of: /^src\/(event|work|access)\//,
    may: [values, database],
    because: 'it serves every domain and knows none',
  },
  {
    of: /^src\/idempotency\//,
    may: [values, access, work, database],
    because: 'it serves every domain and knows none',
  },
  { of: /^src\/(database|federation)\//, may: [values], because: 'it serves every domain and knows none' },
  {
    of: /^src\/http\//,
    may: [values, access, /^src\/federation\//],
    because: 'it serves every domain and knows none',
  },
  {
    of: new RegExp(`^src/${domain}/graphql/`),
    // A subscription hands on the streams of event and work, which belong to no domain and have no GraphQL of their own.
    may: [values, access, graphql, event, work],
    because: 'GraphQL maps its own domain; another domain is a federation reference, and SQL is the store’s',
    mayNotUse: sqlPackages,
  },
  {
    of: new RegExp(`^src/${domain}/(?:.*/)?[^/]*-store\\.ts$`),
    may: [values, access, event, work, database],
    because: 'domains meet by ids, events and published views',
    mayNotUse: graphqlPackages,
  },
  {
    of: new RegExp(`^src/${domain}/`),
    may: [values, access, event, work, idempotency],
    because: 'only a *-store.ts speaks to the database, and domains meet by ids, events and published views',
    mayNotUse: [...sqlPackages, ...graphqlPackages],
  },
  {
    of: /^adapters\/kit\//,
    may: [],
    because: 'the kit serves every adapter and knows none',
    mayNotUse: sqlPackages,
  },
  {
    of: /^adapters\/protocols\//,
    may: [kit, protocols],
    because: 'a protocol serves several adapters and knows none',
    mayNotUse: sqlPackages,
  },
  {
    of: /^adapters\//,
    may: [kit, protocols],
    because: 'an adapter knows its own system, the kit and the protocols; the hub only through its API',
    mayNotUse: sqlPackages,
  },
];

/** A simulator shares no message code with its adapter: a protocol misread once must not pass twice. */
export const simulatorFile = /^adapters\/.*(?:\/simulator\/|\/simulator[^/]*\.ts$)/;
export const adapterMessageFile = /^adapters\/.*\/(?:wire|client|translate)\.ts$/;

/** The only files that read the environment. */
export const environmentReaders: readonly RegExp[] = [/^src\/app\/config\.ts$/];
