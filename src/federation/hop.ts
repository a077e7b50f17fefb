/** The ways from one subgraph to another: the references that may be built, and the owner's door that takes them. */
import type { FieldNode } from 'graphql';
import { Kind, print } from 'graphql';
import { EntitySlot, EntitySlots } from './entity-slot.js';
import type { Execution, FieldFacts } from './execution.js';
import { asPromise, isThenable } from './execution.js';
import type { Frame } from './frame.js';
import { compileReferenceOf } from './object-code.js';
import type { ReadReference } from './reference.js';
import type { Route, Standpoint } from './route.js';
import { banOf } from './route.js';
import type { ReferenceResolver } from './subgraph.js';

/** A slot, nothing when a part of every key is null, or either of them later. */
export type Reached = EntitySlot | null | PromiseLike<EntitySlot | null>;

/** One key that a reference may be built of. */
interface HopKey {
  /** Hops that ask the same question share a number, wherever they start. */
  readonly id: number;
  readonly read: ReadReference;
}

interface HopPlan {
  /** The cheapest first. */
  readonly keys: readonly HopKey[];
  /** Where the only key is a text that lies in the object: its property, and what makes the reference of it. */
  readonly plain:
    { readonly id: number; readonly property: string; readonly refer: (value: string) => object } | undefined;
  readonly resolveReference: ReferenceResolver | undefined;
  readonly facts: FieldFacts;
}

export class Hop {
  constructor(private readonly plan: HopPlan) {}

  /** The entity that an object stands for on the other side. The owner is asked unless this request has asked already.
   *  @param isPatient without it the answer of a mutation would be lost */
  reach(x: Execution, source: unknown, frame: Frame, isPatient: boolean): Reached {
    const { plain } = this.plan;
    if (plain !== undefined) {
      const value = (source as Record<string, unknown>)[plain.property];
      if (typeof value === 'string') {
        const slots = slotsOf(x, plain.id, isPatient);
        return slots.get(value) ?? this.ask(x, slots, plain.refer(value), frame, value);
      }
    }
    return this.reachBy(0, x, source, frame, isPatient);
  }

  private reachBy(index: number, x: Execution, source: unknown, frame: Frame, isPatient: boolean): Reached {
    const key = this.plan.keys[index];
    if (key === undefined) return null;
    const use = (reference: object | null): Reached => {
      if (reference === null) return this.reachBy(index + 1, x, source, frame, isPatient);
      const identity = identityOf(reference);
      const slots = slotsOf(x, key.id, isPatient);
      return slots.get(identity) ?? this.ask(x, slots, reference, frame, identity);
    };
    const reference = key.read(x, source, frame, isPatient);
    return isThenable(reference) ? (reference as PromiseLike<object | null>).then(use) : use(reference);
  }

  private ask(
    x: Execution,
    slots: EntitySlots,
    reference: object,
    frame: Frame,
    identity: unknown,
  ): EntitySlot {
    const slot = new EntitySlot();
    slots.set(identity, slot);
    let value: unknown;
    try {
      value = this.read(x, reference, frame);
    } catch (error) {
      slot.reject(error);
      return slot;
    }
    if (!isThenable(value)) {
      slot.resolve(value);
      return slot;
    }
    const { guard } = x.request;
    const known = (entity: unknown): void => slot.resolve(entity);
    const failed = (error: unknown): void => slot.reject(error);
    if (guard === undefined) asPromise(value).then(known, failed);
    else if (!slots.isPatient) guard.usual.watch(asPromise(value), known, failed);
    else {
      const reading = guard.readAgain(value, () => this.read(x, reference, frame));
      guard.patient.watch(reading, known, failed);
    }
    return slot;
  }

  /** Asks the owner; where the reference is all there is to the entity, it is the entity. */
  private read(x: Execution, reference: object, frame: Frame): unknown {
    const { resolveReference, facts } = this.plan;
    return resolveReference === undefined
      ? reference
      : resolveReference(reference, x.contextValue, x.info(facts, frame));
  }
}

function slotsOf(x: Execution, id: number, isPatient: boolean): EntitySlots {
  return (x.request.entities[2 * id + (isPatient ? 1 : 0)] ??= new EntitySlots(isPatient));
}

/** A reference with one plain key is known by its value, any other by its text. */
function identityOf(reference: object): unknown {
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
  readers(
    from: Standpoint,
    route: Route,
  ): {
    keys: readonly { readonly text: string; readonly read: ReadReference }[];
    property: string | undefined;
  };
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
    // What the field above provides is read where it stands, elsewhere the same field is fetched.
    const provided = from.provided.map(print).join(' ');
    const name = `${from.graph} ${from.typeName} ${provided} > ${target} / ${ban}`;
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const { keys: found, property } = this.sources.readers(from, route);
    const question = `${route.entityType}:${route.graph}${route.requires === undefined ? '' : ' with more'}`;
    const keys = found.map(({ text, read }) => ({ id: this.idOf(`${question} ${text}`), read }));
    const [first] = keys;
    const facts: FieldFacts = {
      ...this.sources.facts(route.graph, route.entityType),
      fieldName: '_entities',
      fieldNodes: [entitiesNode],
      subgraph: route.graph,
      timed: true,
    };
    const plain =
      property === undefined || first === undefined
        ? undefined
        : { id: first.id, property, refer: compileReferenceOf(route.entityType, property) };
    const resolveReference = this.sources.resolver(route.graph, route.entityType);
    const hop = new Hop({ keys, plain, resolveReference, facts });
    this.known.set(name, hop);
    return hop;
  }

  private idOf(question: string): number {
    const id = this.ids.get(question) ?? this.ids.size;
    this.ids.set(question, id);
    return id;
  }
}

const entitiesNode: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '_entities' } };
