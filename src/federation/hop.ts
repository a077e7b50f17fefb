/** The ways from one subgraph to another: the references that may be built, and the owner's door that takes them. */
import type { FieldNode } from 'graphql';
import { Kind } from 'graphql';
import { EntitySlot } from './entity-slot.js';
import type { Execution, FieldFacts } from './execution.js';
import { asPromise, isThenable } from './execution.js';
import type { Frame } from './frame.js';
import type { ReadReference } from './reference.js';
import type { Route, Standpoint } from './route.js';
import { banOf } from './route.js';
import type { ReferenceResolver } from './subgraph.js';

export class Hop {
  constructor(
    /** Hops that ask the same question share a number, wherever they start. */
    private readonly id: number,
    private readonly readers: readonly ReadReference[],
    private readonly resolveReference: ReferenceResolver | undefined,
    private readonly facts: FieldFacts,
  ) {}

  /** The reference of an object, or null when a part of every key is null. */
  refer(x: Execution, source: unknown, frame: Frame): object | null | PromiseLike<object | null> {
    return this.referBy(0, x, source, frame);
  }

  private referBy(
    index: number,
    x: Execution,
    source: unknown,
    frame: Frame,
  ): object | null | PromiseLike<object | null> {
    const read = this.readers[index];
    if (read === undefined) return null;
    const reference = read(x, source, frame);
    if (reference === null) return this.referBy(index + 1, x, source, frame);
    if (!isThenable(reference)) return reference;
    return reference.then((found) => found ?? this.referBy(index + 1, x, source, frame));
  }

  /** The entity itself, when nothing else is to be filled from it. */
  load(x: Execution, reference: object, frame: Frame): unknown {
    const slot = this.ask(x, reference, frame);
    if (slot.state === 'known') return slot.value;
    if (slot.state === 'failed') throw slot.value as Error;
    return new Promise((resolve, reject) => {
      slot.whenSettled(() => {
        if (slot.state === 'known') resolve(slot.value);
        else reject(slot.value);
      });
    });
  }

  /** Asks the owner for the entity, unless this request has asked already. */
  ask(x: Execution, reference: object, frame: Frame): EntitySlot {
    const entities = (x.request.entities[this.id] ??= new Map<unknown, EntitySlot>());
    const key = identityOf(reference, this.readers.length > 1);
    const known = entities.get(key);
    if (known !== undefined) return known;
    const slot = new EntitySlot();
    entities.set(key, slot);
    this.fetch(x, reference, frame, slot);
    return slot;
  }

  private fetch(x: Execution, reference: object, frame: Frame, slot: EntitySlot): void {
    if (this.resolveReference === undefined) {
      slot.resolve(reference);
      return;
    }
    let value: unknown;
    try {
      value = this.resolveReference(reference, x.contextValue, x.info(this.facts, frame));
    } catch (error) {
      slot.reject(error);
      return;
    }
    if (!isThenable(value)) {
      slot.resolve(value);
      return;
    }
    const guard = x.request.guard;
    asPromise(guard === undefined ? value : guard.watch(value)).then(
      (entity) => slot.resolve(entity),
      (error: unknown) => slot.reject(error),
    );
  }
}

/** A reference with one plain key is known by its value, any other by its text. */
function identityOf(reference: object, hasAlternatives: boolean): unknown {
  if (hasAlternatives) return JSON.stringify(reference);
  let count = 0;
  let only: unknown;
  for (const name in reference) {
    if (name === '__typename') continue;
    count++;
    only = (reference as Record<string, unknown>)[name];
  }
  return count === 1 && typeof only !== 'object' ? only : JSON.stringify(reference);
}

export interface HopSources {
  readers(from: Standpoint, route: Route): { keys: readonly string[]; readers: readonly ReadReference[] };
  resolver(graph: string, typeName: string): ReferenceResolver | undefined;
  facts(graph: string, typeName: string): Pick<FieldFacts, 'schema' | 'parentType' | 'returnType'>;
}

/** All hops of a supergraph, made when first needed and kept. */
export class Hops {
  private readonly known = new Map<string, Hop>();
  private readonly ids = new Map<string, number>();

  constructor(private readonly sources: HopSources) {}

  get(from: Standpoint, route: Route): Hop {
    const ban = [...from.banned].sort().join('|');
    const target = banOf(route.entityType, route.graph, route.requires?.text);
    const name = `${from.graph} ${from.typeName} > ${target} / ${ban}`;
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const { keys, readers } = this.sources.readers(from, route);
    const question = `${target} ${keys.join('|')}`;
    const id = this.ids.get(question) ?? this.ids.size;
    this.ids.set(question, id);
    const facts: FieldFacts = {
      ...this.sources.facts(route.graph, route.entityType),
      fieldName: '_entities',
      fieldNodes: [entitiesNode],
      subgraph: route.graph,
      timed: true,
    };
    const hop = new Hop(id, readers, this.sources.resolver(route.graph, route.entityType), facts);
    this.known.set(name, hop);
    return hop;
  }
}

const entitiesNode: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '_entities' } };
