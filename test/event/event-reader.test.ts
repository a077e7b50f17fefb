/** What every public view of the log has in common. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendEvents, EventReader, openEvents, type Events } from '../../src/event/index.js';
import { cursorAt } from '../setup/cursor-at.js';
import type { TestDatabase } from '../setup/test-database.js';
import { anEvent, createEventDatabase } from './event-database.js';

let database: TestDatabase;
let events: Events;
let reader: EventReader;
beforeAll(async () => {
  database = await createEventDatabase();
  events = await openEvents({ pool: database.pool });
  reader = new EventReader(events);
  const kinds = ['verification', 'payment', 'verification', 'verification'] as const;
  await appendEvents(
    database.pool,
    kinds.map((kind, at) => anEvent({ kind, statusTo: String(at + 1) })),
  );
  await events.flush();
});
afterAll(async () => {
  await events.stop();
  await database.drop();
});

const filter = { kinds: ['verification'] as const };

describe('a reader of events', () => {
  it('gives pages of whatever a view makes of an event, with the cursors that the stream takes too', async () => {
    const page = await reader.page(filter, { first: 2 }, ({ statusTo }, cursor) => ({ statusTo, cursor }));

    expect(page.nodes.map(({ statusTo }) => statusTo)).toEqual(['1', '3']);
    expect(page.edges.map(({ cursor }) => cursor)).toEqual(page.nodes.map(({ cursor }) => cursor));
    expect(page.pageInfo).toMatchObject({ hasNextPage: true, startCursor: page.nodes[0]?.cursor });
  });

  it('gives an empty page to start from where nothing can match', async () => {
    const page = await reader.page(undefined, { first: 2 }, () => 'never');

    expect(page.nodes).toEqual([]);
    expect(page.pageInfo.endCursor).toBe(events.cursorAt(await events.end()));
  });

  it('ends at a position where one is given, so that whoever comes back catches up and joins the others', async () => {
    const read: string[] = [];

    for await (const event of await reader.open(filter, {
      after: await cursorAt(database.pool, events, 1n),
      upTo: 3n,
    })) {
      read.push(event.statusTo ?? '');
    }

    expect(read).toEqual(['3']);
  });
});
