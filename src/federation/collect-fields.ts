/** Field collection of the specification (6.3.2), done once at compile time: the conditions of `@skip` and `@include`
 *  are known then, because an operation is compiled once for each combination of them. */
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLSchema,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { isAbstractType, Kind } from 'graphql';

export interface Scope {
  readonly schema: GraphQLSchema;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  /** The Boolean variables that `@skip` and `@include` name. */
  readonly conditions: Readonly<Record<string, unknown>>;
}

export function collectFields(
  scope: Scope,
  typeName: string,
  sets: readonly SelectionSetNode[],
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  for (const set of sets) collectInto(fields, visited, scope, typeName, set);
  return fields;
}

function collectInto(
  fields: Map<string, FieldNode[]>,
  visited: Set<string>,
  scope: Scope,
  typeName: string,
  set: SelectionSetNode,
): void {
  for (const node of set.selections) {
    if (!isIncluded(scope, node)) continue;
    if (node.kind === Kind.FIELD) {
      const key = node.alias?.value ?? node.name.value;
      const known = fields.get(key);
      if (known === undefined) fields.set(key, [node]);
      else known.push(node);
    } else if (node.kind === Kind.INLINE_FRAGMENT) {
      if (matches(scope, node.typeCondition?.name.value, typeName)) {
        collectInto(fields, visited, scope, typeName, node.selectionSet);
      }
    } else if (!visited.has(node.name.value)) {
      visited.add(node.name.value);
      const fragment = scope.fragments[node.name.value];
      if (fragment !== undefined && matches(scope, fragment.typeCondition.name.value, typeName)) {
        collectInto(fields, visited, scope, typeName, fragment.selectionSet);
      }
    }
  }
}

function isIncluded(scope: Scope, node: SelectionNode): boolean {
  for (const directive of node.directives ?? []) {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') continue;
    const condition = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    const isTrue =
      condition?.kind === Kind.VARIABLE
        ? scope.conditions[condition.name.value] === true
        : condition?.kind === Kind.BOOLEAN && condition.value;
    if (isTrue === (name === 'skip')) return false;
  }
  return true;
}

function matches(scope: Scope, condition: string | undefined, typeName: string): boolean {
  if (condition === undefined || condition === typeName) return true;
  const abstract = scope.schema.getType(condition);
  const concrete = scope.schema.getType(typeName);
  if (!isAbstractType(abstract) || concrete === undefined) return false;
  return 'getFields' in concrete && scope.schema.isSubType(abstract, concrete as never);
}
