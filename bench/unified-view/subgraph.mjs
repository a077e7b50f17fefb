/** One subgraph as a process: Apollo Server over Prisma, the way its documentation begins. */
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

const { openPool, prismaOf } = await import('../../dist/src/database/index.js');
const { loadersOf, resolversOf, sdl } = await import(`./subgraphs/${process.argv[2]}.mjs`);
const prisma = await prismaOf(openPool({ url: process.env.DATABASE_URL, connectionsMax: 8 }))();
const server = new ApolloServer({
  schema: buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolversOf(prisma) }]),
});
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: async () => ({ loaders: loadersOf?.(prisma) }),
});
console.log(`READY ${JSON.stringify({ url: url.replace('localhost', '127.0.0.1') })}`);
process.on('SIGINT', () => process.exit(0));
