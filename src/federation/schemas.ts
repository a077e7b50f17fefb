/** The schemas that a plan is made from: the whole supergraph, its public part, and each subgraph's own. */
import type {
  GraphQLField,
  GraphQLInterfaceType,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
} from 'graphql';
import { isEnumType, isInterfaceType, isObjectType, SchemaMetaFieldDef, TypeMetaFieldDef } from 'graphql';
import type { EnumPair } from './complete-value.js';
import { ownType } from './subgraph.js';

type FieldsType = GraphQLObjectType | GraphQLInterfaceType;

export class Schemas {
  /** The name under which introspection takes part, as if it were a subgraph. */
  readonly introspection = '__introspection';
  private readonly bySubgraph: ReadonlyMap<string, GraphQLSchema>;

  constructor(
    /** Every element, hidden ones too. */
    readonly full: GraphQLSchema,
    /** What clients see. */
    readonly publicSchema: GraphQLSchema,
    subgraphs: ReadonlyMap<string, GraphQLSchema>,
  ) {
    this.bySubgraph = new Map([...subgraphs, [this.introspection, publicSchema]]);
  }

  get graphs(): readonly string[] {
    return [...this.bySubgraph.keys()];
  }

  subgraph(graph: string): GraphQLSchema {
    const schema = this.bySubgraph.get(graph);
    if (schema === undefined)
      throw new Error(`The supergraph names subgraph "${graph}", which was not given.`);
    return schema;
  }

  /** A subgraph's own type of that name, if it has fields. */
  own(graph: string, typeName: string): FieldsType | undefined {
    const type = this.ownNamed(graph, typeName);
    return isObjectType(type) || isInterfaceType(type) ? type : undefined;
  }

  ownNamed(graph: string, typeName: string): GraphQLNamedType | undefined {
    return ownType(this.subgraph(graph), this.full, typeName);
  }

  /** A field as the subgraph that resolves it declares it. */
  field(
    graph: string,
    typeName: string,
    fieldName: string,
  ): { own: GraphQLField<unknown, unknown>; parentType: GraphQLObjectType; schema: GraphQLSchema } {
    const schema = this.subgraph(graph);
    const parentType = this.own(graph, typeName);
    const own = metaField(fieldName) ?? parentType?.getFields()[fieldName];
    if (parentType === undefined || own === undefined) {
      throw new Error(
        `Subgraph "${graph}" should resolve ${typeName}.${fieldName}, but its schema has no such field.`,
      );
    }
    return { own, parentType: parentType as GraphQLObjectType, schema };
  }

  /** A field's type in the supergraph. */
  fieldType(typeName: string, fieldName: string): GraphQLOutputType {
    const type = this.full.getType(typeName);
    const field =
      metaField(fieldName) ??
      (isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName] : undefined);
    if (field === undefined) throw new Error(`The supergraph has no field ${typeName}.${fieldName}.`);
    return field.type;
  }

  enums(typeName: string): EnumPair | undefined {
    const visible = this.publicSchema.getType(typeName);
    const full = this.full.getType(typeName);
    return isEnumType(visible) && isEnumType(full) ? { visible, full } : undefined;
  }
}

function metaField(fieldName: string): GraphQLField<unknown, unknown> | undefined {
  if (fieldName === '__schema') return SchemaMetaFieldDef;
  return fieldName === '__type' ? TypeMetaFieldDef : undefined;
}
