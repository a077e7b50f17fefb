/** Holds the place of a field that a later part of its object brings, so that the keys of an object stand in the order of the
 *  selection, and what never comes is known. */
import type { FieldNode } from 'graphql';
import { Kind } from 'graphql';

export class Later {
  constructor(readonly isNullable: boolean) {}
}

const NULLABLE = '__laterOrNull';
const REQUIRED = '__later';
const later: ReadonlyMap<string, Later> = new Map([
  [NULLABLE, new Later(true)],
  [REQUIRED, new Later(false)],
]);

/** Selects the place of a field. */
export function laterNode(node: FieldNode, isNullable: boolean): FieldNode {
  const name = { kind: Kind.NAME, value: isNullable ? NULLABLE : REQUIRED } as const;
  return { kind: Kind.FIELD, name, alias: node.alias ?? node.name };
}

/** What stands where such a place is selected. */
export function laterOf(fieldName: string): Later | undefined {
  return later.get(fieldName);
}
