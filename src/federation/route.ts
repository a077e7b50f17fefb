/** Finds the way to a field: from which subgraph it is read, and by which key that subgraph is entered from where we stand.
 *  The keys of a hop and the fields that `@requires` names are found the same way, so a key may come through a third
 *  subgraph. All of it runs when an operation is compiled, never when it is executed. */
import type { FieldNode, GraphQLSchema, SelectionSetNode } from 'graphql';
import { isAbstractType, Kind } from 'graphql';
import { collectFields } from './collect-fields.js';
import type { Scope } from './collect-fields.js';
import { divideSelection } from './divide-selection.js';
import { needsConcreteType } from './interface-object.js';
import type { Owner, Ownership } from './ownership.js';
import type { Key } from './supergraph.js';

/** One way to a field. */
export interface Route extends Owner {
  /** True when the value at hand already has the field. */
  readonly isLocal: boolean;
  readonly cost: number;
}

/** A route with the part of the field's selection that it serves; several parts are joined in the response. */
export interface RoutePart {
  readonly route: Route;
  readonly sets: readonly SelectionSetNode[];
}

/** Where we stand: an object of a type, held by a subgraph, with what the field above it provides. */
export interface Standpoint {
  readonly typeName: string;
  /** Undefined at the root of an operation. */
  readonly graph: string | undefined;
  readonly provided: readonly SelectionSetNode[];
  /** Hops that are being worked out already, so that no key is looked for through itself. */
  readonly banned: ReadonlySet<string>;
}

/** Entering another subgraph costs so much more than reading a field that fewer hops always win. */
const HOP = 1_000;
const FIELD = 1;

export class Router {
  constructor(
    readonly ownership: Ownership,
    private readonly schema: GraphQLSchema,
  ) {}

  /** The cheapest way to a field; several when no single subgraph has all that is selected below it. */
  choose(scope: Scope, from: Standpoint, nodes: readonly FieldNode[]): readonly RoutePart[] {
    const routes = this.routes(scope, from, nodes[0]?.name.value ?? '');
    const sets = childSets(nodes);
    const [only] = routes;
    if (only === undefined) return [];
    if (routes.length === 1) return [{ route: only, sets }];
    return this.chooseAmong(scope, from, routes, nodes).parts;
  }

  /** The keys by which a subgraph can be entered from where we stand, cheapest first. */
  keys(scope: Scope, from: Standpoint, graph: string, entityType: string): readonly Key[] {
    const banned = withBan(from, graph, undefined);
    return this.ownership
      .keys(entityType, graph)
      .map((key) => ({ key, cost: this.selectionCost(scope, { ...from, banned }, [key.selection]) }))
      .filter(({ cost }) => cost < Infinity)
      .sort((a, b) => a.cost - b.cost)
      .map(({ key }) => key);
  }

  /** What a whole selection costs from where we stand; Infinity when some field of it cannot be reached. */
  selectionCost(scope: Scope, from: Standpoint, sets: readonly SelectionSetNode[]): number {
    const type = this.schema.getType(from.typeName);
    if (!isAbstractType(type)) return this.objectCost(scope, from, sets);
    if (this.ownership.isInterfaceObject(from.typeName, from.graph))
      return this.interfaceObjectCost(scope, from, sets);
    const costs = this.schema
      .getPossibleTypes(type)
      .filter(({ name }) => from.graph === undefined || this.ownership.hasObject(from.graph, name))
      .map(({ name }) => this.objectCost(scope, { ...from, typeName: name }, sets));
    // What is to be expected of a value whose type is not known yet.
    return costs.length === 0 ? 0 : costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  }

  /** What is provided below a field: by the field itself, and by the fields above it. */
  providedBelow(scope: Scope, from: Standpoint, route: Route, fieldName: string): SelectionSetNode[] {
    const inherited =
      from.provided.length === 0 || !route.isLocal
        ? []
        : (collectFields(scope, from.typeName, from.provided).get(fieldName) ?? []);
    return [...(route.provides ? [route.provides] : []), ...childSets(inherited)];
  }

  /** The standpoint of a field's value. */
  below(scope: Scope, from: Standpoint, route: Route, fieldName: string, typeName: string): Standpoint {
    const provided = this.providedBelow(scope, from, route, fieldName);
    return { typeName, graph: route.graph, provided, banned: from.banned };
  }

  /** All ways to one field, the local ones first. */
  routes(scope: Scope, from: Standpoint, fieldName: string): Route[] {
    if (from.typeName.startsWith('__') && from.graph !== undefined)
      return [localRoute(from.graph, from.typeName)];
    // Of a value that is known by its interface only, whoever knows it so too may be asked; others must know the type.
    const isUntyped = this.ownership.isInterfaceObject(from.typeName, from.graph);
    const routes: Route[] = [];
    if (from.graph !== undefined && isProvided(scope, from, fieldName)) {
      routes.push(localRoute(from.graph, from.typeName));
    }
    for (const owner of this.ownership.owners(from.typeName, fieldName)) {
      if (owner.graph === from.graph && owner.entityType === from.typeName && owner.requires === undefined) {
        routes.unshift({ ...owner, isLocal: true, cost: FIELD });
      } else if (!isUntyped || this.ownership.isInterfaceObject(owner.entityType, owner.graph)) {
        const cost = this.hopCost(scope, from, owner) + FIELD;
        if (cost < Infinity) routes.push({ ...owner, isLocal: false, cost });
      }
    }
    return routes;
  }

  private chooseAmong(
    scope: Scope,
    from: Standpoint,
    routes: readonly Route[],
    nodes: readonly FieldNode[],
  ): { parts: readonly RoutePart[]; cost: number } {
    const fieldName = nodes[0]?.name.value ?? '';
    const sets = childSets(nodes);
    const typeName = sets.length > 0 ? this.ownership.compositeType(from.typeName, fieldName) : undefined;
    let best: { route: Route; cost: number } | undefined;
    for (const route of routes) {
      const below = typeName === undefined ? undefined : this.below(scope, from, route, fieldName, typeName);
      const cost = route.cost + (below === undefined ? 0 : this.selectionCost(scope, below, sets));
      if (best === undefined || cost < best.cost) best = { route, cost };
    }
    if (best === undefined) return { parts: [], cost: Infinity };
    if (best.cost < Infinity) return { parts: [{ route: best.route, sets }], cost: best.cost };
    if (typeName === undefined) return { parts: [], cost: Infinity };
    return this.splitAmong(scope, from, routes, { fieldName, typeName, sets });
  }

  /** Serves as much as possible from each route in turn. */
  private splitAmong(
    scope: Scope,
    from: Standpoint,
    routes: readonly Route[],
    field: { fieldName: string; typeName: string; sets: readonly SelectionSetNode[] },
  ): { parts: readonly RoutePart[]; cost: number } {
    const parts: RoutePart[] = [];
    let open = field.sets;
    let cost = 0;
    for (const route of routes) {
      const below = this.below(scope, from, route, field.fieldName, field.typeName);
      const { here, rest } = divideSelection(this, scope, below, open);
      if (here === undefined) continue;
      parts.push({ route, sets: [here] });
      cost += route.cost + this.selectionCost(scope, below, [here]);
      if (rest === undefined) return { parts, cost };
      open = [rest];
    }
    return { parts, cost: Infinity };
  }

  private objectCost(scope: Scope, from: Standpoint, sets: readonly SelectionSetNode[]): number {
    let total = 0;
    const entered = new Set<string>();
    for (const nodes of collectFields(scope, from.typeName, sets).values()) {
      const name = nodes[0]?.name.value ?? '';
      if (name.startsWith('__')) continue;
      const { parts, cost } = this.chooseAmong(scope, from, this.routes(scope, from, name), nodes);
      total += cost;
      if (total === Infinity) break;
      // Fields that one hop brings cost one hop.
      for (const { route } of parts) {
        const hop = `${route.graph} ${route.requires?.text ?? ''}`;
        if (!route.isLocal && entered.has(hop)) total -= route.cost - FIELD;
        else if (!route.isLocal) entered.add(hop);
      }
    }
    return total;
  }

  /** What one field with all below it costs. */
  fieldCost(scope: Scope, from: Standpoint, nodes: readonly FieldNode[]): number {
    const name = nodes[0]?.name.value ?? '';
    if (name.startsWith('__')) return 0;
    return this.chooseAmong(scope, from, this.routes(scope, from, name), nodes).cost;
  }

  /** True when a value that is only known by its interface serves the selection without anyone being asked its type. */
  isServedAsObject(scope: Scope, from: Standpoint, sets: readonly SelectionSetNode[]): boolean {
    if (!this.ownership.isInterfaceObject(from.typeName, from.graph)) return false;
    return (
      !needsConcreteType(scope, from.typeName, sets) &&
      [...collectFields(scope, from.typeName, sets).values()].every(
        (nodes) => this.fieldCost(scope, from, nodes) < Infinity,
      )
    );
  }

  private interfaceObjectCost(scope: Scope, from: Standpoint, sets: readonly SelectionSetNode[]): number {
    if (this.isServedAsObject(scope, from, sets)) return this.objectCost(scope, from, sets);
    const [home] = this.ownership.interfaceHomes(from.typeName);
    if (home === undefined) return Infinity;
    const rest = sets.map((set) => this.withoutFieldsAtHand(scope, from, set));
    return HOP + this.selectionCost(scope, { ...from, graph: home, provided: [] }, rest);
  }

  private withoutFieldsAtHand(scope: Scope, from: Standpoint, set: SelectionSetNode): SelectionSetNode {
    const selections = set.selections.filter(
      (node) =>
        node.kind !== Kind.FIELD || !this.routes(scope, from, node.name.value).some((route) => route.isLocal),
    );
    return { kind: Kind.SELECTION_SET, selections };
  }

  private hopCost(scope: Scope, from: Standpoint, owner: Owner): number {
    if (this.ownership.isRoot(from.typeName)) return from.graph === undefined ? 0 : HOP;
    if (from.banned.has(banOf(from.typeName, owner.graph, owner.requires?.text))) return Infinity;
    const keyed = { ...from, banned: withBan(from, owner.graph, undefined) };
    const costs = this.ownership
      .keys(owner.entityType, owner.graph)
      .map((key) => this.readingCost(scope, keyed, key.selection));
    const cost = HOP + Math.min(Infinity, ...costs);
    if (owner.requires === undefined || cost === Infinity) return cost;
    const requiring = { ...from, banned: withBan(from, owner.graph, owner.requires.text) };
    return cost + this.readingCost(scope, requiring, owner.requires.selection);
  }

  /** What a hop reads for itself it reads where it stands: nobody is asked for the type of an untyped value first. */
  private readingCost(scope: Scope, from: Standpoint, selection: SelectionSetNode): number {
    const isUntyped = this.ownership.isInterfaceObject(from.typeName, from.graph);
    if (isUntyped && !this.isServedAsObject(scope, from, [selection])) return Infinity;
    return this.selectionCost(scope, from, [selection]);
  }
}

export function childSets(nodes: readonly FieldNode[]): SelectionSetNode[] {
  return nodes.flatMap((node) => (node.selectionSet ? [node.selectionSet] : []));
}

export function banOf(typeName: string, graph: string, requires: string | undefined): string {
  return `${typeName}:${graph}:${requires ?? ''}`;
}

export function withBan(from: Standpoint, graph: string, requires: string | undefined): ReadonlySet<string> {
  return new Set([...from.banned, banOf(from.typeName, graph, requires)]);
}

function localRoute(graph: string, entityType: string): Route {
  return { graph, entityType, requires: undefined, provides: undefined, isLocal: true, cost: FIELD };
}

function isProvided(scope: Scope, from: Standpoint, fieldName: string): boolean {
  return from.provided.length > 0 && collectFields(scope, from.typeName, from.provided).has(fieldName);
}
