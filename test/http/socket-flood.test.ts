/** What one side of a connection may send for nothing, and how many connections there may be. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { startToyHub, type ToyHub } from './toy-hub.js';

let hub: ToyHub;

beforeAll(async () => {
  hub = await startToyHub();
});

afterAll(() => hub.close());

/** A bare connection, which says what it wants to and reads what it wants to. */
async function bare(to = hub): Promise<WebSocket> {
  const socket = new WebSocket(`${to.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}

const closed = (socket: WebSocket) =>
  new Promise<number>((resolve) => socket.once('close', (code: number) => resolve(code)));

describe('a flood over a connection', () => {
  it.each([
    ['of pings of the protocol', (socket: WebSocket) => socket.ping()],
    ['of pings of GraphQL', (socket: WebSocket) => socket.send('{"type":"ping"}')],
    ['of pongs', (socket: WebSocket) => socket.pong()],
    ['of leave-takings', (socket: WebSocket) => socket.send('{"type":"complete","id":"1"}')],
  ])('%s before it has signed in ends it', async (_name, send) => {
    const socket = await bare();
    const over = closed(socket);

    for (let sent = 0; sent < 20; sent += 1) send(socket);

    expect(await over).toBe(1013);
  });

  it('that has signed in ends too', async () => {
    const small = await startToyHub({ socketLimits: { controlMax: 50 } });
    try {
      const socket = await bare(small);
      const over = closed(socket);
      const authorization = `Bearer ${await small.tokenOf('demo-officer')}`;
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
      await new Promise((resolve) => socket.once('message', resolve));

      for (let sent = 0; sent < 60; sent += 1) socket.send('{"type":"ping"}');

      expect(await over).toBe(1013);
    } finally {
      await small.close();
    }
  });

  it('answers a few pings, with what they carry', async () => {
    const socket = await bare();
    const answer = new Promise<string>((resolve) =>
      socket.once('message', (data: Buffer) => resolve(data.toString())),
    );

    socket.send('{"type":"ping","payload":{"at":1}}');

    expect(JSON.parse(await answer)).toEqual({ type: 'pong', payload: { at: 1 } });
    socket.terminate();
  });
});

describe('connections', () => {
  it('of an address that have not signed in are limited, and leave room for others when they do', async () => {
    const small = await startToyHub({ socketLimits: { socketsWithoutTokenMax: 2 } });
    try {
      const waiting = [await bare(small), await bare(small)];
      await expect(bare(small)).rejects.toThrow('429');

      const authorization = `Bearer ${await small.tokenOf('demo-officer')}`;
      waiting[0]?.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
      await new Promise((resolve) => waiting[0]?.once('message', resolve));

      const third = await bare(small);
      for (const socket of [...waiting, third]) socket.terminate();
    } finally {
      await small.close();
    }
  });

  it('of a client are limited, and another client’s are not', async () => {
    const small = await startToyHub({ socketLimits: { socketsOfClientMax: 1 } });
    const open = async (name: string) => {
      const socket = await bare(small);
      const first = new Promise<string | number>((resolve) => {
        socket.once('message', (data: Buffer) => resolve(data.toString())).once('close', resolve);
      });
      const authorization = `Bearer ${await small.tokenOf(name)}`;
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
      return { socket, first: await first };
    };
    try {
      const answers = [await open('demo-officer'), await open('demo-officer'), await open('demo-monitor')];

      expect(answers.map(({ first }) => first)).toEqual([
        '{"type":"connection_ack"}',
        1013,
        '{"type":"connection_ack"}',
      ]);
      for (const { socket } of answers) socket.terminate();
    } finally {
      await small.close();
    }
  });
});
