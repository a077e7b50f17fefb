/** An execution of events that subscribers share, and how often it ran. */
import {
  createSharedStreams,
  type Events,
  type HubEvent,
  type JoinOptions,
  type SharedStreams,
  type SharedStreamsOptions,
} from '../../src/event/index.js';

/** What an execution makes of an event, written down once for all who share it. */
export interface Frame {
  readonly position: bigint;
  readonly id: string;
  readonly text: string;
}

export class SharedExecution {
  readonly #events: Events;
  executions = 0;
  /** How many live streams were opened. */
  opened = 0;

  constructor(events: Events) {
    this.#events = events;
  }

  async *execute(source: AsyncIterable<HubEvent>): AsyncGenerator<Frame, void, void> {
    for await (const event of source) {
      this.executions += 1;
      yield { position: event.position, id: event.id, text: `frame ${event.position}` };
    }
  }

  share(options: Pick<SharedStreamsOptions, 'bufferMax' | 'lagGraceMs'> = {}): SharedStreams<Frame> {
    return createSharedStreams<Frame>({
      end: () => this.#events.end(),
      laggedError: (place) => this.#events.laggedError(place),
      ...options,
    });
  }

  joining(from?: bigint): JoinOptions<Frame> {
    const events = this.#events;
    return {
      key: 'one',
      ...(from !== undefined && { from: { logId: events.logId, position: from } }),
      openLive: async (start) => {
        this.opened += 1;
        return this.execute((await events.subscribe({ from: start.position })).one());
      },
      openReplay: (start, upTo) =>
        this.execute(events.replay({ from: start.position, upTo: upTo.position }).one()),
    };
  }
}
