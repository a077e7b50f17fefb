/** Field sets are the little selections inside `@key`, `@requires` and `@provides`. */
import type { FieldNode, SelectionSetNode } from 'graphql';
import { Kind, parse } from 'graphql';

/** Parses `id organisation { id }` into the selection set that it stands for. */
export function parseFieldSet(text: string): SelectionSetNode {
  const trimmed = text.trim();
  const document = parse(trimmed.startsWith('{') ? trimmed : `{${trimmed}}`, { noLocation: true });
  const definition = document.definitions[0];
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`"${text}" is not a field set.`);
  return definition.selectionSet;
}

/** One selection set with the fields of all. */
export function joinSelections(sets: readonly SelectionSetNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections: sets.flatMap((set) => set.selections) };
}

/** Every field of a field set with the type condition it stands under and its depth-first parent. */
export function* walkFields(
  selection: SelectionSetNode,
  typeName: string,
  fieldType: (typeName: string, fieldName: string) => string | undefined,
): Generator<{ typeName: string; field: FieldNode }> {
  for (const node of selection.selections) {
    if (node.kind === Kind.FIELD) {
      yield { typeName, field: node };
      const child = fieldType(typeName, node.name.value);
      if (node.selectionSet && child !== undefined) yield* walkFields(node.selectionSet, child, fieldType);
    } else if (node.kind === Kind.INLINE_FRAGMENT) {
      yield* walkFields(node.selectionSet, node.typeCondition?.name.value ?? typeName, fieldType);
    }
  }
}
