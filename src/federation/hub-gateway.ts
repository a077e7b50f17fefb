/** The executor in the shape that Apollo Server takes for a gateway. Apollo gets the schema without resolvers (it would wrap
 *  each of them for its plugins) and hands every validated operation to us. */
import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server';
import type { ExecutableSupergraph } from './execute-supergraph.js';

type Gateway = ApolloServerOptionsWithGateway<BaseContext>['gateway'];

/** `new ApolloServer({ gateway: createHubGateway(executable) })`. */
export function createHubGateway(executable: ExecutableSupergraph): Gateway {
  const schemaChange = {
    apiSchema: executable.publicSchema,
    coreSupergraphSdl: executable.supergraphSdl,
  };
  const executor: Awaited<ReturnType<Gateway['load']>>['executor'] = async (request) =>
    executable.execute({
      document: request.document,
      operationName: request.operationName,
      variables: request.request.variables,
      contextValue: request.context,
      queryHash: request.queryHash,
      isValidated: true,
    });
  return {
    load: () => Promise.resolve({ executor }),
    onSchemaLoadOrUpdate(tell) {
      tell(schemaChange);
      return () => undefined;
    },
    stop: () => Promise.resolve(),
  };
}
