/** A hub whose one subscription follows the real log, by the real executor, to whoever connects. */
import { randomUUID } from 'node:crypto';
import { buildSchema, GraphQLError, type GraphQLSchema } from 'graphql';
import {
  appendEvents,
  createSharedStreams,
  type EventFilter,
  type Events,
  type HubEvent,
  openEvents,
  type SharedStreamsOptions,
} from '../../src/event/index.js';
import { executeSupergraph } from '../../src/federation/index.js';
import {
  executableOf,
  type HttpServerDeps,
  type OperationContext,
  type SharedEvent,
} from '../../src/http/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { startToyHub, type ToyHub } from './toy-hub.js';

const SDL = /* GraphQL */ `
  type Query {
    hello: String
  }
  type Subscription {
    changes(to: String, after: String): Change!
  }
  type Change {
    to: String
    cursor: String!
    seenBy: String
    fault: String
    owner(note: String): String!
    filler: String!
  }
`;

/** As much as a few events weigh: some hundreds of it fill whatever the kernel keeps for a socket. */
const FILLER = 'x'.repeat(32_768);

export interface LogHubOptions extends Pick<HttpServerDeps, 'metrics' | 'socketPulse'> {
  readonly streams?: Pick<SharedStreamsOptions, 'bufferMax' | 'lagGraceMs'>;
}

export class LogHub {
  readonly #database: TestDatabase;
  readonly events: Events;
  #toy: ToyHub | undefined;
  /** Of the field, for whoever subscribes. */
  executions = 0;
  /** Whoever owns `owner` does not answer. */
  isOwnerAway = false;

  private constructor(database: TestDatabase, events: Events) {
    this.#database = database;
    this.events = events;
  }

  static async start({ streams: limits, ...overrides }: LogHubOptions = {}): Promise<LogHub> {
    const database = await createTestDatabase();
    const events = await openEvents({ pool: database.pool });
    const hub = new LogHub(database, events);
    const subgraph = { name: 'log', typeDefs: SDL, schema: hub.#schema() };
    const streams = createSharedStreams<SharedEvent>({
      end: () => events.end(),
      laggedError: (place) => events.laggedError(place),
      ...limits,
    });
    hub.#toy = await startToyHub({
      executable: executableOf(await executeSupergraph({ subgraphs: [subgraph] })),
      sharing: {
        join: (options) => streams.join(options),
        placeOf: (cursor) => events.placeOf(cursor),
        cursorAt: (place) => events.cursorAt(place),
      },
      ...overrides,
    });
    return hub;
  }

  get socketUrl(): string {
    return `${this.#served.url.replace('http', 'ws')}/graphql`;
  }

  tokenOf(client: string): Promise<string> {
    return this.#served.tokenOf(client);
  }

  async record(...states: string[]): Promise<void> {
    await appendEvents(
      this.#database.pool,
      states.map((statusTo) => ({
        kind: 'payment',
        subjectId: randomUUID(),
        occurredAt: new Date(),
        statusTo,
      })),
    );
    this.events.wake();
    await this.events.flush();
  }

  async close(): Promise<void> {
    await this.#served.close();
    await this.events.stop();
    await this.#database.drop();
  }

  get #served(): ToyHub {
    if (this.#toy === undefined) throw new Error('The hub has not started.');
    return this.#toy;
  }

  #schema(): GraphQLSchema {
    const schema = buildSchema(SDL);
    const changes = schema.getSubscriptionType()?.getFields().changes;
    if (changes === undefined) throw new Error('The toy schema has no subscription.');
    changes.subscribe = (_root, args: { to?: string; after?: string }, context: OperationContext) =>
      this.#follow(args, context);
    changes.resolve = (event: HubEvent, _args, context: OperationContext) => this.#show(event, context);
    return schema;
  }

  async #follow({ to, after }: { to?: string; after?: string }, { replayUpTo }: OperationContext) {
    const filter: EventFilter = to === undefined ? {} : { statusTo: [to] };
    if (replayUpTo !== undefined) {
      const from = await this.events.positionOf(after ?? '');
      return this.events.replay({ filter, from, upTo: replayUpTo }).one();
    }
    return (await this.events.subscribe({ filter, ...(after ? { after } : {}) })).one();
  }

  #show(event: HubEvent, { caller }: OperationContext) {
    this.executions += 1;
    return {
      to: event.statusTo,
      cursor: this.events.cursorAt(event),
      seenBy: String(caller.showsPersonalData),
      fault: () => {
        throw new Error('no');
      },
      owner: () => {
        if (this.isOwnerAway) throw new GraphQLError('away', { extensions: { code: 'SOURCE_UNAVAILABLE' } });
        return 'there';
      },
      filler: FILLER,
    };
  }
}
