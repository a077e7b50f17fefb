/** Every operation that `schema/operations` documents, by its name: files for adapters hold several. */
import { readdirSync } from 'node:fs';
import { Kind, parse, print, type OperationDefinitionNode } from 'graphql';
import { readText, projectRoot } from '../architecture/source-file.js';

export interface DocumentedOperation {
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** Itself and the fragments of its file. */
  readonly document: string;
}

export const documentedOperations: ReadonlyMap<string, DocumentedOperation> = new Map(
  readdirSync(`${projectRoot}/schema/operations`)
    .filter((file) => file.endsWith('.graphql'))
    .flatMap((file) => operationsOf(readText(`schema/operations/${file}`)))
    .map((operation) => [operation.name, operation]),
);

function operationsOf(text: string): readonly DocumentedOperation[] {
  const { definitions } = parse(text, { noLocation: true });
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map(print);
  return definitions
    .filter((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION)
    .map((one) => ({
      name: one.name?.value ?? '',
      kind: one.operation,
      document: [print(one), ...fragments].join('\n\n'),
    }));
}
