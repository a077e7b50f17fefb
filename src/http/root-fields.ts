/** The names of an operation's root fields, whatever fragments they stand in. */
import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

export function rootFieldsOf(document: DocumentNode, operation: OperationDefinitionNode): readonly string[] {
  const names = new Set<string>();
  const unfolded = new Set<string>();

  function collect(set: SelectionSetNode): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else if (!unfolded.has(selection.name.value)) {
        unfolded.add(selection.name.value);
        for (const definition of document.definitions) {
          if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
          if (definition.name.value === selection.name.value) collect(definition.selectionSet);
        }
      }
    }
  }

  collect(operation.selectionSet);
  return [...names].sort();
}

/** Whether only the schema itself is asked for, which is public. */
export function asksOnlyForSchema(rootFields: readonly string[]): boolean {
  return rootFields.every((name) => name.startsWith('__'));
}
