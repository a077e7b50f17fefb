/** Compiles a selection on one type, held by one subgraph, into the functions that fill the response object: local fields
 *  read in place, all others grouped by the subgraph that must be entered for them. */
import type { FieldNode, GraphQLField, GraphQLLeafType, GraphQLOutputType, SelectionSetNode } from 'graphql';
import {
  defaultFieldResolver,
  GraphQLError,
  getNamedType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
} from 'graphql';
import { completeAbstract } from './abstract-type.js';
import { compileArguments } from './arguments.js';
import { collectFields } from './collect-fields.js';
import type { Scope } from './collect-fields.js';
import {
  completeLeaf,
  completeList,
  completeNonNull,
  completeNullable,
  plainTest,
  quickLeaf,
  type EnumPair,
} from './complete-value.js';
import { contextStep } from './context-argument.js';
import { enterHop } from './enter-hop.js';
import type { HopField } from './enter-hop.js';
import type { Complete, FieldFacts } from './execution.js';
import { propertyStep, resolverStep } from './field-step.js';
import type { Hops } from './hop.js';
import { completeInterfaceObject } from './interface-object.js';
import { checkIsTypeOf } from './is-type-of.js';
import { laterOf } from './later.js';
import { mergedPart } from './merge-parts.js';
import type { FieldCode, Fill } from './object-code.js';
import { compileContainer, compileFill, joinFills } from './object-code.js';
import type { ReadReference } from './reference.js';
import type { Route, RoutePart, Router, Standpoint } from './route.js';
import type { Schemas } from './schemas.js';
import { originalOf } from './transplant.js';

const typenameSet: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
};

export interface CompilerParts {
  readonly schemas: Schemas;
  readonly router: Router;
  readonly hops: Hops;
  /** Compiles what reads a selection from an object, for the use of a hop or an argument. */
  readonly compileReader: (from: Standpoint, selection: SelectionSetNode) => ReadReference;
}

/** A selection, compiled: a container with all its keys, and what fills it. */
export interface CompiledFields {
  readonly container: () => Record<string, unknown>;
  readonly fills: readonly Fill[];
  /** How many values it has. */
  readonly size: number;
}

interface Groups {
  readonly all: FieldCode[];
  readonly local: FieldCode[];
  readonly hops: Map<string, { route: Route; fields: HopField[] }>;
}

export class SelectionCompiler {
  private argumentSlots = 0;

  constructor(
    private readonly parts: CompilerParts,
    private readonly scope: Scope,
    /** `key` compiles what a hop reads for itself: hidden fields count, and nothing is kept per operation. */
    private readonly purpose: 'operation' | 'key',
  ) {}

  /** The completion of an object value of a known type. */
  compileObject(from: Standpoint, field: FieldFacts, sets: readonly SelectionSetNode[]): Complete {
    const { container, fills, size } = this.compileFields(from, sets);
    const fill = joinFills(fills);
    const contexts = this.parts.router.ownership.contexts(from.typeName);
    const complete: Complete = (x, value, frame) => {
      if (!x.request.allowance.spend(size)) return undefined;
      const into = container();
      if (contexts.size > 0)
        (x.request.contextHolders ??= new WeakMap()).set(into, { contexts, from, source: value, frame });
      return fill(x, value, frame, into) ? into : undefined;
    };
    return checkIsTypeOf(this.parts.schemas.own(from.graph ?? '', from.typeName), field, complete);
  }

  compileFields(from: Standpoint, sets: readonly SelectionSetNode[]): CompiledFields {
    const groups: Groups = { all: [], local: [], hops: new Map() };
    for (const [key, nodes] of collectFields(this.scope, from.typeName, sets)) {
      this.compileField(from, key, nodes, groups);
    }
    const isWorked = groups.local.some((field) => field.kind !== 'constant');
    const fills = isWorked ? [compileFill(groups.local)] : [];
    for (const { route, fields } of groups.hops.values()) {
      const hop = this.parts.hops.get(from, route);
      fills.push(enterHop(hop, fields, compileFill(fields.map((field) => field.code))));
    }
    return { container: compileContainer(groups.all), fills, size: groups.all.length };
  }

  private compileField(from: Standpoint, key: string, nodes: readonly FieldNode[], groups: Groups): void {
    const fieldName = nodes[0]?.name.value ?? '';
    const constant = fieldName === '__typename' ? from.typeName : laterOf(fieldName);
    if (constant !== undefined) {
      groups.all.push({ kind: 'constant', key, value: constant });
      return;
    }
    const [first, ...others] = this.choose(from, nodes);
    if (first === undefined) throw unreachable(from, fieldName);
    const main = this.compilePart(from, first, key, nodes);
    groups.all.push(main.code);
    this.addToGroup(from, first.route, main, groups);
    for (const part of others) {
      const field = this.compilePart(from, part, key, nodes);
      this.addToGroup(from, part.route, { ...field, code: mergedPart(field.code) }, groups);
    }
  }

  private addToGroup(from: Standpoint, route: Route, field: HopField, groups: Groups): void {
    if (route.isLocal || this.parts.router.ownership.isRoot(from.typeName)) {
      groups.local.push(field.code);
      return;
    }
    const id = `${route.graph} ${route.entityType} ${route.requires?.text ?? ''}`;
    const group = groups.hops.get(id) ?? { route, fields: [] };
    group.fields.push(field);
    groups.hops.set(id, group);
  }

  /** An interface that no type of the subgraph implements gives no value; what nobody can read is refused all the same. */
  private refuseUnreachable(from: Standpoint, sets: readonly SelectionSetNode[]): void {
    for (const nodes of collectFields(this.scope, from.typeName, sets).values()) {
      const name = nodes[0]?.name.value ?? '';
      const isReachable = name.startsWith('__') || this.choose(from, nodes).length > 0;
      if (!isReachable) throw unreachable(from, name);
    }
  }

  private choose(from: Standpoint, nodes: readonly FieldNode[]): readonly RoutePart[] {
    const name = nodes[0]?.name.value;
    if (name !== '__schema' && name !== '__type') return this.parts.router.choose(this.scope, from, nodes);
    const graph = this.parts.schemas.introspection;
    const owner = { graph, entityType: from.typeName, requires: undefined, provides: undefined };
    const sets = nodes.flatMap((node) => (node.selectionSet ? [node.selectionSet] : []));
    return [{ route: { ...owner, isLocal: true, cost: 0 }, sets }];
  }

  private compilePart(from: Standpoint, part: RoutePart, key: string, nodes: readonly FieldNode[]): HopField {
    const { schemas, router } = this.parts;
    const { route, sets } = part;
    const fieldName = nodes[0]?.name.value ?? '';
    const { own, parentType, schema } = schemas.field(route.graph, route.entityType, fieldName);
    const type = schemas.fieldType(from.typeName, fieldName);
    const facts: FieldFacts = {
      fieldName,
      fieldNodes: nodes,
      returnType: originalOf(own.type),
      parentType: originalOf(parentType),
      schema: originalOf(schema),
      subgraph: route.graph,
      timed: this.scope.schema.getMutationType()?.name !== from.typeName,
    };
    const below = router.below(this.scope, from, route, fieldName, getNamedType(type).name);
    const complete = this.compileValue(facts, type, below, sets, listMaxOf(own));
    const isNullable = !isNonNullType(type);
    return {
      key,
      typeName: from.typeName,
      isNullable,
      facts,
      code: this.fieldCode(own, { facts, complete, key, type, contextArguments: route.contextArguments }),
    };
  }

  private fieldCode(
    own: GraphQLField<unknown, unknown>,
    field: {
      facts: FieldFacts;
      complete: Complete;
      key: string;
      type: GraphQLOutputType;
      contextArguments: Route['contextArguments'];
    },
  ): FieldCode {
    const { facts, complete, key, type, contextArguments } = field;
    const slot = this.purpose === 'operation' ? this.argumentSlots++ : undefined;
    const readArguments = compileArguments(own, facts, slot);
    const isNullable = !isNonNullType(type);
    const place = { key, isNullable, facts, complete, readArguments };
    if (contextArguments !== undefined) {
      const resolve = own.resolve ?? defaultFieldResolver;
      const step = contextStep({ ...place, own, resolve }, contextArguments, this.parts.compileReader);
      return { kind: 'step', key, step };
    }
    if (own.resolve !== undefined && own.resolve !== defaultFieldResolver) {
      return { kind: 'step', key, step: resolverStep({ ...place, resolve: own.resolve }) };
    }
    const leaf = isNonNullType(type) ? type.ofType : type;
    const plain = isLeafType(leaf) ? plainTest(leaf, isSpecifiedScalarType(leaf)) : undefined;
    const quick =
      isLeafType(leaf) && plain === undefined ? quickLeaf(...this.leafOf(facts.subgraph, leaf)) : undefined;
    return { kind: 'property', key, property: own.name, isNullable, plain, quick, step: propertyStep(place) };
  }

  private compileValue(
    field: FieldFacts,
    type: GraphQLOutputType,
    from: Standpoint,
    sets: readonly SelectionSetNode[],
    listMax: number,
  ): Complete {
    if (isNonNullType(type))
      return completeNonNull(field, this.compileNamed(field, type.ofType, from, sets, listMax));
    return completeNullable(field, this.compileNamed(field, type, from, sets, listMax));
  }

  private compileNamed(
    field: FieldFacts,
    type: GraphQLOutputType,
    from: Standpoint,
    sets: readonly SelectionSetNode[],
    listMax: number,
  ): Complete {
    if (isListType(type)) {
      const item = this.compileValue(field, type.ofType, from, sets, listMax);
      return completeList(field, item, { isItemNullable: !isNonNullType(type.ofType), listMax });
    }
    if (isLeafType(type)) return completeLeaf(field, ...this.leafOf(from.graph ?? '', type));
    return isObjectType(type)
      ? this.compileObject(from, field, sets)
      : this.compileAbstract(field, from, sets);
  }

  /** The type as the subgraph has it, and the enums where it is one. */
  private leafOf(graph: string, type: GraphQLLeafType): [GraphQLLeafType, EnumPair | undefined] {
    const own = this.parts.schemas.ownNamed(graph, type.name);
    return [
      isLeafType(own) ? own : type,
      this.purpose === 'key' ? undefined : this.parts.schemas.enums(type.name),
    ];
  }

  private compileAbstract(field: FieldFacts, from: Standpoint, sets: readonly SelectionSetNode[]): Complete {
    const { schemas, router } = this.parts;
    // Where subgraphs share a field, one may promise more than the graph does: an object, or a narrower abstract type.
    const declared = nameOf(field.returnType);
    const own = schemas.ownNamed(from.graph ?? '', declared);
    if (isObjectType(own) && declared !== from.typeName)
      return this.compileObject({ ...from, typeName: declared }, field, sets);
    if (!isAbstractType(own)) {
      if (router.isServedAsObject(this.scope, from, sets)) return this.compileObject(from, field, sets);
      const { parts, scope } = this;
      return completeInterfaceObject({ parts, compiler: this, scope, field }, from, sets);
    }
    // A resolver that is given an abstract value by `@requires` must be able to tell what it is.
    const isKey = this.purpose === 'key';
    const typed = isKey ? [typenameSet, ...sets] : sets;
    const visible = isKey ? this.scope.schema : schemas.publicSchema;
    const schema = schemas.subgraph(from.graph ?? '');
    if (schema.getPossibleTypes(own).length === 0) this.refuseUnreachable(from, sets);
    return completeAbstract(field, { own, schema, visible }, (typeName) =>
      this.compileObject({ ...from, typeName }, field, typed),
    );
  }
}

/** The name of the type inside lists and required values, whichever copy of graphql-js made it. */
function nameOf(type: GraphQLOutputType): string {
  return 'ofType' in type ? nameOf(type.ofType) : type.name;
}

function unreachable(from: Standpoint, fieldName: string): GraphQLError {
  const where = from.graph === undefined ? '' : ` from subgraph "${from.graph}"`;
  return new GraphQLError(`The field ${from.typeName}.${fieldName} cannot be reached${where}.`);
}

/** The most elements of a list, where its subgraph says so. */
function listMaxOf({ extensions }: GraphQLField<unknown, unknown>): number {
  const { listMax } = extensions;
  return typeof listMax === 'number' ? listMax : Infinity;
}
