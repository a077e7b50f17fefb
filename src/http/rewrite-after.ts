/** Takes a subscriber's own cursor out of its document, so that documents that differ in nothing else are the same. */
import {
  isInputType,
  Kind,
  parseType,
  print,
  visit,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type TypeNode,
} from 'graphql';

/** The variable that stands for the cursor in a rewritten document. */
export const AFTER = 'hubAfter';

export interface RewrittenAfter {
  readonly document: DocumentNode;
  /** Equal for documents that differ in nothing but the cursor. */
  readonly text: string;
  /** The client's own variable for its cursor; undefined where it names none. */
  readonly afterVariable: string | undefined;
}

const rewritten = new WeakMap<OperationDefinitionNode, { readonly answer: RewrittenAfter | undefined }>();

/** Undefined for a subscription field without `after`, and where the cursor is a literal or is used twice. */
export function rewriteAfter(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): RewrittenAfter | undefined {
  const known = rewritten.get(operation);
  if (known !== undefined) return known.answer;
  const answer = rewrite(schema, document, operation);
  rewritten.set(operation, { answer });
  return answer;
}

function rewrite(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): RewrittenAfter | undefined {
  const [root] = operation.selectionSet.selections;
  if (root?.kind !== Kind.FIELD || operation.selectionSet.selections.length !== 1) return undefined;
  const declared = schema
    .getSubscriptionType()
    ?.getFields()
    [root.name.value]?.args.find(({ name }) => name === 'after');
  if (declared === undefined || !isInputType(declared.type)) return undefined;
  const given = root.arguments?.find(({ name }) => name.value === 'after')?.value;
  if (given !== undefined && given.kind !== Kind.VARIABLE) return undefined;
  const afterVariable = given?.name.value;
  if (afterVariable !== undefined && usesOf(document, afterVariable) > 1) return undefined;
  const type = parseType(String(declared.type), { noLocation: true });
  const changed = withAfter(operation, root, afterVariable, type);
  const definitions = document.definitions.map((one) => (one === operation ? changed : one));
  const shared = { ...document, definitions };
  return { document: shared, text: print(shared), afterVariable };
}

function withAfter(
  operation: OperationDefinitionNode,
  root: FieldNode,
  afterVariable: string | undefined,
  type: TypeNode,
): OperationDefinitionNode {
  const variable = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: AFTER } } as const;
  const after: ArgumentNode = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'after' },
    value: variable,
  };
  const others = (root.arguments ?? []).filter(({ name }) => name.value !== 'after');
  const definitions = (operation.variableDefinitions ?? []).filter(
    ({ variable: own }) => own.name.value !== afterVariable,
  );
  return {
    ...operation,
    variableDefinitions: [...definitions, { kind: Kind.VARIABLE_DEFINITION, variable, type }],
    selectionSet: { ...operation.selectionSet, selections: [{ ...root, arguments: [...others, after] }] },
  };
}

function usesOf(document: DocumentNode, variable: string): number {
  let uses = 0;
  visit(document, {
    VariableDefinition: () => false,
    Variable(node) {
      if (node.name.value === variable) uses += 1;
    },
  });
  return uses;
}
