/** Makes a schema anew with the classes of another copy of graphql-js, with the same resolvers. */
import type { GraphQLSchema, GraphQLTypeResolver } from 'graphql';
import { defaultTypeResolver } from 'graphql';
import type { Realm } from './realm.js';
import { isOfOwnRealm, kindOf, ownRealm } from './realm.js';

type Config = Record<string, unknown>;
interface Wrapper {
  readonly ofType: object;
}
interface Described {
  readonly name: string;
  toConfig(): object;
}

/** A subgraph's schema as our own copy of graphql-js can read it. */
export function adopt(schema: GraphQLSchema): GraphQLSchema {
  return isOfOwnRealm(schema) ? schema : new Transplant(ownRealm).schema(schema);
}

/** The same for a realm that is known only in part; our own schema when too little of it is. */
export function handOver(schema: GraphQLSchema, realm: Realm | undefined): GraphQLSchema {
  if (realm === undefined) return schema;
  try {
    return new Transplant(realm).schema(schema);
  } catch (error) {
    if (error instanceof MissingClass) return schema;
    throw error;
  }
}

const originals = new WeakMap<object, object>();

/** What an element was made from: resolvers are shown the schema that they were written for. */
export function originalOf<T extends object>(element: T): T {
  return (originals.get(element) as T | undefined) ?? element;
}

class MissingClass extends Error {}

class Transplant {
  private readonly made = new Map<object, object>();

  constructor(private readonly realm: Realm) {}

  schema(schema: GraphQLSchema): GraphQLSchema {
    const config = schema.toConfig();
    const root = (type: object | null | undefined) => (type ? this.type(type) : undefined);
    const own = this.make('GraphQLSchema', schema, {
      ...config,
      query: root(config.query),
      mutation: root(config.mutation),
      subscription: root(config.subscription),
      types: config.types.filter(({ name }) => !name.startsWith('__')).map((type) => this.type(type)),
      directives: config.directives.map((directive) => this.directive(directive)),
      assumeValid: true,
    }) as GraphQLSchema;
    for (const element of this.made.values()) {
      if (isAbstract(element) && !element.resolveType) element.resolveType = resolveIn(own);
    }
    return own;
  }

  private make(kind: string, from: object, config: unknown): object {
    const Made = this.realm.classes.get(kind);
    if (Made === undefined) throw new MissingClass(kind);
    const element = new Made(config);
    this.made.set(from, element);
    originals.set(element, from);
    return element;
  }

  private type(from: object): object {
    const known = this.made.get(from);
    if (known !== undefined) return known;
    const kind = kindOf(from);
    return kind === 'GraphQLList' || kind === 'GraphQLNonNull'
      ? this.make(kind, from, this.type((from as Wrapper).ofType))
      : this.named(kind, from as Described);
  }

  private named(kind: string, from: Described): object {
    const scalar = kind === 'GraphQLScalarType' ? this.realm.scalars.get(from.name) : undefined;
    if (scalar !== undefined) return scalar;
    const config = from.toConfig() as Config;
    const later = (name: string) =>
      name in config && { [name]: () => (config[name] as object[]).map((type) => this.type(type)) };
    const element = this.make(kind, from, {
      ...config,
      ...(kind.endsWith('ObjectType') || kind === 'GraphQLInterfaceType'
        ? { fields: () => this.typed(config['fields']) }
        : {}),
      ...later('interfaces'),
      ...(kind === 'GraphQLUnionType' && later('types')),
    });
    // What builders leave on a type beside its configuration, as `resolveReference`.
    for (const [name, value] of Object.entries(from)) {
      if (!Object.hasOwn(element, name)) Object.assign(element, { [name]: value as unknown });
    }
    return element;
  }

  private directive(from: object): object {
    const config = (from as Described).toConfig() as Config;
    return this.make('GraphQLDirective', from, { ...config, args: this.typed(config['args']) });
  }

  /** Fields, input fields and arguments are described alike: by name, each with its type. */
  private typed(members: unknown): Config {
    return Object.fromEntries(
      Object.entries(members as Record<string, Config & { type: object; args?: unknown }>).map(
        ([name, member]) => [
          name,
          {
            ...member,
            type: this.type(member.type),
            ...(member.args !== undefined && { args: this.typed(member.args) }),
          },
        ],
      ),
    );
  }
}

function isAbstract(element: object): element is { resolveType?: unknown } {
  return ['GraphQLInterfaceType', 'GraphQLUnionType'].includes(kindOf(element));
}

/** The default asks the schema that it is shown for the members of the type, so it must be the type's own. */
function resolveIn(schema: GraphQLSchema): GraphQLTypeResolver<unknown, unknown> {
  return (value, context, info, type) => defaultTypeResolver(value, context, { ...info, schema }, type);
}
