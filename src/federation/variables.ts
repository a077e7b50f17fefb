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
  isEnumType,
  isInputObjectType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  typeFromAST,
} from 'graphql';
import { readVariables, type LoneItems } from './read-variables.js';

type Values = Record<string, unknown>;

export class VariableReader {
  private readonly definitions: readonly VariableDefinitionNode[];
  private readonly plain: readonly PlainVariable[] | undefined;
  private readonly differs = new Map<string, boolean>();
  /** True when all subgraphs read the variables as the public schema does. */
  private isReadAlike: boolean | undefined;

  constructor(
    private readonly publicSchema: GraphQLSchema,
    operation: OperationDefinitionNode,
    private readonly graphs: readonly string[],
    private readonly subgraph: (name: string) => GraphQLSchema,
    private readonly loneItems?: LoneItems,
  ) {
    this.definitions = operation.variableDefinitions ?? [];
    const plain = this.definitions.map(plainVariable);
    this.plain = plain.every((variable) => variable !== undefined) ? plain : undefined;
  }

  /** Reads the request's variables by the public types. */
  read(raw: Values): ReturnType<typeof readVariables> {
    const plain = readPlain(this.plain, raw);
    if (plain !== undefined) return { coerced: plain };
    return readVariables(this.publicSchema, this.definitions, raw, this.loneItems);
  }

  /** How each subgraph reads them. */
  bySubgraph(raw: Values, common: Values): (subgraph: string) => Values {
    this.isReadAlike ??= !this.graphs.some((name) => this.readsDifferently(name));
    if (this.isReadAlike) return () => common;
    const own = new Map<string, Values>();
    return (name) => {
      if (!this.readsDifferently(name)) return common;
      const known = own.get(name);
      if (known !== undefined) return known;
      const schema = this.subgraph(name);
      const definitions = this.definitions.filter((definition) =>
        typeFromAST(schema, definition.type as never),
      );
      const result = readVariables(schema, definitions, raw, this.loneItems);
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

/** A variable of a built-in scalar, whose values need no coercion when their JavaScript type is right already. */
interface PlainVariable {
  readonly name: string;
  readonly isRight: (value: unknown) => boolean;
  readonly mayBeAbsent: boolean;
}

const rightValues: Readonly<Record<string, PlainVariable['isRight']>> = {
  ID: (value) => typeof value === 'string',
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Int: (value) => typeof value === 'number' && (value | 0) === value,
};

function plainVariable(definition: VariableDefinitionNode): PlainVariable | undefined {
  const { type, defaultValue, variable } = definition;
  const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  const isRight = named.kind === Kind.NAMED_TYPE ? rightValues[named.name.value] : undefined;
  const mayBeAbsent = type.kind === Kind.NAMED_TYPE && defaultValue === undefined;
  return isRight && { name: variable.name.value, isRight, mayBeAbsent };
}

/** The variables as they are; undefined when any of them needs a closer look. */
function readPlain(variables: readonly PlainVariable[] | undefined, raw: Values): Values | undefined {
  if (variables === undefined) return undefined;
  const values: Values = {};
  for (const { name, isRight, mayBeAbsent } of variables) {
    if (isRight(raw[name])) values[name] = raw[name];
    else if (!mayBeAbsent || name in raw) return undefined;
  }
  return values;
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
