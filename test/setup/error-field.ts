/** The base of `field` in a failure: the arguments of the mutation. Whatever mutation a test asks is held to it. */
import {
  getNamedType,
  isInputObjectType,
  Kind,
  OperationTypeNode,
  parse,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';

/** Failures in an answer whose `field` leads to no argument of their mutation, in words. */
export function listStrayFields(
  schema: GraphQLSchema,
  document: string,
  data: Readonly<Record<string, unknown>> | null | undefined,
): readonly string[] {
  return rootsOf(document).flatMap(({ key, name }) => {
    const mutation = schema.getMutationType()?.getFields()[name];
    const path = (data?.[key] as { field?: unknown } | null | undefined)?.field;
    if (!mutation || !Array.isArray(path) || leadsToArgument(mutation, path as string[])) return [];
    return [`${name}: ${JSON.stringify(path)} is no argument of it`];
  });
}

function rootsOf(document: string): readonly { readonly key: string; readonly name: string }[] {
  return parse(document).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.MUTATION
      ? definition.selectionSet.selections.flatMap((selection) =>
          selection.kind === Kind.FIELD
            ? [{ key: selection.alias?.value ?? selection.name.value, name: selection.name.value }]
            : [],
        )
      : [],
  );
}

function leadsToArgument(
  mutation: GraphQLField<unknown, unknown>,
  [first, ...rest]: readonly string[],
): boolean {
  let type = mutation.args.find(({ name }) => name === first)?.type;
  for (const name of rest) {
    const named = type && getNamedType(type);
    type = isInputObjectType(named) ? named.getFields()[name]?.type : undefined;
  }
  return type !== undefined;
}
