/** A hub with a toy schema behind the real HTTP layer, the real demo sign-in and real sockets. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildSchema,
  execute,
  GraphQLError,
  subscribe,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { createAccessLog, createTokenVerifier, type AccessEntry } from '../../src/access/index.js';
import { createDemoIssuer, demoClients } from '../../src/demo/issuer/index.js';
import {
  createHttpServer,
  createLogger,
  type Executable,
  type HttpServer,
  type HttpServerDeps,
  type OperationContext,
} from '../../src/http/index.js';
import { HubError, parsePersonalId } from '../../src/values/index.js';

const SDL = /* GraphQL */ `
  scalar PersonalId
  enum Gender {
    MALE
    FEMALE
  }
  interface Node {
    id: ID!
  }
  input Person {
    personalId: PersonalId!
    gender: Gender
    age: Int
  }
  type Thing implements Node {
    id: ID!
    name: String!
    things(first: Int = 20): ThingConnection!
    parent: Thing
  }
  type ThingConnection {
    nodes: [Thing!]!
    totalCount: Int!
  }
  type Query {
    hello: String!
    whoAmI: String!
    slow: String!
    boom: String
    away: String
    refused: String
    echo(personalId: PersonalId, gender: Gender, age: Int): String
    register(person: Person!): String
    thing: Thing
    things(first: Int = 20): ThingConnection!
    thingsById(ids: [ID!]!): [Thing]!
  }
  type Mutation {
    touch: String!
  }
  type Subscription {
    ticks(count: Int!): Int!
    lagging: Int!
    forever: Int!
    refusedTicks: Int!
    flood: String!
  }
`;

export interface ToyHub {
  readonly url: string;
  readonly server: HttpServer;
  readonly accessEntries: AccessEntry[];
  readonly logLines: string[];
  /** Lets the operations that wait in `slow` finish. */
  releaseSlow(): void;
  /** Resolves once this many operations wait in `slow`. */
  slowArrived(count: number): Promise<void>;
  /** How many `forever` subscriptions are open. */
  openSubscriptions(): number;
  /** How many events wait in the buffer of the `flood` subscription. */
  floodWaiting(): number;
  tokenOf(client: string): Promise<string>;
  flushAccessLog(): Promise<void>;
  close(): Promise<void>;
}

export async function startToyHub(
  overrides: Partial<HttpServerDeps> = {},
  { tokenLifetimeSeconds }: { tokenLifetimeSeconds?: number } = {},
): Promise<ToyHub> {
  const accessEntries: AccessEntry[] = [];
  const logLines: string[] = [];
  const dataDir = await mkdtemp(join(tmpdir(), 'toy-hub-'));
  const issuer = await createDemoIssuer({
    dataDir,
    clients: demoClients({
      provinceCode: '79',
      communeCode: '26734',
      adapters: [{ name: 'bidv', institution: 'BIDV' }],
    }),
    tokenLifetimeSeconds,
  });
  const accessLog = createAccessLog({
    write: (entries) => {
      accessEntries.push(...entries);
      return Promise.resolve();
    },
  });
  const toy = toyExecutable();
  const server = await createHttpServer({
    executable: toy.executable,
    verifier: createTokenVerifier({
      issuer: (name) => issuer.isOwnName(name),
      jwks: issuer.jwks,
      clockToleranceSeconds: 0,
    }),
    logger: createLogger({
      level: 'debug',
      destination: { write: (line: string) => void logLines.push(line) },
    }),
    accessLog,
    mounts: { '/oidc': issuer.handle },
    ...overrides,
  });
  const { port } = await server.listen({ port: 0 });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    server,
    accessEntries,
    logLines,
    releaseSlow: toy.releaseSlow,
    slowArrived: toy.slowArrived,
    openSubscriptions: toy.openSubscriptions,
    floodWaiting: toy.floodWaiting,
    tokenOf: (client) => tokenOf(url, client),
    flushAccessLog: () => accessLog.flush(),
    async close() {
      toy.releaseSlow();
      await server.close({ timeoutMs: 2_000 });
      await accessLog.stop();
    },
  };
}

export async function tokenOf(url: string, client: string): Promise<string> {
  const response = await fetch(`${url}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client}:demo`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

function toyExecutable() {
  const schema = toySchema();
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let waiting = 0;
  let open = 0;
  const arrivals: { count: number; resolve: () => void }[] = [];
  const floodBuffer: string[] = [];
  const thing = { id: 'ben_1', name: 'Thing', things: () => connection, parent: () => thing };
  const connection = { nodes: [thing], totalCount: 1 };
  const rootValue = {
    hello: 'xin chào',
    whoAmI: (_args: unknown, { caller }: OperationContext) =>
      `${caller.subject} ${String(caller.showsPersonalData)}`,
    async slow() {
      waiting += 1;
      arrivals.filter(({ count }) => count <= waiting).forEach(({ resolve }) => resolve());
      await released;
      return 'done';
    },
    boom() {
      throw new Error('duplicate key: 079200000012 of NGUYEN VAN AN');
    },
    away() {
      throw new HubError('SOURCE_UNAVAILABLE', 'The register does not answer.', { retryable: true });
    },
    refused() {
      throw new HubError('FORBIDDEN', 'This needs the role approver.');
    },
    echo: () => 'heard',
    register: () => 'registered',
    thing,
    things: connection,
    thingsById: ({ ids }: { ids: string[] }) => ids.map(() => thing),
    touch: 'touched',
    ticks: ({ count }: { count: number }) => ticks(count),
    lagging: () => lagging(),
    flood: () => flood(floodBuffer),
    forever: () => forever((change) => (open += change)),
    refusedTicks() {
      throw new HubError('CURSOR_EXPIRED', 'The cursor is of another log.', { extensions: { cursor: 'c0' } });
    },
  };
  const executable: Executable = {
    schema: toySchema(),
    execute: (args) => execute({ ...args, schema, rootValue }),
    subscribe: async (args) =>
      (await subscribe({ ...args, schema, rootValue })) as AsyncIterable<ExecutionResult> | ExecutionResult,
  };
  return {
    executable,
    releaseSlow: () => release(),
    openSubscriptions: () => open,
    floodWaiting: () => floodBuffer.length,
    slowArrived: (count: number) =>
      waiting >= count
        ? Promise.resolve()
        : new Promise<void>((resolve) => arrivals.push({ count, resolve })),
  };
}

function toySchema(): GraphQLSchema {
  const schema = buildSchema(SDL);
  const personalId = schema.getType('PersonalId') as unknown as {
    parseValue: (value: unknown) => unknown;
    parseLiteral: (node: { kind: string; value?: string }) => unknown;
  };
  personalId.parseValue = (value) => parsePersonalId(String(value));
  personalId.parseLiteral = (node) => {
    if (node.value === undefined) throw new GraphQLError('PersonalId must be a string');
    return parsePersonalId(node.value);
  };
  const node = schema.getType('Node') as unknown as { resolveType: () => string };
  node.resolveType = () => 'Thing';
  return schema;
}

async function* ticks(count: number) {
  for (let tick = 1; tick <= count; tick += 1) yield await Promise.resolve({ ticks: tick });
}

async function* lagging() {
  yield await Promise.resolve({ lagging: 1 });
  throw new HubError('LAGGED', 'This subscriber is too slow.', { extensions: { cursor: 'c1' } });
}

/** Waits for ever; an iterator of its own, because a generator that waits cannot be told to stop. */
function forever(onOpen: (change: number) => void): AsyncGenerator<{ forever: number }> {
  onOpen(1);
  let stop: (result: IteratorResult<{ forever: number }>) => void = () => undefined;
  const stopped = new Promise<IteratorResult<{ forever: number }>>((resolve) => {
    stop = resolve;
  });
  let isFirst = true;
  const iterator = {
    next() {
      if (!isFirst) return stopped;
      isFirst = false;
      return Promise.resolve({ done: false as const, value: { forever: 1 } });
    },
    return() {
      onOpen(-1);
      stop({ done: true, value: undefined });
      return stopped;
    },
    throw: (error: unknown) => Promise.reject(error),
    [Symbol.asyncIterator]() {
      return iterator;
    },
  };
  return iterator as unknown as AsyncGenerator<{ forever: number }>;
}

/** Events that a subscriber's buffer holds. */
export const FLOOD_BUFFER_MAX = 100;

/** Makes events faster than anybody can take them, and gives up on a reader whose buffer is full. */
async function* flood(buffer: string[]): AsyncGenerator<{ flood: string }> {
  const filler = 'x'.repeat(32_768);
  let made = 0;
  let taken = 0;
  const making = setInterval(() => buffer.push(`${(made += 1)} ${filler}`), 0);
  try {
    for (;;) {
      if (buffer.length > FLOOD_BUFFER_MAX) {
        throw new HubError('LAGGED', 'This subscriber is too slow.', { extensions: { cursor: `${taken}` } });
      }
      const event = buffer.shift();
      if (event === undefined) await new Promise((resolve) => setImmediate(resolve));
      else {
        taken += 1;
        yield { flood: event };
      }
    }
  } finally {
    clearInterval(making);
  }
}
