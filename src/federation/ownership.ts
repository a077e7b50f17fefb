/** Who has what: which subgraphs resolve a field, and what a subgraph has without resolving it (its own keys, what a field
 *  provides, what it says of a whole interface). */
import type { GraphQLSchema, SelectionSetNode } from 'graphql';
import { getNamedType, isAbstractType, isCompositeType, isInterfaceType, isObjectType } from 'graphql';
import { walkFields } from './field-set.js';
import type { FieldInGraph, Key, Supergraph } from './supergraph.js';

/** A subgraph that resolves a field, and the type that the field belongs to there: the type itself, or an interface that the
 *  subgraph knows as an object (`@interfaceObject`). */
export interface Owner {
  readonly graph: string;
  readonly entityType: string;
  readonly requires: FieldInGraph['requires'];
  readonly provides: SelectionSetNode | undefined;
  readonly contextArguments?: FieldInGraph['contextArguments'];
}

export class Ownership {
  /** By `subgraph:Type.field`: whether the key is one of a type that the subgraph extends. */
  private readonly keyFields = new Map<string, boolean>();
  private readonly known = new Map<string, readonly Owner[]>();
  private readonly knownContexts = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly supergraph: Supergraph,
    private readonly schema: GraphQLSchema,
    private readonly hasType: (graph: string, typeName: string) => boolean,
    private readonly hasField: (graph: string, typeName: string, fieldName: string) => boolean,
    /** `subgraph:Type.field` */
    private readonly externalFields: ReadonlySet<string>,
  ) {
    for (const type of supergraph.types.values()) {
      for (const [graph, { keys, isExtension }] of type.graphs) {
        for (const key of keys) this.noteKeyFields(graph, type.name, key.selection, isExtension);
      }
    }
  }

  /** Every subgraph that resolves a field. */
  owners(typeName: string, fieldName: string): readonly Owner[] {
    const coordinate = `${typeName}.${fieldName}`;
    const known = this.known.get(coordinate);
    if (known !== undefined) return known;
    const owners = [...this.directOwners(typeName, fieldName), ...this.interfaceOwners(typeName, fieldName)];
    this.known.set(coordinate, owners);
    return owners;
  }

  /** One line for each field that its owners' executable schemas do not have, though their SDL says so. */
  findMissing(): string[] {
    const problems: string[] = [];
    for (const type of this.supergraph.types.values()) {
      for (const { name } of type.fields.values()) {
        if (!isObjectType(this.schema.getType(type.name))) continue;
        const owners = this.owners(type.name, name);
        if (owners.some(({ graph, entityType }) => this.hasField(graph, entityType, name))) continue;
        const graphs = owners.length === 0 ? [...type.graphs.keys()] : owners.map(({ graph }) => graph);
        problems.push(`${type.name}.${name}: no schema of ${graphs.join(', ')} can resolve it.`);
      }
    }
    return problems;
  }

  /** The keys by which a subgraph may be entered for a type. */
  keys(typeName: string, graph: string): readonly Key[] {
    return (this.supergraph.types.get(typeName)?.graphs.get(graph)?.keys ?? []).filter(
      (key) => key.resolvable,
    );
  }

  /** The contexts that an object sets: by its type, its interfaces and the unions that it belongs to. */
  contexts(typeName: string): ReadonlySet<string> {
    const known = this.knownContexts.get(typeName);
    if (known !== undefined) return known;
    const type = this.schema.getType(typeName);
    const contexts = new Set<string>();
    for (const each of this.supergraph.types.values()) {
      const other = this.schema.getType(each.name);
      const isSame = each.name === typeName;
      const isAbove = isObjectType(type) && isAbstractType(other) && this.schema.isSubType(other, type);
      if (isSame || isAbove) for (const context of each.contexts) contexts.add(context);
    }
    this.knownContexts.set(typeName, contexts);
    return contexts;
  }

  isInterfaceObject(typeName: string, graph: string | undefined): boolean {
    return (
      graph !== undefined &&
      this.supergraph.types.get(typeName)?.graphs.get(graph)?.isInterfaceObject === true
    );
  }

  /** The subgraphs that know an interface as an interface and can be entered by a key of it. */
  interfaceHomes(typeName: string): string[] {
    const graphs = this.supergraph.types.get(typeName)?.graphs ?? new Map<string, never>();
    return [...graphs.keys()].filter(
      (graph) => !this.isInterfaceObject(typeName, graph) && this.keys(typeName, graph).length > 0,
    );
  }

  hasObject(graph: string, typeName: string): boolean {
    return this.hasType(graph, typeName);
  }

  isRoot(typeName: string): boolean {
    const { schema } = this;
    return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].some(
      (root) => root?.name === typeName,
    );
  }

  /** The composite type of a field, if it has one. */
  compositeType(typeName: string, fieldName: string): string | undefined {
    const type = this.schema.getType(typeName);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName] : undefined;
    const named = field && getNamedType(field.type);
    return named && isCompositeType(named) ? named.name : undefined;
  }

  private directOwners(typeName: string, fieldName: string): Owner[] {
    const type = this.supergraph.types.get(typeName);
    const field = type?.fields.get(fieldName);
    if (type === undefined || field === undefined || field.isFromInterface) return [];
    return [...type.graphs.keys()].flatMap((graph) => {
      const join = field.graphs?.get(graph);
      if (field.graphs !== undefined && join === undefined) return [];
      const isOwn =
        join === undefined
          ? !this.externalFields.has(`${graph}:${typeName}.${fieldName}`)
          : !join.external && !join.overridden;
      const isOfExtension = this.keyFields.get(`${graph}:${typeName}.${fieldName}`);
      // The keys of a type that a subgraph extends are at hand, even though it must call their fields external.
      const isKey = isOfExtension === true || (isOfExtension !== undefined && join === undefined);
      if (!this.hasType(graph, typeName) || !(isOwn || isKey)) return [];
      const { requires, provides, contextArguments } = join ?? {};
      return [
        { graph, entityType: typeName, requires, provides, ...(contextArguments && { contextArguments }) },
      ];
    });
  }

  /** Fields that a subgraph adds to every implementation of an interface. */
  private interfaceOwners(typeName: string, fieldName: string): Owner[] {
    const type = this.schema.getType(typeName);
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    return type
      .getInterfaces()
      .flatMap((each) => this.directOwners(each.name, fieldName))
      .filter((owner) => this.isInterfaceObject(owner.entityType, owner.graph));
  }

  private noteKeyFields(graph: string, typeName: string, key: SelectionSetNode, isExtension: boolean): void {
    const fieldType = (of: string, name: string) => this.compositeType(of, name);
    for (const { typeName: of, field } of walkFields(key, typeName, fieldType)) {
      const coordinate = `${graph}:${of}.${field.name.value}`;
      this.keyFields.set(coordinate, isExtension || this.keyFields.get(coordinate) === true);
    }
  }
}
