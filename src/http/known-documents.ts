/** Operations that Apollo Server has parsed, validated and admitted before, by the text of their document: the next request with the
 *  same text needs no more than the guard and the execution. Whatever is not a plain success goes through Apollo Server after all. */
import {
  getOperationAST,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
  type OperationDefinitionNode,
} from 'graphql';
import { encode } from './graphql-response.js';

const DOCUMENTS_MAX = 1_000;

export interface KnownDocument {
  readonly document: DocumentNode;
  readonly queryHash: string;
}

/** One operation of a known document, with what it is asked with. */
export interface KnownOperation extends KnownDocument {
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

export class KnownDocuments {
  private readonly kept = new Map<string, KnownDocument>();

  remember(text: string, document: KnownDocument): void {
    if (this.kept.has(text)) return;
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size >= DOCUMENTS_MAX) this.kept.delete(oldest);
    this.kept.set(text, document);
  }

  /** What a body asks for; undefined where it is not known, is a subscription, or is anything but a plain request. */
  find(body: unknown): KnownOperation | undefined {
    const { query, variables, operationName, extensions } = body as Readonly<Record<string, unknown>>;
    const known = typeof query === 'string' ? this.kept.get(query) : undefined;
    if (known === undefined || (extensions !== undefined && extensions !== null)) return undefined;
    if (variables !== undefined && (typeof variables !== 'object' || Array.isArray(variables)))
      return undefined;
    const name = operationName ?? undefined;
    if (name !== undefined && typeof name !== 'string') return undefined;
    const operation = getOperationAST(known.document, name);
    if (!operation || operation.operation === OperationTypeNode.SUBSCRIPTION) return undefined;
    return { ...known, operation, operationName: name, variables: { ...variables } };
  }
}

/** The body that Apollo Server would send, or undefined for a result with errors, which it is to format. */
export function bodyOfSuccess({ errors, data, extensions }: ExecutionResult): Buffer | undefined {
  return errors === undefined || errors.length === 0
    ? encode(JSON.stringify({ data, extensions }), '\n')
    : undefined;
}
