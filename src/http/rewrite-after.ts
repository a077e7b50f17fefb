/** Takes a subscriber's own cursor out of its document, so that documents that differ in nothing else are the same. */
import {
  isInputType,
  Kind,
  parseType,
  print,
  valueFromASTUntyped,
  visit,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type TypeNode,
  type ValueNode,
} from 'graphql';
import { HubError } from '../values/index.js';
import { rootFieldNodesOf } from './root-fields.js';

/** The variable that stands for the cursor in a rewritten document. */
export const AFTER = 'hubAfter';

export type Variables = Readonly<Record<string, unknown>>;

export interface RewrittenAfter {
  readonly document: DocumentNode;
  /** Equal for documents that differ in nothing but the cursor. */
  readonly text: string;
  /** The client's own cursor, however it says it; undefined where it begins now.
   *  @throws HubError BAD_USER_INPUT for what is no text, or is missing */
  readonly cursorIn: (variables: Variables) => string | undefined;
  /** What is left of the client's variables. */
  readonly otherVariables: (variables: Variables) => Variables;
}

const rewritten = new WeakMap<OperationDefinitionNode, { readonly answer: RewrittenAfter | undefined }>();

/** Undefined for a subscription field that knows no `after`, and for one that is selected twice. */
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
  const [root, ...others] = rootFieldNodesOf(document, operation);
  if (root === undefined || others.length > 0) return undefined;
  const declared = schema
    .getSubscriptionType()
    ?.getFields()
    [root.name.value]?.args.find(({ name }) => name === 'after');
  if (declared === undefined || !isInputType(declared.type)) return undefined;
  const given = root.arguments?.find(({ name }) => name.value === 'after')?.value;
  const name = given?.kind === Kind.VARIABLE ? given.name.value : undefined;
  const dropped = name !== undefined && usesOf(document, name) === 1 ? name : undefined;
  const type = parseType(String(declared.type), { noLocation: true });
  const changed = withVariable(operation, dropped, type);
  const definitions = document.definitions.map((one) => (one === operation ? changed : one));
  const shared = visit(
    { ...document, definitions },
    { Field: (node) => (node === root ? withAfter(root) : undefined) },
  );
  return {
    document: shared,
    text: print(shared),
    cursorIn: (variables) => cursorIn(operation, given, variables),
    otherVariables: (variables) =>
      Object.fromEntries(Object.entries(variables).filter(([own]) => own !== dropped)),
  };
}

function cursorIn(
  operation: OperationDefinitionNode,
  given: ValueNode | undefined,
  variables: Variables,
): string | undefined {
  const name = given?.kind === Kind.VARIABLE ? given.name.value : undefined;
  const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  const literal = name === undefined ? given : definition?.defaultValue;
  const value = name === undefined ? undefined : variables[name];
  const cursor: unknown = value === undefined && literal ? valueFromASTUntyped(literal) : value;
  if (typeof cursor === 'string') return cursor;
  if (cursor === undefined || cursor === null) {
    if (definition?.type.kind !== Kind.NON_NULL_TYPE) return undefined;
    throw new HubError(
      'BAD_USER_INPUT',
      'The cursor is missing, although its variable says that there is one.',
    );
  }
  throw new HubError('BAD_USER_INPUT', 'Not a cursor: pass one exactly as the hub gave it.');
}

function withVariable(
  operation: OperationDefinitionNode,
  dropped: string | undefined,
  type: TypeNode,
): OperationDefinitionNode {
  const variable = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: AFTER } } as const;
  const kept = (operation.variableDefinitions ?? []).filter(
    ({ variable: own }) => own.name.value !== dropped,
  );
  return {
    ...operation,
    variableDefinitions: [...kept, { kind: Kind.VARIABLE_DEFINITION, variable, type }],
  };
}

function withAfter(root: FieldNode): FieldNode {
  const after: ArgumentNode = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'after' },
    value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: AFTER } },
  };
  const others = (root.arguments ?? []).filter(({ name }) => name.value !== 'after');
  return { ...root, arguments: [...others, after] };
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
