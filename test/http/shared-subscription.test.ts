/** Many subscribers to one subscription, over real sockets, the real log and the real executor. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import type { Events } from '../../src/event/index.js';
import { type Cursor, formatCursor, parseCursor } from '../../src/values/index.js';
import { LogHub } from './log-hub.js';

const WITH_CURSOR =
  'subscription ($to: String, $after: String) { changes(to: $to, after: $after) { to cursor } }';

let hub: LogHub;
let events: Events;
const clients: Client[] = [];

beforeAll(async () => {
  hub = await LogHub.start();
  events = hub.events;
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});

afterAll(() => hub.close());

const record = (...states: string[]): Promise<void> => hub.record(...states);

type Change = Readonly<Record<string, string | null>>;

async function follow(
  query: string,
  { client = 'demo-monitor', purposeOfUse = '', ...variables }: Record<string, string> = {},
) {
  const authorization = `Bearer ${await hub.tokenOf(client)}`;
  const socket = createClient({
    url: hub.socketUrl,
    webSocketImpl: WebSocket,
    connectionParams: { authorization, purposeOfUse },
    retryAttempts: 0,
  });
  clients.push(socket);
  const results = socket.iterate<{ changes: Change }>({ query, variables });
  return async (count: number): Promise<unknown[]> => {
    const taken: unknown[] = [];
    while (taken.length < count) {
      const step = await results.next();
      if (step.done === true) break;
      taken.push(step.value.errors ? step.value : step.value.data?.changes);
    }
    return taken;
  };
}

/** Starts and waits until the subscription is live, by the event that proves it. */
async function followLive(query: string, options: Record<string, string> = {}) {
  const take = await follow(query, options);
  const first = take(1);
  let isThere = false;
  void first.then(() => {
    isThere = true;
  });
  while (!isThere) {
    await record('PROOF');
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { take, first: (await first)[0] as Change };
}

describe('subscribers who ask for the same', () => {
  it('share one execution of each event, and each gets every event once', async () => {
    const followers = [];
    for (let index = 0; index < 5; index += 1)
      followers.push(await follow(WITH_CURSOR, { after: events.cursorAt({ position: 0n }) }));
    await record('STARTED');
    const upTo = Number(await events.lastPosition());
    await Promise.all(followers.map((take) => take(upTo)));
    const before = hub.executions;

    await record('A', 'B', 'C');
    const taken = await Promise.all(followers.map((take) => take(3)));

    for (const one of taken)
      expect(one).toEqual(['A', 'B', 'C'].map((to) => ({ to, cursor: expect.any(String) })));
    expect(hub.executions - before).toBe(3);
  });

  it('each go on from their own cursor', async () => {
    const start = events.cursorAt(await events.end());
    await record('ONE', 'TWO');
    const first = await follow(WITH_CURSOR, { after: start });
    const [one] = (await first(1)) as Change[];

    const second = await follow(WITH_CURSOR, { after: one?.cursor ?? '' });
    await record('THREE');

    expect((await first(2)).map((change) => (change as Change).to)).toEqual(['TWO', 'THREE']);
    expect((await second(2)).map((change) => (change as Change).to)).toEqual(['TWO', 'THREE']);
  });

  it.each([
    ['by a variable', 'subscription ($after: String) { changes(after: $after) { to cursor owner } }'],
    ['as a literal', 'subscription { changes(after: "AFTER") { to cursor owner } }'],
    [
      'as the default of a variable',
      'subscription ($from: String = "AFTER") { changes(after: $from) { to cursor owner } }',
    ],
    [
      'in a fragment',
      'subscription ($after: String!) { ...on Subscription { ...F } } fragment F on Subscription { changes(after: $after) { to cursor owner } }',
    ],
    [
      'by a variable that is used again',
      'subscription ($after: String) { changes(after: $after) { to cursor owner(note: $after) } }',
    ],
  ])(
    'are told no event of which nothing can be shown, and come back for it, whatever way they say their cursor: %s',
    async (_way, query) => {
      const from = (after: string) =>
        follow(query.replace('AFTER', after), query.includes('$after') ? { after } : {});
      const take = await from(events.cursorAt(await events.end()));
      await record('SHOWN');
      const [shown] = (await take(1)) as Change[];
      hub.isOwnerAway = true;
      await record('HIDDEN');

      const end: unknown = await take(1).catch((error: unknown) => error);
      hub.isOwnerAway = false;
      const [{ extensions }] = end as [{ extensions: { code: string; cursor: string } }];
      const again = await from(extensions.cursor);

      expect(extensions).toMatchObject({ code: 'LAGGED', cursor: shown?.cursor });
      expect((await again(1)).map((change) => (change as Change).to)).toEqual(['HIDDEN']);
    },
  );

  it('from now start now', async () => {
    await record('BEFORE');
    const { take, first } = await followLive('subscription { changes { to } }');

    expect(first).toEqual({ to: 'PROOF' });
    await record('AFTER');
    let change: unknown;
    do [change] = await take(1);
    while ((change as Change).to === 'PROOF');
    expect(change).toEqual({ to: 'AFTER' });
  });
});

describe('subscribers who see differently', () => {
  it('share nothing', async () => {
    const query = 'subscription ($after: String) { changes(after: $after) { seenBy } }';
    const after = events.cursorAt(await events.end());
    const masked = await follow(query, { client: 'demo-officer', after });
    const whole = await follow(query, { client: 'demo-officer', purposeOfUse: 'VERIFICATION', after });

    await record('SEEN');

    expect(await masked(1)).toEqual([{ seenBy: 'false' }]);
    expect(await whole(1)).toEqual([{ seenBy: 'true' }]);
  });

  it('by a filter get their own events', async () => {
    const after = events.cursorAt(await events.end());
    const left = await follow(WITH_CURSOR, { to: 'LEFT', after });
    const right = await follow(WITH_CURSOR, { to: 'RIGHT', after });

    await record('LEFT', 'RIGHT');

    expect(await left(1)).toEqual([{ to: 'LEFT', cursor: expect.any(String) }]);
    expect(await right(1)).toEqual([{ to: 'RIGHT', cursor: expect.any(String) }]);
  });
});

describe('a shared subscription', () => {
  it('with a cursor of another log is refused with CURSOR_EXPIRED', async () => {
    const take = await follow(WITH_CURSOR, {
      after: events.cursorAt({ position: 0n }).replace(/^./, (letter) => (letter === 'x' ? 'y' : 'x')),
    });

    const [answer] = await take(1);

    expect(['CURSOR_EXPIRED', 'BAD_USER_INPUT']).toContain(
      (answer as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code,
    );
  });

  it.each([
    ['of another log', (own: Cursor) => formatCursor({ ...own, logId: 'another' }), 'CURSOR_EXPIRED'],
    [
      'that stands on another event',
      (own: Cursor) => formatCursor({ ...own, check: '0123456789ab' }),
      'CURSOR_EXPIRED',
    ],
    [
      'of a future position',
      (own: Cursor) => formatCursor({ ...own, position: own.position + 1n }),
      'CURSOR_EXPIRED',
    ],
    ['that is none', () => 'rotten', 'BAD_USER_INPUT'],
  ])('with a cursor %s does not start', async (_what, cursor, code) => {
    await record('KNOWN');
    const after = cursor(parseCursor(events.cursorAt(await events.end())));

    const [byVariable] = await (await follow(WITH_CURSOR, { after }))(1);
    const [byLiteral] = await (await follow(`subscription { changes(after: "${after}") { to } }`))(1);

    const refused = { errors: [expect.objectContaining({ extensions: { code } })] };
    expect([byVariable, byLiteral]).toMatchObject([refused, refused]);
  });

  it('gives each subscriber errors that name its own operation', async () => {
    const query = 'subscription ($after: String) { changes(after: $after) { to fault } }';
    const after = events.cursorAt(await events.end());
    const followers = [await follow(query, { after }), await follow(query, { after })];

    await record('FAULTY');
    const taken = await Promise.all(followers.map((take) => take(1)));

    const ids = taken.map(
      ([one]) => (one as { errors: { extensions: Change }[] }).errors[0]?.extensions.traceId,
    );
    expect(new Set(ids).size).toBe(2);
    expect(taken[0]).toEqual([
      {
        data: { changes: { to: 'FAULTY', fault: null } },
        errors: [expect.objectContaining({ extensions: { code: 'INTERNAL', traceId: ids[0] } })],
      },
    ]);
  });
});
