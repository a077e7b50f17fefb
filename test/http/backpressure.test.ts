import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { FLOOD_BUFFER_MAX, startToyHub, type ToyHub } from './toy-hub.js';

interface Frame {
  readonly type: string;
  readonly payload: { readonly data?: { readonly flood: string } } & readonly unknown[];
}

let hub: ToyHub;
let unsentBytes: (() => number) | undefined;

beforeAll(async () => {
  hub = await startToyHub({
    createContext: (context) => {
      unsentBytes = context.unsentBytes;
      return context;
    },
  });
});

afterAll(() => hub.close());

describe('a client that reads too slowly', () => {
  it('gets what was sent, in order, then LAGGED with the cursor of the last of it', async () => {
    const authorization = `Bearer ${await hub.tokenOf('demo-monitor')}`;
    const socket = new WebSocket(`${hub.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const received: number[] = [];
    const refused = new Promise<Frame>((resolve) => {
      socket.on('message', (data: Buffer) => {
        const frame = JSON.parse(data.toString()) as Frame;
        if (frame.type === 'connection_ack') {
          socket.send(
            JSON.stringify({ id: '1', type: 'subscribe', payload: { query: 'subscription { flood }' } }),
          );
        }
        if (frame.type === 'next') received.push(Number(frame.payload.data?.flood.split(' ')[0]));
        if (received.length === 1) socket.pause();
        if (frame.type === 'error') resolve(frame);
      });
    });
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } })),
    );

    while (hub.floodWaiting() <= FLOOD_BUFFER_MAX) await new Promise((resolve) => setImmediate(resolve));
    const unsent = unsentBytes?.() ?? 0;
    socket.resume();
    const { payload } = await refused;

    // One frame waits in the hub, whatever the flood behind it: the rest is the subscription's own to bound.
    expect(unsent).toBeGreaterThan(0);
    expect(unsent).toBeLessThan(100_000);
    expect(received).toEqual(received.map((_, index) => index + 1));
    expect(payload[0]).toMatchObject({ extensions: { code: 'LAGGED', cursor: String(received.length) } });
    socket.close();
  });
});
