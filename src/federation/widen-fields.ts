/** Where subgraphs share a field and one of them promises more than the others (an object instead of a union that it belongs
 *  to), the graph promises what all of them keep. The composition library takes the first promise; this mends it. */
import type { DocumentNode, FieldDefinitionNode, TypeNode } from 'graphql';
import { Kind, visit } from 'graphql';

/** The same document when there is nothing to widen. */
export function widenFields(supergraph: DocumentNode, subgraphs: readonly DocumentNode[]): DocumentNode {
  const promises = readPromises(subgraphs);
  const members = readMembers(supergraph);
  let parent = '';
  return visit(supergraph, {
    enter(node) {
      if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION)
        parent = node.name.value;
      if (node.kind !== Kind.FIELD_DEFINITION) return undefined;
      const names = promises.get(`${parent}.${node.name.value}`);
      if (names === undefined || names.size < 2) return undefined;
      const widest = [...names].find((name) =>
        [...names].every((other) => other === name || members.get(name)?.has(other) === true),
      );
      return widest === undefined || widest === nameOf(node.type) ? undefined : withType(node, widest);
    },
  });
}

/** What the subgraphs say of each field: the names of its types. */
function readPromises(subgraphs: readonly DocumentNode[]): Map<string, Set<string>> {
  const promises = new Map<string, Set<string>>();
  for (const definition of subgraphs.flatMap((document) => document.definitions)) {
    if (!('fields' in definition) || definition.kind.startsWith('Input')) continue;
    for (const field of (definition.fields ?? []) as readonly FieldDefinitionNode[]) {
      const coordinate = `${definition.name.value}.${field.name.value}`;
      promises.set(coordinate, (promises.get(coordinate) ?? new Set()).add(nameOf(field.type)));
    }
  }
  return promises;
}

/** The types that belong to each union and interface. */
function readMembers(supergraph: DocumentNode): Map<string, Set<string>> {
  const members = new Map<string, Set<string>>();
  const note = (of: string, member: string) => members.set(of, (members.get(of) ?? new Set()).add(member));
  for (const definition of supergraph.definitions) {
    if (definition.kind === Kind.UNION_TYPE_DEFINITION)
      for (const type of definition.types ?? []) note(definition.name.value, type.name.value);
    if ('interfaces' in definition)
      for (const type of definition.interfaces ?? []) note(type.name.value, definition.name.value);
  }
  return members;
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

function withType(field: FieldDefinitionNode, value: string): FieldDefinitionNode {
  const widen = (type: TypeNode): TypeNode =>
    type.kind === Kind.NAMED_TYPE
      ? { ...type, name: { kind: Kind.NAME, value } }
      : ({ ...type, type: widen(type.type) } as TypeNode);
  return { ...field, type: widen(field.type) };
}
