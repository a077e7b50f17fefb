/** Hive Gateway's runtime in front of the subgraph processes. */
import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { composedSupergraph } from './supergraph.mjs';

const gateway = createGatewayRuntime({
  supergraph: await composedSupergraph(),
  logging: false,
  maskedErrors: false,
});
const server = createServer(gateway).listen(0, '127.0.0.1', () => {
  console.log(`READY {"url":"http://127.0.0.1:${server.address().port}/graphql"}`);
});
process.on('SIGINT', () => process.exit(0));
