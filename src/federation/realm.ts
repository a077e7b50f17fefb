/** Copies of graphql-js. Whoever imports the executor from elsewhere brings a copy of its own, and graphql-js refuses the
 *  types of another copy; `transplant.ts` makes a schema anew with the classes of the realm that is to read it. */
import * as graphql from 'graphql';
import type { GraphQLOutputType, GraphQLSchema } from 'graphql';

export type GraphQLClass = new (config: unknown) => object;

export interface Realm {
  /** By the name that their objects carry. */
  readonly classes: ReadonlyMap<string, GraphQLClass>;
  /** The built-in scalars, which a schema must not hold twice. */
  readonly scalars: ReadonlyMap<string, object>;
}

const classNames = [
  'GraphQLSchema',
  'GraphQLDirective',
  'GraphQLScalarType',
  'GraphQLObjectType',
  'GraphQLInterfaceType',
  'GraphQLUnionType',
  'GraphQLEnumType',
  'GraphQLInputObjectType',
  'GraphQLList',
  'GraphQLNonNull',
] as const;

const scalarNames = new Set(graphql.specifiedScalarTypes.map(({ name }) => name));

export const ownRealm: Realm = {
  classes: new Map(classNames.map((name) => [name, graphql[name] as unknown as GraphQLClass])),
  scalars: new Map(graphql.specifiedScalarTypes.map((type) => [type.name, type])),
};

export function isOfOwnRealm(schema: GraphQLSchema): boolean {
  return schema instanceof graphql.GraphQLSchema;
}

/** The one foreign realm of all schemas, as far as they show it; undefined when they are our own or come from several. */
export function findForeignRealm(schemas: readonly GraphQLSchema[]): Realm | undefined {
  const classes = new Map<string, GraphQLClass>();
  const scalars = new Map<string, object>();
  const note = (element: object): void => {
    classes.set(kindOf(element), element.constructor as GraphQLClass);
  };
  for (const schema of schemas) {
    if (isOfOwnRealm(schema)) return undefined;
    if (classes.has('GraphQLSchema') && classes.get('GraphQLSchema') !== schema.constructor) return undefined;
    note(schema);
    schema.getDirectives().forEach(note);
    for (const type of Object.values(schema.getTypeMap())) {
      note(type);
      if (scalarNames.has(type.name)) scalars.set(type.name, type);
      // Every schema describes itself with lists and required values.
      if (type.name === '__Schema') noteWrappers(type as graphql.GraphQLObjectType, note);
    }
  }
  return { classes, scalars };
}

function noteWrappers(schemaType: graphql.GraphQLObjectType, note: (element: object) => void): void {
  let type: GraphQLOutputType | undefined = schemaType.getFields()['types']?.type;
  for (; type !== undefined; type = (type as { ofType?: GraphQLOutputType }).ofType) note(type);
}

/** `GraphQLObjectType` and so on, whichever copy made it. */
export function kindOf(element: object): string {
  return Object.prototype.toString.call(element).slice('[object '.length, -1);
}
