import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { ask } from './graphql-request.js';
import { startToyHub, type ToyHub } from './toy-hub.js';

let hub: ToyHub;
let token: string;

beforeEach(async () => {
  hub = await startToyHub();
  token = await hub.tokenOf('demo-officer');
});

afterEach(() => hub.close());

function socketClient(on: { closed?: (event: unknown) => void } = {}) {
  return createClient({
    url: `${hub.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    on,
  });
}

describe('stopping', () => {
  it('finishes the requests under way and takes no new ones', async () => {
    const underWay = ask(hub.url, '{ slow }', { token });
    await hub.slowArrived(1);

    const stopped = hub.server.close();
    await expect(ask(hub.url, '{ hello }', { token })).rejects.toThrow();
    hub.releaseSlow();

    expect((await underWay).body).toEqual({ data: { slow: 'done' } });
    await stopped;
  });

  it('cuts requests that do not end in time', async () => {
    const underWay = ask(hub.url, '{ slow }', { token });
    await hub.slowArrived(1);

    await Promise.all([expect(underWay).rejects.toThrow(), hub.server.close({ timeoutMs: 50 })]);
  });

  it('closes sockets with a code that tells clients to come back, and ends their subscriptions', async () => {
    const closures: number[] = [];
    const client = socketClient({ closed: (event) => closures.push((event as CloseEvent).code) });
    const iterator = client.iterate({ query: 'subscription { forever }' });
    await iterator.next();

    await Promise.all([iterator.next().catch(() => undefined), hub.server.close()]);

    expect(closures).toEqual([1012]);
    expect(hub.openSubscriptions()).toBe(0);
  });

  it('answers the queries that came over a socket before it closes it', async () => {
    const results = socketClient().iterate({ query: '{ slow }' });
    const first = results.next();
    await hub.slowArrived(1);

    const stopped = hub.server.close();
    hub.releaseSlow();

    expect(await first).toEqual({ done: false, value: { data: { slow: 'done' } } });
    await stopped;
  });

  it('twice is stopping once', async () => {
    await Promise.all([hub.server.close(), hub.server.close()]);
  });
});
