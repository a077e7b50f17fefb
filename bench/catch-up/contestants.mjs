/** The ways to catch up. Each reads everything behind a cursor and answers the digest of the ids. */
import { createHash } from 'node:crypto';
import { Pool } from 'undici';
import { WebSocket } from 'ws';

const { parseId } = await import('../../dist/src/values/index.js');
const NODE = '{ id occurredAt from to institution { code } }';
const PAGES = `query CatchUp($after: Cursor) {
  paymentEvents(first: 500, after: $after) { nodes ${NODE} pageInfo { endCursor hasNextPage } } }`;
const STREAM = `subscription CatchUpLive($after: Cursor) { paymentEvents(after: $after) ${NODE} }`;
const PURPOSE = 'PAYMENT_PREPARATION';

const digest = () => {
  const hash = createHash('sha256');
  return { add: (uuid) => hash.update(uuid.replaceAll('-', '')), done: () => hash.digest('hex') };
};

export const CONTESTANTS = {
  'floor: bare pg, the same rows by the page': ({ floor }) => ({
    server: floor,
    async readAll({ position }) {
      const pool = new Pool(floor.url, { connections: 1 });
      const ids = digest();
      for (let [after, more] = [position, true]; more;) {
        const { nodes, endCursor, hasNextPage } = await bodyOf(
          pool.request({ method: 'GET', path: `/?after=${after}` }),
        );
        for (const { id } of nodes) ids.add(id);
        [after, more] = [endCursor, hasNextPage];
      }
      await pool.close();
      return ids.done();
    },
  }),
  'An Sinh Hub, pages by query': ({ hub, token }) => ({
    server: hub,
    async readAll({ cursor }) {
      const pool = new Pool(hub.url.replace('localhost', '127.0.0.1'), { connections: 1 });
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'purpose-of-use': PURPOSE,
      };
      const ids = digest();
      for (let [after, more] = [cursor, true]; more;) {
        const body = JSON.stringify({ query: PAGES, variables: { after } });
        const { data, errors } = await bodyOf(
          pool.request({ method: 'POST', path: '/graphql', headers, body }),
        );
        if (errors) throw new Error(JSON.stringify(errors));
        for (const { id } of data.paymentEvents.nodes) ids.add(parseId('evt', id));
        ({ endCursor: after, hasNextPage: more } = data.paymentEvents.pageInfo);
      }
      await pool.close();
      return ids.done();
    },
  }),
  'An Sinh Hub, one subscription': ({ hub, token }) => ({
    server: hub,
    readAll: ({ cursor }, count) =>
      new Promise((resolve, reject) => {
        const ids = digest();
        let left = count;
        const socket = new WebSocket(
          `${hub.url.replace('http://localhost', 'ws://127.0.0.1')}/graphql`,
          'graphql-transport-ws',
        );
        socket.on('error', reject);
        socket.on('close', () => reject(new Error('the subscription was cut off')));
        socket.on('open', () =>
          socket.send(
            JSON.stringify({
              type: 'connection_init',
              payload: { authorization: `Bearer ${token}`, purposeOfUse: PURPOSE },
            }),
          ),
        );
        socket.on('message', (data) => {
          const { type, payload } = JSON.parse(data);
          if (type === 'connection_ack')
            return socket.send(
              JSON.stringify({
                id: '1',
                type: 'subscribe',
                payload: { query: STREAM, variables: { after: cursor } },
              }),
            );
          if (type !== 'next' || payload.errors) return reject(new Error(data.toString().slice(0, 300)));
          ids.add(parseId('evt', payload.data.paymentEvents.id));
          left -= 1;
          if (left > 0) return undefined;
          socket.close();
          return resolve(ids.done());
        });
      }),
  }),
};

async function bodyOf(asked) {
  const { statusCode, body } = await asked;
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${statusCode}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}
