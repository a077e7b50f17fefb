/** A hub's connection with the troubles of a network: requests that never arrive, and answers that never come back. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { getOperationAST } from 'graphql';
import { HubFailure, type HubConnection } from '../hub/hub-connection.js';

export class FlakyHub implements HubConnection {
  readonly wakes: HubConnection['wakes'];
  /** Per operation, what happens to its next requests; afterwards all is well. */
  readonly #troubles = new Map<string, ('never arrives' | 'answer is lost')[]>();

  constructor(private readonly hub: HubConnection) {
    this.wakes = hub.wakes?.bind(hub);
  }

  trouble(operation: string, ...troubles: ('never arrives' | 'answer is lost')[]): void {
    this.#troubles.set(operation, troubles);
  }

  async execute<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    const trouble = this.#troubles.get(getOperationAST(document)?.name?.value ?? '')?.shift();
    if (trouble === 'never arrives') throw new HubFailure('UNREACHABLE', trouble);
    const data = await this.hub.execute(document, variables);
    if (trouble === 'answer is lost') throw new HubFailure('UNREACHABLE', trouble);
    return data;
  }

  close(): Promise<void> {
    return this.hub.close();
  }
}
