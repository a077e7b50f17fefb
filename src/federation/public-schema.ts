/** The schema that clients see: no resolvers, hidden elements gone, and custom scalars that read their input as the
 *  subgraphs do, so that validation and introspection need nothing else. What fields say in their extensions they say here too. */
import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import type { DocumentNode, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { buildASTSchema, isObjectType, isScalarType, isSpecifiedScalarType } from 'graphql';

export function buildPublicSchema(
  supergraph: DocumentNode,
  subgraphs: ReadonlyMap<string, GraphQLSchema>,
): GraphQLSchema {
  const schema = buildASTSchema(transformSupergraphToPublicSchema(supergraph), { assumeValidSDL: true });
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type)) copyExtensions(type, subgraphs);
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

function copyExtensions(type: GraphQLObjectType, subgraphs: ReadonlyMap<string, GraphQLSchema>): void {
  const fields = type.getFields();
  for (const subgraph of subgraphs.values()) {
    const own = subgraph.getType(type.name);
    if (!isObjectType(own)) continue;
    for (const { name, extensions } of Object.values(own.getFields())) {
      const field = fields[name];
      if (field !== undefined) field.extensions = { ...extensions, ...field.extensions };
    }
  }
}
