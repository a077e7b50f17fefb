/** What a supergraph may hold that the executor does not run yet, each with the reason and the way out. */
import type { DocumentNode } from 'graphql';
import { argumentsOf } from './supergraph.js';

/** One line for each element that is not supported; empty when all is. */
export function refuseUnsupported(supergraph: DocumentNode): string[] {
  const problems: string[] = [];
  for (const definition of supergraph.definitions) {
    if (!('name' in definition) || definition.name === undefined) continue;
    const typeName = definition.name.value;
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) {
      for (const join of argumentsOf(field.directives, 'join__field')) {
        const coordinate = `${typeName}.${field.name.value}`;
        if (join['overrideLabel'] !== undefined) {
          problems.push(
            `${coordinate}: progressive @override (with a label) is not supported; use @override without one.`,
          );
        }
        if (join['contextArguments'] !== undefined) {
          problems.push(
            `${coordinate}: @fromContext is not supported; pass the value as an argument or by @requires.`,
          );
        }
      }
    }
  }
  return problems;
}
