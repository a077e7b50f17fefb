/** One running operation. Values are written into their containers as they arrive; a counter of unsettled promises tells
 *  when all is there, so nothing but the resolvers' own promises is allocated. */
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLError,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { locatedError, OperationTypeNode } from 'graphql';
import type { Allowance } from './allowance.js';
import type { ContextHolder } from './context-argument.js';
import type { EntitySlots } from './entity-slot.js';
import type { Frame } from './frame.js';
import { pathOf } from './frame.js';
import type { Merge } from './merge-parts.js';
import type { SourceGuard } from './source-guard.js';

/** Completes one value at its place. `undefined` says: null stands where null is not allowed, so the parent is null too. */
export type Complete = (x: Execution, value: unknown, frame: Frame) => unknown;

/** What is known of a field before any request: the constant part of `info`. */
export interface FieldFacts {
  readonly fieldName: string;
  readonly fieldNodes: readonly FieldNode[];
  readonly returnType: GraphQLOutputType;
  readonly parentType: GraphQLObjectType;
  readonly schema: GraphQLSchema;
  readonly subgraph: string;
  /** False for mutation and subscription fields: a change that takes long has not failed. */
  readonly timed: boolean;
}

/** What all parts of one request share. */
export interface Request {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  readonly contextValue: unknown;
  readonly rootValue: unknown;
  /** Coerced variables, as the subgraph's own types read them. */
  readonly variables: (subgraph: string) => Record<string, unknown>;
  readonly guard: SourceGuard | undefined;
  readonly allowance: Allowance;
  /** Kinds of failures that were reported: each is once an operation. */
  reported?: Set<string>;
  /** Entities by hop: what one subgraph was asked for once is never asked again in this request. */
  entities: (EntitySlots | undefined)[];
  readonly argumentCache: (Record<string, unknown> | undefined)[];
  /** By their place in the response: objects from which fields below take arguments. */
  contextHolders: WeakMap<object, ContextHolder> | undefined;
}

/** Errors of one answer. What more goes wrong is null like the rest, and as many errors say enough. */
export const ERRORS_MAX = 100;

type Container = Record<string | number, unknown>;

export class Execution {
  data: Container | null = null;
  readonly errors: GraphQLError[] = [];
  pending = 0;
  onIdle: (() => void) | undefined;
  failure: unknown;
  /** Parts of one value that several subgraphs hold, joined when everything has arrived. */
  merges: Merge[] | undefined;

  constructor(
    readonly request: Request,
    /** True while a key is read: an entity that its owner does not know is then no error, the hop simply finds nothing. */
    readonly isReadingKey: boolean,
    /** Of a key that is read: it is for a place where the answer of a mutation would be lost. */
    private readonly isKeyPatient = false,
  ) {}

  get contextValue(): unknown {
    return this.request.contextValue;
  }

  info(field: FieldFacts, path: Frame): GraphQLResolveInfo {
    const { request } = this;
    return {
      fieldName: field.fieldName,
      fieldNodes: field.fieldNodes,
      returnType: field.returnType,
      parentType: field.parentType,
      path: path,
      schema: field.schema,
      fragments: request.fragments,
      rootValue: request.rootValue,
      operation: request.operation,
      variableValues: request.variables(field.subgraph),
    };
  }

  /** Records an error that the hub itself found while completing a value. */
  addError(error: unknown, frame: Frame, nodes: readonly FieldNode[]): void {
    if (this.errors.length >= ERRORS_MAX) return;
    this.errors.push(locatedError(error, nodes, pathOf(frame)));
  }

  /** Records an error that came out of a subgraph. */
  fail(error: unknown, frame: Frame, field: FieldFacts): null | undefined {
    const isOver = this.request.allowance.stopped !== undefined || this.errors.length >= ERRORS_MAX;
    if (isOver) return frame.nullable ? null : undefined;
    const guard = this.request.guard;
    const told =
      guard === undefined
        ? error
        : guard.translate(error, field, this.mutationAbove(frame), (this.request.reported ??= new Set()));
    this.addError(told, frame, field.fieldNodes);
    return frame.nullable ? null : undefined;
  }

  /** Whether null at this place would be null up to a mutation's field: the answer that tells what was done would be lost. */
  isPatientAt(frame: Frame): boolean {
    if (!this.isMutation) return false;
    if (this.isReadingKey) return this.isKeyPatient;
    for (let at = frame; at.prev !== undefined; at = at.prev) if (at.nullable) return false;
    return true;
  }

  private get isMutation(): boolean {
    return this.request.operation.operation === OperationTypeNode.MUTATION;
  }

  /** The field of a mutation that the place lies below. */
  private mutationAbove(frame: Frame): string | undefined {
    if (!this.isMutation || frame.prev === undefined) return undefined;
    let at = frame;
    while (at.prev !== undefined) at = at.prev;
    return String(at.key);
  }

  /** Puts null at the nearest place at or above the frame that may be null. */
  nullify(frame: Frame): void {
    let at: Frame | undefined = frame;
    while (at !== undefined && !at.nullable) at = at.prev;
    if (at === undefined) this.data = null;
    else at.holder[at.key] = null;
  }

  /** Keeps the place open until the promise settles; null holds it meanwhile. */
  settle(promise: PromiseLike<unknown>, frame: Frame, field: FieldFacts, complete: Complete): null {
    this.pending++;
    const known = (value: unknown): void => {
      if (this.request.allowance.stopped !== undefined) return this.release();
      try {
        const result = complete(this, value, frame);
        if (result === undefined) this.nullify(frame);
        else frame.holder[frame.key] = result;
      } catch (error) {
        this.failure = error;
      }
      this.release();
    };
    const failed = (error: unknown): void => {
      this.fail(error, frame, field);
      this.nullify(frame);
      this.release();
    };
    const guard = field.timed ? this.request.guard : undefined;
    if (guard === undefined) asPromise(promise).then(known, failed);
    else (this.isPatientAt(frame) ? guard.patient : guard.usual).watch(asPromise(promise), known, failed);
    return null;
  }

  release(): void {
    if (--this.pending === 0) this.onIdle?.();
  }
}

/** A foreign thenable may call back at once, before its place exists; a native promise never does. */
export function asPromise<T>(value: PromiseLike<T>): Promise<T> {
  return value instanceof Promise ? value : Promise.resolve(value);
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    value !== null && typeof value === 'object' && typeof (value as { then?: unknown }).then === 'function'
  );
}
