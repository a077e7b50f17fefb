/** Field resolvers that take their object, and perhaps the context, are called straight. type-graphql calls each through a chain that
 *  sorts the parameters, looks for promises among them and passes middlewares that the hub does not have: more than the method itself
 *  for a field of every row of a page. Fields with arguments, whose conversion is type-graphql's, stay as they are. */
import { GraphQLObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

import type { HubContext } from './context.js';
import { isOfAdapter, type ResolverInstances } from './resolver-instances.js';

type Method = (root: unknown, context: unknown) => unknown;

/** @param instances by class, as the schema was built with */
export function callStraight(schema: GraphQLSchema, instances: ResolverInstances): void {
  const { fieldResolvers, objectTypes } = getMetadataStorage();
  const typeNames = new Map(objectTypes.map(({ target, name }) => [target as unknown, name]));
  for (const { kind, target, methodName, schemaName, params = [], getObjectType } of fieldResolvers) {
    const found = instances.find(target);
    const method = found && methodOf(found, methodName);
    if (kind !== 'external' || method === undefined || !takesObjectFirst(params)) continue;
    const ofClass = getObjectType?.() as new () => object;
    const type = schema.getType(typeNames.get(ofClass) ?? '');
    const field = type instanceof GraphQLObjectType ? type.getFields()[schemaName] : undefined;
    if (field?.resolve) field.resolve = straight(method, ofClass, field.resolve);
  }
}

function methodOf(
  { ofPeople, ofAdapters }: { readonly ofPeople: object; readonly ofAdapters: object },
  name: string,
): Method | undefined {
  const own = (ofPeople as Record<string, Method>)[name]?.bind(ofPeople);
  if (own === undefined || ofPeople === ofAdapters) return own;
  const other = (ofAdapters as Record<string, Method>)[name]?.bind(ofAdapters) ?? own;
  return (root, context) => (isOfAdapter(context as HubContext) ? other : own)(root, context);
}

function straight(
  method: Method,
  ofClass: new () => object,
  otherwise: GraphQLFieldResolver<unknown, unknown>,
): GraphQLFieldResolver<unknown, unknown> {
  return (root, args, context, info) =>
    // What is no instance yet, type-graphql makes one of.
    root instanceof ofClass ? method(root, context) : otherwise(root, args, context, info);
}

/** Whether `(root)` or `(root, context)` is all that it takes. */
function takesObjectFirst(params: readonly { readonly kind: string; readonly index: number }[]): boolean {
  const kinds = [...params]
    .sort((one, other) => one.index - other.index)
    .map(paramText)
    .join();
  return kinds === 'root' || kinds === 'root,context';
}

/** A parameter that takes one property only is not meant. */
function paramText(param: { readonly kind: string; readonly propertyName?: string }): string {
  return param.propertyName === undefined ? param.kind : `${param.kind}.${param.propertyName}`;
}
