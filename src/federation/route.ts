/** Finds the way to a field: from which subgraph it is read, and by which key that subgraph is entered from where we stand.
 *  The keys of a hop and the fields that `@requires` names are found the same way, so a key may come through a third
 *  subgraph. All of it runs when an operation is compiled, never when it is executed. */
import type { FieldNode, GraphQLSchema, SelectionSetNode } from 'graphql';
import { getNamedType, isAbstractType, isCompositeType, isInterfaceType, isObjectType } from 'graphql';
import { collectFields } from './collect-fields.js';
import type { Scope } from './collect-fields.js';
import { walkFields } from './field-set.js';
import type { FieldInGraph, Key, Supergraph } from './supergraph.js';

/** Where a field is read. */
export interface Route {
  readonly graph: string;
  /** True when the value at hand already has the field. */
  readonly isLocal: boolean;
  readonly requires: FieldInGraph['requires'];
  readonly cost: number;
}

/** Where we stand: an object of a type, held by a subgraph, with what its field promised by `@provides`. */
export interface Standpoint {
  readonly typeName: string;
  /** Undefined at the root of an operation. */
  readonly graph: string | undefined;
  readonly provided: readonly SelectionSetNode[];
  /** Hops that are being worked out already, so that no key is looked for through itself. */
  readonly banned: ReadonlySet<string>;
}

const HOP = 1_000;
const FIELD = 1;

export class Router {
  private readonly keyFields = new Map<string, Set<string>>();

  constructor(
    private readonly supergraph: Supergraph,
    private readonly schema: GraphQLSchema,
    private readonly hasType: (graph: string, typeName: string) => boolean,
  ) {
    for (const type of supergraph.types.values()) {
      for (const [graph, inGraph] of type.graphs) {
        for (const key of inGraph.keys) this.noteKeyFields(graph, type.name, key);
      }
    }
  }

  /** The cheapest way to a field, or undefined when there is none. */
  choose(scope: Scope, from: Standpoint, nodes: readonly FieldNode[]): Route | undefined {
    const fieldName = nodes[0]?.name.value ?? '';
    const routes = this.routes(scope, from, fieldName);
    if (routes.length < 2) return routes[0];
    const children = nodes.flatMap((node) => (node.selectionSet ? [node.selectionSet] : []));
    if (children.length === 0) return cheapest(routes);
    return cheapest(
      routes.map((route) => ({
        ...route,
        cost: route.cost + this.childCost(scope, from, route, fieldName, children),
      })),
    );
  }

  /** The keys by which `graph` can be entered from where we stand, cheapest first. */
  keys(scope: Scope, from: Standpoint, graph: string): readonly Key[] {
    const banned = withBan(from, graph, undefined);
    return (this.supergraph.types.get(from.typeName)?.graphs.get(graph)?.keys ?? [])
      .filter((key) => key.resolvable)
      .map((key) => ({ key, cost: this.selectionCost(scope, { ...from, banned }, [key.selection]) }))
      .filter(({ cost }) => cost < Infinity)
      .sort((a, b) => a.cost - b.cost)
      .map(({ key }) => key);
  }

  provides(typeName: string, fieldName: string, graph: string): SelectionSetNode | undefined {
    return this.supergraph.types.get(typeName)?.fields.get(fieldName)?.graphs?.get(graph)?.provides;
  }

  /** All ways to one field, the local one first. */
  private routes(scope: Scope, from: Standpoint, fieldName: string): Route[] {
    if (from.typeName.startsWith('__') && from.graph !== undefined) {
      return [{ graph: from.graph, isLocal: true, requires: undefined, cost: FIELD }];
    }
    const routes: Route[] = [];
    if (from.graph !== undefined && this.isProvided(scope, from, fieldName)) {
      routes.push({ graph: from.graph, isLocal: true, requires: undefined, cost: FIELD });
    }
    for (const graph of this.owners(from.typeName, fieldName)) {
      const requires = this.supergraph.types
        .get(from.typeName)
        ?.fields.get(fieldName)
        ?.graphs?.get(graph)?.requires;
      if (graph === from.graph && requires === undefined) {
        routes.unshift({ graph, isLocal: true, requires, cost: FIELD });
      } else {
        const cost = this.hopCost(scope, from, graph, requires);
        if (cost < Infinity) routes.push({ graph, isLocal: false, requires, cost: cost + FIELD });
      }
    }
    return routes;
  }

  /** The subgraphs that resolve a field. */
  owners(typeName: string, fieldName: string): string[] {
    const type = this.supergraph.types.get(typeName);
    const field = type?.fields.get(fieldName);
    if (type === undefined || field === undefined) return [];
    const graphs = [...type.graphs.keys()].filter((graph) => this.hasType(graph, typeName));
    if (field.graphs === undefined) return graphs;
    const joins = field.graphs;
    return graphs.filter((graph) => {
      const join = joins.get(graph);
      if (join === undefined) return false;
      return (!join.external && !join.overridden) || this.isKeyField(graph, typeName, fieldName);
    });
  }

  private hopCost(scope: Scope, from: Standpoint, graph: string, requires: FieldInGraph['requires']): number {
    if (this.isRoot(from.typeName)) return from.graph === undefined ? 0 : HOP;
    if (from.banned.has(banOf(from.typeName, graph, requires?.text))) return Infinity;
    const keyed = { ...from, banned: withBan(from, graph, undefined) };
    let best = Infinity;
    for (const key of this.supergraph.types.get(from.typeName)?.graphs.get(graph)?.keys ?? []) {
      if (key.resolvable) best = Math.min(best, this.selectionCost(scope, keyed, [key.selection]));
    }
    if (requires === undefined || best === Infinity) return HOP + best;
    const requiring = { ...from, banned: withBan(from, graph, requires.text) };
    return HOP + best + this.selectionCost(scope, requiring, [requires.selection]);
  }

  /** What a whole selection costs from where we stand; Infinity when some field of it cannot be reached. */
  selectionCost(scope: Scope, from: Standpoint, sets: readonly SelectionSetNode[]): number {
    const type = this.schema.getType(from.typeName);
    if (isAbstractType(type)) {
      const costs = this.schema
        .getPossibleTypes(type)
        .filter((possible) => from.graph === undefined || this.hasType(from.graph, possible.name))
        .map((possible) => this.selectionCost(scope, { ...from, typeName: possible.name }, sets));
      return Math.max(0, ...costs);
    }
    let total = 0;
    for (const nodes of collectFields(scope, from.typeName, sets).values()) {
      const node = nodes[0];
      if (node === undefined || node.name.value === '__typename') continue;
      const children = nodes.flatMap((each) => (each.selectionSet ? [each.selectionSet] : []));
      const costs = this.routes(scope, from, node.name.value).map(
        (route) => route.cost + this.childCost(scope, from, route, node.name.value, children),
      );
      total += Math.min(Infinity, ...costs);
    }
    return total;
  }

  private childCost(
    scope: Scope,
    from: Standpoint,
    route: Route,
    fieldName: string,
    children: readonly SelectionSetNode[],
  ): number {
    if (children.length === 0) return 0;
    const typeName = this.fieldTypeName(from.typeName, fieldName);
    if (typeName === undefined) return 0;
    const provided = this.providedBelow(scope, from, route, fieldName);
    return this.selectionCost(
      scope,
      { typeName, graph: route.graph, provided, banned: from.banned },
      children,
    );
  }

  /** What is promised of a field's value by the field itself and by the fields above it. */
  providedBelow(scope: Scope, from: Standpoint, route: Route, fieldName: string): SelectionSetNode[] {
    const own = this.provides(from.typeName, fieldName, route.graph);
    const inherited =
      from.provided.length === 0 || route.graph !== from.graph
        ? []
        : (collectFields(scope, from.typeName, from.provided).get(fieldName) ?? []);
    return [
      ...(own ? [own] : []),
      ...inherited.flatMap((node) => (node.selectionSet ? [node.selectionSet] : [])),
    ];
  }

  private isProvided(scope: Scope, from: Standpoint, fieldName: string): boolean {
    return from.provided.length > 0 && collectFields(scope, from.typeName, from.provided).has(fieldName);
  }

  private isKeyField(graph: string, typeName: string, fieldName: string): boolean {
    return this.keyFields.get(graph)?.has(`${typeName}.${fieldName}`) === true;
  }

  /** A subgraph has the fields of its own keys, even where it calls them external. */
  private noteKeyFields(graph: string, typeName: string, key: Key): void {
    const known = this.keyFields.get(graph) ?? new Set<string>();
    this.keyFields.set(graph, known);
    const fieldType = (of: string, name: string) => this.fieldTypeName(of, name);
    for (const { typeName: of, field } of walkFields(key.selection, typeName, fieldType)) {
      known.add(`${of}.${field.name.value}`);
    }
  }

  private fieldTypeName(typeName: string, fieldName: string): string | undefined {
    const type = this.schema.getType(typeName);
    if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
    const field = type.getFields()[fieldName];
    if (field === undefined) return undefined;
    const named = getNamedType(field.type);
    return isCompositeType(named) ? named.name : undefined;
  }

  isRoot(typeName: string): boolean {
    return [
      this.schema.getQueryType(),
      this.schema.getMutationType(),
      this.schema.getSubscriptionType(),
    ].some((root) => root?.name === typeName);
  }
}

export function banOf(typeName: string, graph: string, requires: string | undefined): string {
  return `${typeName}:${graph}:${requires ?? ''}`;
}

export function withBan(from: Standpoint, graph: string, requires: string | undefined): ReadonlySet<string> {
  return new Set([...from.banned, banOf(from.typeName, graph, requires)]);
}

function cheapest(routes: readonly Route[]): Route | undefined {
  return routes.reduce<Route | undefined>(
    (best, route) => (best === undefined || route.cost < best.cost ? route : best),
    undefined,
  );
}
