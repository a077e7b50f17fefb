/** Variables are read once by the public schema. A subgraph whose types read the same input differently (an enum with other
 *  inner values, a scalar of its own, another default) gets its own reading, and only when one of its fields asks. */
import type {
  GraphQLNamedType,
  GraphQLSchema,
  OperationDefinitionNode,
  VariableDefinitionNode,
} from 'graphql';
import {
  getNamedType,
  getVariableValues,
  isEnumType,
  isInputObjectType,
  isScalarType,
  isSpecifiedScalarType,
  typeFromAST,
} from 'graphql';

type Values = Record<string, unknown>;

export class VariableReader {
  private readonly definitions: readonly VariableDefinitionNode[];
  private readonly differs = new Map<string, boolean>();

  constructor(
    private readonly publicSchema: GraphQLSchema,
    operation: OperationDefinitionNode,
    private readonly subgraph: (name: string) => GraphQLSchema,
  ) {
    this.definitions = operation.variableDefinitions ?? [];
  }

  /** Reads the request's variables by the public types. */
  read(raw: Values): ReturnType<typeof getVariableValues> {
    if (this.definitions.length === 0) return { coerced: {} };
    return getVariableValues(this.publicSchema, this.definitions, raw, { maxErrors: 50 });
  }

  /** How each subgraph reads them. */
  bySubgraph(raw: Values, common: Values): (subgraph: string) => Values {
    if (this.definitions.length === 0) return () => common;
    const own = new Map<string, Values>();
    return (name) => {
      if (!this.readsDifferently(name)) return common;
      const known = own.get(name);
      if (known !== undefined) return known;
      const schema = this.subgraph(name);
      const definitions = this.definitions.filter((definition) =>
        typeFromAST(schema, definition.type as never),
      );
      const result = getVariableValues(schema, definitions, raw);
      if (result.errors !== undefined) throw result.errors[0] as Error;
      const values = { ...common, ...result.coerced };
      own.set(name, values);
      return values;
    };
  }

  private readsDifferently(name: string): boolean {
    const known = this.differs.get(name);
    if (known !== undefined) return known;
    const schema = this.subgraph(name);
    const differs = this.definitions.some((definition) => {
      const type = typeFromAST(this.publicSchema, definition.type as never);
      if (type === undefined) return false;
      const named = getNamedType(type);
      const own = schema.getType(named.name);
      return own !== undefined && !readAlike(named, own, new Set());
    });
    this.differs.set(name, differs);
    return differs;
  }
}

function readAlike(one: GraphQLNamedType, other: GraphQLNamedType, seen: Set<string>): boolean {
  if (seen.has(one.name) || one === other) return true;
  seen.add(one.name);
  if (isScalarType(one)) {
    return isSpecifiedScalarType(one) || (isScalarType(other) && one.parseValue === other.parseValue);
  }
  if (isEnumType(other)) return other.getValues().every((value) => value.value === value.name);
  if (!isInputObjectType(one) || !isInputObjectType(other)) return false;
  const fields = one.getFields();
  return Object.values(other.getFields()).every((own) => {
    const field = fields[own.name];
    if (field === undefined) return own.defaultValue === undefined;
    return (
      field.defaultValue === own.defaultValue &&
      readAlike(getNamedType(field.type), getNamedType(own.type), seen)
    );
  });
}
