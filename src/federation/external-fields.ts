/** The fields that subgraphs call `@external`. A supergraph does not always say so of a field that all subgraphs of an
 *  interface declare, so the subgraphs' own SDL is asked as well. */
import type { DocumentNode } from 'graphql';
import { parse } from 'graphql';
import type { SubgraphDefinition } from './subgraph.js';
import { argumentsOf } from './supergraph.js';

/** `subgraph:Type.field` for each. */
export function findExternalFields(subgraphs: readonly SubgraphDefinition[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { name, typeDefs } of subgraphs) {
    for (const coordinate of externalIn(typeof typeDefs === 'string' ? parse(typeDefs) : typeDefs)) {
      found.add(`${name}:${coordinate}`);
    }
  }
  return found;
}

function* externalIn(document: DocumentNode): Generator<string> {
  const names = ['external', 'federation__external'];
  for (const definition of document.definitions) {
    if (!('fields' in definition) || definition.kind.startsWith('Input')) continue;
    const isWhole = names.some((name) => argumentsOf(definition.directives, name).length > 0);
    for (const field of definition.fields ?? []) {
      const isExternal = names.some((name) => argumentsOf(field.directives, name).length > 0);
      if (isWhole || isExternal) yield `${definition.name.value}.${field.name.value}`;
    }
  }
}
