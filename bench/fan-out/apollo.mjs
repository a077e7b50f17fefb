/** What most teams would write: Apollo Server, graphql-ws and the in-memory PubSub of graphql-subscriptions. Every subscriber resolves
 *  every event, its beneficiary through a DataLoader. Events come in by a request that commits them, as a mutation would. */
import { createServer } from 'node:http';
import { ApolloServer } from '@apollo/server';
import DataLoader from 'dataloader';
import { parse } from 'graphql';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { PubSub, withFilter } from 'graphql-subscriptions';
import { useServer } from 'graphql-ws/use/ws';
import pg from 'pg';
import { WebSocketServer } from 'ws';
import { commitEvents } from './events.mjs';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
const events = new pg.Pool({ connectionString: process.env.EVENTS_URL, max: 16 });
const pubsub = new PubSub();
// Every subscriber is a listener of its own.
pubsub.ee?.setMaxListeners?.(0);

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Query { ok: Boolean }
  type Subscription { paymentEvents(filter: PaymentEventFilter): PaymentEvent! }
  input PaymentEventFilter { area: ID }
  type PaymentEvent { to: String! occurredAt: String! payment: Payment! }
  type Payment { id: ID! amount: Float! beneficiary: Beneficiary! }
  type Beneficiary @key(fields: "id") { id: ID! fullName: String! }`;

const beneficiariesOf = async (ids) => {
  const { rows } = await pool.query({
    name: 'beneficiaries',
    text: `SELECT b.id, p.full_name AS "fullName" FROM social_protection.beneficiary b JOIN social_protection.person p USING (citizen_id)
      WHERE b.id = ANY ($1::uuid[])`,
    values: [ids],
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
};

const resolvers = {
  Subscription: {
    paymentEvents: {
      subscribe: withFilter(
        () => pubsub.asyncIterableIterator('payment'),
        ({ area }, { filter }) => !filter?.area || filter.area === area,
      ),
      resolve: ({ event }) => event,
    },
  },
  Payment: {
    beneficiary: ({ beneficiaryId }, _arguments, { beneficiaries }) => beneficiaries.load(beneficiaryId),
  },
};

const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }]);
await new ApolloServer({ schema }).start();

const server = createServer((request, response) => {
  if (request.url === '/sdl') return response.end(sdl);
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    const payments = JSON.parse(Buffer.concat(chunks));
    const committedAt = await commitEvents(events, payments);
    for (const { id, amount, beneficiaryId, area } of payments) {
      const event = {
        to: 'SETTLED',
        occurredAt: '2026-11-22T08:00:00.000Z',
        payment: { id, amount, beneficiaryId },
      };
      await pubsub.publish('payment', { event, area });
    }
    response.end(JSON.stringify({ committedAt }));
  });
});
useServer(
  { schema, context: () => ({ beneficiaries: new DataLoader(beneficiariesOf) }) },
  new WebSocketServer({ server, path: '/graphql', perMessageDeflate: false }),
);
server.listen(0, '127.0.0.1', () => console.log(`READY {"url":"http://127.0.0.1:${server.address().port}"}`));
process.on('SIGINT', () => process.exit(0));
