/** Who fans out: how each is started, what its subscribers say, and how a committed event reaches it. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { startHub } from '../harness/hub.mjs';
import { startServer } from '../harness/server.mjs';
import { announce, commitEvents } from './events.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

const SHOWN = '{ to occurredAt payment { id amount beneficiary { id fullName } } }';
const EVERYWHERE = `subscription Watch { paymentEvents ${SHOWN} }`;
const IN_AREA = `subscription WatchArea($area: ID!) { paymentEvents(filter: { area: $area }) ${SHOWN} }`;

/** One for all of the floor's subscribers. */
const ID = '7f7c1c9e-5d5e-4a53-8d8e-2f6f4c1b0a11';

/** What a subscriber says: that it comes, and for what; each with an id of its own, as clients make them. @param area '' for everything */
const textsOf = (init, area, id = randomUUID()) => [
  JSON.stringify({ type: 'connection_init', payload: init }),
  JSON.stringify({
    id,
    type: 'subscribe',
    payload: area === '' ? { query: EVERYWHERE } : { query: IN_AREA, variables: { area } },
  }),
];

/** What everybody is sent for an event, as the floor is given it. */
const frameOf = ({ id, amount, beneficiaryId, fullName }) =>
  JSON.stringify({
    id: ID,
    type: 'next',
    payload: {
      data: {
        paymentEvents: {
          to: 'SETTLED',
          occurredAt: '2026-11-22T08:00:00.000Z',
          payment: { id, amount, beneficiary: { id: beneficiaryId, fullName } },
        },
      },
    },
  });

async function post(url, body) {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** @returns by name a function that starts it, which gives `{ servers, port, path, textsOf(area), publish(payments), stop }` */
export function contestants({ country, elsewhere, issuer }) {
  const env = { DATABASE_URL: country.url, EVENTS_URL: elsewhere.url };
  return {
    'floor: bare ws, one prepared frame': async () => {
      const server = await startServer(['node', here('floor.mjs')]);
      return {
        ...addressOf(server),
        textsOf: (area) => textsOf({}, area),
        async publish(payments) {
          const committedAt = await commitEvents(elsewhere.pool, payments);
          await post(
            server.url,
            payments.map((payment) => ({ area: payment.area, text: frameOf(payment) })),
          );
          return committedAt;
        },
      };
    },
    'An Sinh Hub': async () => {
      const hub = await startHub({ databaseUrl: country.url, issuer });
      const token = await issuer.tokenFor({
        sub: 'bench',
        roles: ['officer'],
        area: 'VN',
        purposes: ['PAYMENT_PREPARATION'],
      });
      const init = { authorization: `Bearer ${token}`, purposeOfUse: 'PAYMENT_PREPARATION' };
      return {
        ...addressOf(hub),
        textsOf: (area) => textsOf(init, area),
        async publish(payments) {
          const committedAt = await commitEvents(country.pool, payments);
          await announce(country.pool);
          return committedAt;
        },
      };
    },
    'Apollo Server + graphql-ws + PubSub': async () => {
      const server = await startServer(['node', here('apollo.mjs')], { env });
      return { ...addressOf(server), textsOf: (area) => textsOf({}, area), publish: publishTo(server) };
    },
    'Hive Gateway + the same process': async () => {
      const subgraph = await startServer(['node', here('apollo.mjs')], { env });
      const hive = await startServer(['node', here('hive-gateway.mjs')], { env: { SUBGRAPH: subgraph.url } });
      return {
        ...addressOf(hive, [subgraph]),
        textsOf: (area) => textsOf({}, area),
        publish: publishTo(subgraph),
      };
    },
  };
}

const publishTo =
  ({ url }) =>
  async (payments) =>
    (await post(url, payments)).committedAt;

function addressOf(server, others = []) {
  return {
    servers: [server, ...others],
    port: Number(new URL(server.url).port),
    path: '/graphql',
    stop: async () => {
      for (const one of [server, ...others]) await one.stop();
    },
  };
}
