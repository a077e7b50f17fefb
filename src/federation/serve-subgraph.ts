/** A subgraph that stands alone: its schema with `_service` and `_entities`, as any Federation 2 router expects. */
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { extendSchema, GraphQLError, isInterfaceType, isObjectType, Kind, parse, print } from 'graphql';
import { isThenable } from './execution.js';
import type { SubgraphDefinition } from './subgraph.js';
import { findReferenceResolver } from './subgraph.js';
import { argumentsOf } from './supergraph.js';

interface Reference {
  readonly __typename?: unknown;
}

/** @returns the executable schema to serve. A schema that has `_entities` already is returned as it is. */
export function serveSubgraph({ name, typeDefs, schema }: SubgraphDefinition): GraphQLSchema {
  if (schema.getQueryType()?.getFields()['_service'] !== undefined) return schema;
  const document = typeof typeDefs === 'string' ? parse(typeDefs, { noLocation: true }) : typeDefs;
  const entities = findEntities(document, schema);
  const served = extendSchema(schema, parse(federationTypes(schema, entities)), { assumeValid: true });
  const fields = served.getQueryType()?.getFields() ?? {};
  const sdl = typeof typeDefs === 'string' ? typeDefs : print(typeDefs);
  if (fields['_service']) fields['_service'].resolve = () => ({ sdl });
  if (fields['_entities']) addEntities(name, schema, served, fields['_entities']);
  return served;
}

function addEntities(
  name: string,
  schema: GraphQLSchema,
  served: GraphQLSchema,
  field: { resolve?: unknown },
): void {
  // A reference resolver returns the subgraph's own objects, which need not say what they are.
  const typeNames = new WeakMap<object, string>();
  const note = (value: unknown, typeName: string): unknown => {
    if (typeof value === 'object' && value !== null && isObjectType(schema.getType(typeName))) {
      typeNames.set(value, typeName);
    }
    return value;
  };
  field.resolve = (
    _root: unknown,
    { representations }: { representations: readonly Reference[] },
    context: unknown,
    info: never,
  ) =>
    representations.map((reference) => {
      const typeName = String(reference.__typename);
      const type = schema.getType(typeName);
      if (!isObjectType(type) && !isInterfaceType(type)) {
        return new GraphQLError(`Subgraph "${name}" has no entity "${typeName}".`, {
          extensions: { code: 'BAD_USER_INPUT' },
        });
      }
      const resolve = findReferenceResolver(schema, type);
      const value = resolve === undefined ? reference : resolve(reference, context, info);
      return isThenable(value) ? value.then((found) => note(found, typeName)) : note(value, typeName);
    });
  const union = served.getType('_Entity');
  if (union?.astNode?.kind !== Kind.UNION_TYPE_DEFINITION) return;
  Object.assign(union, {
    resolveType: (value: object & { __typename?: string }, context: unknown, info: never) => {
      const known = typeNames.get(value) ?? value.__typename;
      if (known !== undefined) return known;
      const interfaces = Object.values(schema.getTypeMap()).filter(isInterfaceType);
      for (const type of interfaces) {
        const found = type.resolveType?.(value, context, info, type);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  });
}

/** The object types with a key by which this subgraph may be entered. */
function findEntities(document: DocumentNode, schema: GraphQLSchema): string[] {
  const names = new Set<string>();
  for (const definition of document.definitions) {
    if (!('directives' in definition) || !('name' in definition) || definition.name === undefined) continue;
    const keys = argumentsOf(definition.directives as never, 'key');
    const isEntity = keys.some((key) => key['resolvable'] !== false);
    if (isEntity && isObjectType(schema.getType(definition.name.value))) names.add(definition.name.value);
  }
  return [...names];
}

function federationTypes(schema: GraphQLSchema, entities: readonly string[]): string {
  const query = schema.getQueryType();
  const fields = [
    '"The subgraph\'s own schema, for a router to compose." _service: _Service!',
    ...(entities.length === 0
      ? []
      : [
          '"The entities behind references of other subgraphs." _entities(representations: [_Any!]!): [_Entity]!',
        ]),
  ];
  return `
    scalar _Any
    type _Service { sdl: String }
    ${entities.length === 0 ? '' : `union _Entity = ${entities.join(' | ')}`}
    ${query ? `extend type ${query.name}` : 'type Query'} { ${fields.join('\n')} }
    ${query ? '' : 'extend schema { query: Query }'}`;
}
