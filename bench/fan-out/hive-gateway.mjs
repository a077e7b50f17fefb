/** Hive Gateway in front of the Apollo contestant's process: it follows each subscriber's events there over graphql-ws, as its
 *  documentation sets it up, and serves them over graphql-ws. */
import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

const url = `${process.env.SUBGRAPH}/graphql`;
const typeDefs = parse(await (await fetch(`${process.env.SUBGRAPH}/sdl`)).text());
const { supergraphSdl, errors: faults } = composeServices([{ name: 'payment', url, typeDefs }]);
if (faults) throw new Error(faults.map(({ message }) => message).join('\n'));

const gateway = createGatewayRuntime({
  supergraph: supergraphSdl,
  logging: false,
  maskedErrors: false,
  transportEntries: { '*.http': { options: { subscriptions: { kind: 'ws', location: '/graphql' } } } },
});

const server = createServer(gateway);
useServer(
  {
    execute: (asked) => asked.rootValue.execute(asked),
    subscribe: (asked) => asked.rootValue.subscribe(asked),
    async onSubscribe({ connectionParams, extra }, _id, params) {
      const enveloped = gateway.getEnveloped({
        connectionParams,
        req: extra.request,
        socket: extra.socket,
        params,
      });
      const { schema, execute, subscribe, contextFactory, parse, validate } = enveloped;
      const document = parse(params.query);
      const errors = validate(schema, document);
      if (errors.length > 0) return errors;
      const { operationName, variables: variableValues } = params;
      const contextValue = await contextFactory();
      return {
        schema,
        document,
        operationName,
        variableValues,
        contextValue,
        rootValue: { execute, subscribe },
      };
    },
  },
  new WebSocketServer({ server, path: '/graphql', perMessageDeflate: false }),
);
// The schema is made before the first subscriber comes.
await gateway.getSchema();
server.listen(0, '127.0.0.1', () => console.log(`READY {"url":"http://127.0.0.1:${server.address().port}"}`));
process.on('SIGINT', () => process.exit(0));
