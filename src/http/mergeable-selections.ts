/** Refuses documents in which so many fields have the same place in the answer that to compare them with each other would take long:
 *  the rule of GraphQL that such fields must be mergeable looks at every pair. This counts the pairs in one pass. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { HubError } from '../values/index.js';

/** Pairs of fields that are compared in a few milliseconds. A field that twenty fragments ask for makes 190. */
const PAIRS_MAX = 20_000;
/** Levels looked at: fragments in a circle have no end. What is valid is refused long before for its depth. */
const DEPTH_MAX = 100;
/** Selections looked at, fragments unfolded wherever they are spread. */
const SELECTIONS_MAX = 20_000;

/** @throws HubError QUERY_TOO_COSTLY */
export function assertMergeable({ definitions }: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  let pairs = 0;
  let selections = 0;

  function countPairs(sets: readonly SelectionSetNode[], depth: number): void {
    if (depth > DEPTH_MAX) refuse(`nested deeper than ${DEPTH_MAX} fields`);
    const byKey = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    for (const set of sets) collect(set, byKey, spread);
    for (const fields of byKey.values()) {
      pairs += (fields.length * (fields.length - 1)) / 2;
      if (pairs > PAIRS_MAX) refuse('asking for the same fields too many times');
      const below = fields.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
      if (below.length > 0) countPairs(below, depth + 1);
    }
  }

  /** A fragment is spread once in a set, as GraphQL does; a circle ends there, and is refused by its own rule. */
  function collect(set: SelectionSetNode, byKey: Map<string, FieldNode[]>, spread: Set<string>): void {
    for (const selection of set.selections) {
      selections += 1;
      if (selections > SELECTIONS_MAX) refuse(`longer than ${SELECTIONS_MAX} selections`);
      if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, byKey, spread);
      else if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const known = byKey.get(key);
        if (known === undefined) byKey.set(key, [selection]);
        else known.push(selection);
      } else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment !== undefined) collect(fragment.selectionSet, byKey, spread);
      }
    }
  }

  for (const definition of definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION || definition.kind === Kind.FRAGMENT_DEFINITION)
      countPairs([definition.selectionSet], 1);
}

function refuse(what: string): never {
  throw new HubError('QUERY_TOO_COSTLY', `The document is ${what}. Ask for less at once.`);
}
