/** Compiles a selection on one type, held by one subgraph, into the function that fills the response object: local fields
 *  read in place, all others grouped by the subgraph that must be entered for them. */
import type { FieldNode, GraphQLField, GraphQLOutputType, SelectionSetNode } from 'graphql';
import {
  defaultFieldResolver,
  getNamedType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
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
} from './complete-value.js';
import { enterHop } from './enter-hop.js';
import type { HopField } from './enter-hop.js';
import type { Complete, FieldFacts } from './execution.js';
import { propertyStep, resolverStep } from './field-step.js';
import type { Hops } from './hop.js';
import { checkIsTypeOf } from './is-type-of.js';
import type { FieldCode, Fill } from './object-code.js';
import { compileContainer, compileFill } from './object-code.js';
import type { Route, Router, Standpoint } from './route.js';
import type { Schemas } from './schemas.js';

export interface CompilerParts {
  readonly schemas: Schemas;
  readonly router: Router;
  readonly hops: Hops;
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
    const { container, fills } = this.compileFields(from, sets);
    const [first, ...others] = fills;
    const complete: Complete = (x, value, frame) => {
      const into = container();
      if (first !== undefined && !first(x, value, frame, into)) return undefined;
      for (const fill of others) if (!fill(x, value, frame, into)) return undefined;
      return into;
    };
    return checkIsTypeOf(this.parts.schemas.own(from.graph ?? '', from.typeName), field, complete);
  }

  /** The container of a selection and the functions that fill it, the local fields first. */
  compileFields(
    from: Standpoint,
    sets: readonly SelectionSetNode[],
  ): { container: () => Record<string, unknown>; fills: Fill[] } {
    const all: FieldCode[] = [];
    const local: FieldCode[] = [];
    const groups = new Map<string, { route: Route; fields: HopField[] }>();
    for (const [key, nodes] of collectFields(this.scope, from.typeName, sets)) {
      const code = this.compileField(from, key, nodes, groups);
      if (code === undefined) continue;
      all.push(code.shape);
      if (code.local !== undefined) local.push(code.local);
    }
    const fills = local.some((field) => field.kind !== 'constant') ? [compileFill(local)] : [];
    for (const { route, fields } of groups.values()) fills.push(this.compileHop(from, route, fields));
    return { container: compileContainer(all), fills };
  }

  private compileField(
    from: Standpoint,
    key: string,
    nodes: readonly FieldNode[],
    groups: Map<string, { route: Route; fields: HopField[] }>,
  ): { shape: FieldCode; local?: FieldCode } | undefined {
    const fieldName = nodes[0]?.name.value ?? '';
    if (fieldName === '__typename') return { shape: { kind: 'constant', key, value: from.typeName } };
    const route = this.route(from, nodes);
    if (route === undefined) {
      throw new Error(
        `The field ${from.typeName}.${fieldName} cannot be reached${from.graph ? ` from subgraph "${from.graph}"` : ''}.`,
      );
    }
    const code = this.compileFieldCode(from, route, key, nodes);
    if (route.isLocal || this.parts.router.isRoot(from.typeName))
      return { shape: code.code, local: code.code };
    const id = `${route.graph} ${route.requires?.text ?? ''}`;
    const group = groups.get(id) ?? { route, fields: [] };
    group.fields.push(code);
    groups.set(id, group);
    return { shape: code.code };
  }

  private route(from: Standpoint, nodes: readonly FieldNode[]): Route | undefined {
    const name = nodes[0]?.name.value;
    if (this.parts.router.isRoot(from.typeName) && (name === '__schema' || name === '__type')) {
      return { graph: this.parts.schemas.introspection, isLocal: true, requires: undefined, cost: 0 };
    }
    return this.parts.router.choose(this.scope, from, nodes);
  }

  private compileFieldCode(
    from: Standpoint,
    route: Route,
    key: string,
    nodes: readonly FieldNode[],
  ): HopField {
    const { schemas, router } = this.parts;
    const node = nodes[0]!;
    const { own, parentType, schema } = schemas.field(route.graph, from.typeName, node.name.value);
    const type = schemas.fieldType(from.typeName, node.name.value);
    const facts: FieldFacts = {
      fieldName: own.name,
      fieldNodes: nodes,
      returnType: own.type,
      parentType,
      schema,
      subgraph: route.graph,
      timed: this.scope.schema.getMutationType()?.name !== from.typeName,
    };
    const below: Standpoint = {
      typeName: getNamedType(type).name,
      graph: route.graph,
      provided: router.providedBelow(this.scope, from, route, own.name),
      banned: from.banned,
    };
    const sets = nodes.flatMap((each) => (each.selectionSet ? [each.selectionSet] : []));
    const complete = this.compileValue(facts, type, below, sets);
    const isNullable = !isNonNullType(type);
    return {
      key,
      typeName: from.typeName,
      isNullable,
      facts,
      code: this.fieldCode(own, facts, complete, key, type),
    };
  }

  private fieldCode(
    own: GraphQLField<unknown, unknown>,
    facts: FieldFacts,
    complete: Complete,
    key: string,
    type: GraphQLOutputType,
  ): FieldCode {
    const slot = this.purpose === 'operation' ? this.argumentSlots++ : undefined;
    const readArguments = compileArguments(own, facts.fieldNodes[0]!, facts.subgraph, slot);
    const isNullable = !isNonNullType(type);
    const place = { key, isNullable, facts, complete, readArguments };
    if (own.resolve !== undefined && own.resolve !== defaultFieldResolver) {
      return { kind: 'step', key, step: resolverStep({ ...place, resolve: own.resolve }) };
    }
    const leaf = isNonNullType(type) ? type.ofType : type;
    const plain = isLeafType(leaf) ? plainTest(leaf, isSpecifiedScalarType(leaf)) : undefined;
    return { kind: 'property', key, property: own.name, isNullable, plain, step: propertyStep(place) };
  }

  private compileValue(
    field: FieldFacts,
    type: GraphQLOutputType,
    from: Standpoint,
    sets: readonly SelectionSetNode[],
  ): Complete {
    if (isNonNullType(type)) {
      return completeNonNull(field, this.compileNullable(field, type.ofType, from, sets));
    }
    return completeNullable(field, this.compileNullable(field, type, from, sets));
  }

  private compileNullable(
    field: FieldFacts,
    type: GraphQLOutputType,
    from: Standpoint,
    sets: readonly SelectionSetNode[],
  ): Complete {
    if (isListType(type)) {
      const item = this.compileValue(field, type.ofType, from, sets);
      return completeList(field, item, !isNonNullType(type.ofType));
    }
    const { schemas } = this.parts;
    if (isLeafType(type)) {
      const own = schemas.ownNamed(from.graph ?? '', type.name);
      return completeLeaf(field, isLeafType(own) ? own : type, schemas.publicLeaf(type.name));
    }
    if (isObjectType(type)) return this.compileObject(from, field, sets);
    const own = schemas.ownNamed(from.graph ?? '', from.typeName);
    if (!isAbstractType(own)) {
      throw new Error(
        `${from.typeName} is an interface object in subgraph "${from.graph}", which is not supported yet.`,
      );
    }
    const visible = this.purpose === 'operation' ? schemas.publicSchema : this.scope.schema;
    return completeAbstract(field, { own, visible }, (typeName) =>
      this.compileObject({ ...from, typeName }, field, sets),
    );
  }

  private compileHop(from: Standpoint, route: Route, fields: readonly HopField[]): Fill {
    const hop = this.parts.hops.get(from, route);
    const fill = compileFill(fields.map((field) => field.code));
    return enterHop(hop, fields, fill);
  }
}
