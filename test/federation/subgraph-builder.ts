/** Builds a test's subgraph from federation SDL and resolvers, with the reference resolvers where Apollo's builder puts them. */
import type { DefinitionNode, GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import {
  buildASTSchema,
  extendSchema,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  Kind,
  parse,
  valueFromAST,
} from 'graphql';
import type { SubgraphDefinition } from '../../src/federation/index.js';

type Resolver = GraphQLFieldResolver<never, never> | { subscribe?: unknown; resolve?: unknown };
export type Resolvers = Record<string, Record<string, unknown>>;

export const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.6",
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@interfaceObject", "@tag"])\n`;

export function subgraph(name: string, sdl: string, resolvers: Resolvers = {}): SubgraphDefinition {
  const typeDefs = sdl.includes('@link') || sdl.includes('FED1') ? sdl : link + sdl;
  return { name, typeDefs, schema: attach(build(typeDefs), resolvers) };
}

/** A plain schema with resolvers: what the federated graph must be equal to. */
export function merged(sdl: string, resolvers: Resolvers = {}): GraphQLSchema {
  return attach(build(sdl), resolvers);
}

const directives = `scalar FieldSet scalar link__Import directive @key(fields: FieldSet!, resolvable: Boolean) repeatable on OBJECT | INTERFACE`;

function build(sdl: string): GraphQLSchema {
  const names = new Set<string>();
  const definitions: DefinitionNode[] = [];
  for (const definition of parse(`${directives} ${sdl}`).definitions) {
    if (definition.kind === Kind.SCHEMA_EXTENSION || definition.kind === Kind.DIRECTIVE_DEFINITION) continue;
    // A type that a subgraph only extends is, for its own schema, a type.
    if (definition.kind === Kind.OBJECT_TYPE_EXTENSION && !declares(sdl, definition.name.value)) {
      if (!names.has(definition.name.value)) {
        names.add(definition.name.value);
        definitions.push({ ...definition, kind: Kind.OBJECT_TYPE_DEFINITION });
        continue;
      }
    }
    definitions.push(definition);
  }
  const base = definitions.filter((definition) => !definition.kind.endsWith('Extension'));
  const extensions = definitions.filter((definition) => definition.kind.endsWith('Extension'));
  const schema = buildASTSchema(
    { kind: Kind.DOCUMENT, definitions: base },
    { assumeValid: true, assumeValidSDL: true },
  );
  if (extensions.length === 0) return schema;
  return extendSchema(
    schema,
    { kind: Kind.DOCUMENT, definitions: extensions },
    { assumeValid: true, assumeValidSDL: true },
  );
}

function declares(sdl: string, name: string): boolean {
  return new RegExp(`(^|[^d])\\s+type ${name}\\b`).test(sdl.replace(/extend\s+type/g, 'extend-type'));
}

function attach(schema: GraphQLSchema, resolvers: Resolvers): GraphQLSchema {
  for (const [typeName, members] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (type === undefined) throw new Error(`No type ${typeName} in the test's schema.`);
    if (isScalarType(type)) Object.assign(type, members);
    if (isEnumType(type)) {
      for (const value of type.getValues()) value.value = members[value.name];
      Object.assign(type, { _valueLookup: new Map(type.getValues().map((value) => [value.value, value])) });
    }
    if (isAbstractType(type) && '__resolveType' in members)
      type.resolveType = members['__resolveType'] as never;
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    if ('__isTypeOf' in members) Object.assign(type, { isTypeOf: members['__isTypeOf'] });
    if ('__resolveReference' in members) {
      const subgraphExtension = { subgraph: { resolveReference: members['__resolveReference'] } };
      type.extensions = { ...type.extensions, apollo: subgraphExtension } as never;
    }
    for (const [name, resolver] of Object.entries(members)) {
      const field = type.getFields()[name];
      if (field === undefined) continue;
      if (typeof resolver === 'function') field.resolve = resolver as never;
      else Object.assign(field, resolver as Resolver);
    }
  }
  readDefaults(schema);
  return schema;
}

/** Defaults were read when the schema was built, before its scalars and enums could read. */
function readDefaults(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    const inputs = isInputObjectType(type)
      ? Object.values(type.getFields())
      : isObjectType(type) || isInterfaceType(type)
        ? Object.values(type.getFields()).flatMap((field) => field.args)
        : [];
    for (const input of inputs) {
      const value = input.astNode?.defaultValue;
      if (value !== undefined) input.defaultValue = valueFromAST(value, input.type);
    }
  }
}
