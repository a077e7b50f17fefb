/** Tells a resolver when it may leave out of its statement what nobody asked for. */
import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

/** Whether the operation asks for no other fields of this field's objects than those; in doubt it does. */
export function asksOnlyFor(
  { fieldNodes, fragments }: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>,
  names: ReadonlySet<string>,
): boolean {
  const entered = new Set<string>();
  return fieldNodes.every(({ selectionSet }) => selectionSet === undefined || isWithin(selectionSet));

  function isWithin({ selections }: SelectionSetNode): boolean {
    return selections.every((selection) => {
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        return names.has(name) || name === '__typename';
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) return isWithin(selection.selectionSet);
      const fragment = selection.name.value;
      if (entered.has(fragment)) return true;
      entered.add(fragment);
      const meant = fragments[fragment];
      return meant !== undefined && isWithin(meant.selectionSet);
    });
  }
}
