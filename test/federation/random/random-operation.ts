/** Writes an operation by chance: fragments, aliases, arguments, `@skip` and `@include`, and `__typename` anywhere. */
import type {
  GraphQLField,
  GraphQLInterfaceType,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';
import {
  getNamedType,
  isInterfaceType,
  isIntrospectionType,
  isLeafType,
  isObjectType,
  isUnionType,
} from 'graphql';
import type { Random } from '../../../src/demo/generator/random.js';
import { some } from './random.js';

export const operationVariables = { yes: true, no: false, count: 7 };

const fieldsMax = 20;
const depthMax = 4;
const declarations = { yes: 'Boolean!', no: 'Boolean!', count: 'Int' };

export function createRandomOperation(schema: GraphQLSchema, random: Random): string {
  return new OperationWriter(schema, random).write();
}

class OperationWriter {
  private readonly fragments: string[] = [];
  private readonly ambiguous: ReadonlySet<string>;
  private fieldsLeft = fieldsMax;
  private aliases = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly random: Random,
  ) {
    this.ambiguous = findAmbiguous(schema);
  }

  write(): string {
    const mutation = this.random.chance(0.15) ? this.schema.getMutationType() : undefined;
    const selection = this.selection(mutation ?? this.schema.getQueryType(), depthMax);
    const body = [selection, ...this.fragments].join('\n');
    const used = Object.entries(declarations).filter(([name]) => body.includes(`$${name}`));
    const variables = used.map(([name, type]) => `$${name}: ${type}`).join(', ');
    return `${mutation ? 'mutation' : 'query'} ${variables && `Asked(${variables}) `}${body}`;
  }

  private selection(type: GraphQLNamedType | null | undefined, depth: number): string {
    const parts: string[] = [];
    if (this.random.chance(0.2)) parts.push('__typename');
    if (isObjectType(type)) {
      parts.push(...this.fields(type, depth));
      if (depth > 0) {
        for (const shared of some(this.random, type.getInterfaces(), 0.25))
          parts.push(this.fragment(shared, depth));
        if (this.random.chance(0.1)) parts.push(this.fragment(type, depth));
      }
    } else if (isInterfaceType(type) || isUnionType(type)) {
      if (isInterfaceType(type)) parts.push(...this.fields(type, depth));
      if (depth > 0) {
        const possible = this.schema.getPossibleTypes(type);
        for (const member of some(this.random, possible, 0.7)) parts.push(this.fragment(member, depth));
        if (this.random.chance(0.2)) parts.push(this.fragment(type, depth));
      }
    }
    return `{ ${parts.join(' ') || '__typename'} }`;
  }

  private fragment(type: GraphQLNamedType, depth: number): string {
    const selection = this.selection(type, depth - 1);
    if (!this.random.chance(0.3)) return `... on ${type.name}${this.condition()} ${selection}`;
    const name = `Fragment${this.fragments.length}`;
    this.fragments.push(`fragment ${name} on ${type.name} ${selection}`);
    return `...${name}${this.condition()}`;
  }

  private condition(): string {
    if (!this.random.chance(0.08)) return '';
    const value = this.random.pick(['$yes', '$no', 'true', 'false']);
    return ` @${this.random.pick(['include', 'skip'])}(if: ${value})`;
  }

  private fields(type: GraphQLObjectType | GraphQLInterfaceType, depth: number): string[] {
    const selected: string[] = [];
    for (const field of some(this.random, Object.values(type.getFields()), 0.55)) {
      const named = getNamedType(field.type);
      const isLeaf = isLeafType(named);
      if (this.fieldsLeft <= 0 || (!isLeaf && depth <= 0)) continue;
      this.fieldsLeft -= 1;
      const head = `${this.call(type.name, field)}${this.condition()}`;
      selected.push(isLeaf ? head : `${head} ${this.selection(named, depth - 1)}`);
    }
    return selected;
  }

  private call(typeName: string, { name, args }: GraphQLField<unknown, unknown>): string {
    const isGiven = args.length > 0 && this.random.chance(0.7);
    const given = isGiven ? `(times: ${this.random.pick(['1', '$count', '3'])})` : '';
    // Two calls with different arguments may not have one name, nor may fields of different types.
    if (isGiven || this.random.chance(0.15)) return `alias${this.aliases++}: ${name}${given}`;
    return this.ambiguous.has(name) ? `${typeName}_${name}: ${name}` : name;
  }
}

/** The names of fields that do not have the same type in every type that has them. */
function findAmbiguous(schema: GraphQLSchema): Set<string> {
  const known = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || !(isObjectType(type) || isInterfaceType(type))) continue;
    for (const field of Object.values(type.getFields())) {
      const text = String(field.type);
      if ((known.get(field.name) ?? text) !== text) ambiguous.add(field.name);
      known.set(field.name, text);
    }
  }
  return ambiguous;
}
