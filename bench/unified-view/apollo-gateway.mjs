/** Apollo's gateway in front of the subgraph processes. */
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { composedSupergraph } from './supergraph.mjs';

const server = new ApolloServer({
  gateway: new ApolloGateway({ supergraphSdl: await composedSupergraph() }),
});
const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
console.log(`READY ${JSON.stringify({ url: url.replace('localhost', '127.0.0.1') })}`);
process.on('SIGINT', () => process.exit(0));
