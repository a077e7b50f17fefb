/** The schema that clients see: no resolvers, hidden elements gone, and custom scalars that read their input as the
 *  subgraphs do, so that validation and introspection need nothing else. */
import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { buildASTSchema, isScalarType, isSpecifiedScalarType } from 'graphql';

export function buildPublicSchema(
  supergraph: DocumentNode,
  subgraphs: ReadonlyMap<string, GraphQLSchema>,
): GraphQLSchema {
  const schema = buildASTSchema(transformSupergraphToPublicSchema(supergraph), { assumeValidSDL: true });
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isScalarType(type) || isSpecifiedScalarType(type)) continue;
    for (const subgraph of subgraphs.values()) {
      const own = subgraph.getType(type.name);
      if (!isScalarType(own)) continue;
      type.parseValue = own.parseValue;
      type.parseLiteral = own.parseLiteral;
      break;
    }
  }
  return schema;
}
