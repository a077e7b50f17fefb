/** An operation's root fields, whatever fragments they stand in. */
import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** Their names, each once. */
export function rootFieldsOf(document: DocumentNode, operation: OperationDefinitionNode): readonly string[] {
  return [...new Set(rootFieldNodesOf(document, operation).map(({ name }) => name.value))].sort();
}

/** Each of them once, also where its fragment is spread again. */
export function rootFieldNodesOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly FieldNode[] {
  const fields = new Set<FieldNode>();
  const unfolded = new Set<string>();

  function collect(set: SelectionSetNode): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) fields.add(selection);
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
  return [...fields];
}

/** Whether it asks for one name: `{ __typename }`, by which clients ask whether anybody is there, or the plain fields of one type. */
export function asksOnlyForName({ selectionSet: { selections } }: OperationDefinitionNode): boolean {
  const [only] = selections;
  if (selections.length !== 1 || only?.kind !== Kind.FIELD) return false;
  if (only.name.value === '__typename') return true;
  const below = only.selectionSet?.selections ?? [];
  return (
    only.name.value === '__type' &&
    below.length <= PLAIN_FIELDS_MAX &&
    below.every((field) => field.kind === Kind.FIELD && field.selectionSet === undefined)
  );
}

const PLAIN_FIELDS_MAX = 5;

/** Whether only the schema itself is asked for, which is public. */
export function asksOnlyForSchema(rootFields: readonly string[]): boolean {
  return rootFields.every((name) => name.startsWith('__'));
}
