/** What every public view of the log has in common: pages by query and a stream by subscription, over one filter and with the
 *  same cursors. What an event looks like there is the view's own. */
import type { HubEvent } from './event.js';
import type { EventFilter } from './event-filter.js';
import type { Events } from './events.js';

export interface EventConnection<Node> {
  readonly edges: { readonly node: Node; readonly cursor: string }[];
  readonly nodes: Node[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string;
  };
}

export class EventReader {
  constructor(private readonly events: Events) {}

  /** @param filter undefined: nothing can match, now or later
   *  @param nodeOf an event with its cursor, as the view shows it
   *  @throws HubError BAD_USER_INPUT, CURSOR_EXPIRED */
  async page<Node>(
    filter: EventFilter | undefined,
    { first, after }: { readonly first: number; readonly after?: string | null },
    nodeOf: (event: HubEvent, cursor: string) => Node,
  ): Promise<EventConnection<Node>> {
    const page = filter
      ? await this.events.listEvents({ filter, first, ...(after ? { after } : {}) })
      : { events: [], endCursor: this.events.cursorAt(await this.events.end()), hasNextPage: false };
    const edges = page.events.map((event) => {
      const cursor = this.events.cursorAt(event);
      return { node: nodeOf(event, cursor), cursor };
    });
    const { hasNextPage, endCursor } = page;
    const startCursor = edges[0]?.cursor ?? null;
    return {
      edges,
      nodes: edges.map((edge) => edge.node),
      pageInfo: { hasNextPage, hasPreviousPage: Boolean(after), startCursor, endCursor },
    };
  }

  /** Everything behind the cursor, then what comes; only up to a position where one is given, which is how a client that comes
   *  back catches up with an execution that others share.
   *  @throws HubError BAD_USER_INPUT, CURSOR_EXPIRED */
  async open(
    filter: EventFilter | undefined,
    { after, upTo }: { readonly after?: string | null; readonly upTo?: bigint },
  ): Promise<AsyncIterable<HubEvent>> {
    const wanted = filter ?? NOTHING;
    if (after && upTo !== undefined) {
      return this.events.replay({ filter: wanted, from: await this.events.positionOf(after), upTo }).one();
    }
    return (await this.events.subscribe({ filter: wanted, ...(after ? { after } : {}) })).one();
  }
}

/** A subscription that can never match stays open and silent, as one does that merely has not matched yet. */
const NOTHING: EventFilter = { areaIds: new Set() };
