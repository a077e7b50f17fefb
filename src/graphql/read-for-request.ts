/** What a resolver asks the database for, it asks for its request: once the client has left, nobody waits for it. */
import { isObjectType, type GraphQLSchema } from 'graphql';
import { readFor } from '../values/index.js';
import type { HubContext } from './context.js';

export function readForRequests(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      if (resolve === undefined || field.args.length === 0) continue;
      field.resolve = (root, args, context: Partial<HubContext> | undefined, info) => {
        const reader = context?.reader;
        if (reader === undefined) return resolve(root, args, context, info);
        return readFor(reader, () => resolve(root, args, context, info));
      };
    }
  }
}
