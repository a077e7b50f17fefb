/** The question about the whole schema that every tool asks, answered from memory: the one that needs no token. It is known by its
 *  text, spaces and comments left out, in each form that graphql-js gives it. */
import {
  getIntrospectionQuery,
  Kind,
  print,
  stripIgnoredCharacters,
  type DocumentNode,
  type ExecutionResult,
} from 'graphql';
import { encode } from './graphql-response.js';

/** Answers kept, as bytes of a few hundred kilobytes each; tools ask in few forms. */
const ANSWERS_MAX = 16;

const OPTIONS = [
  'descriptions',
  'specifiedByUrl',
  'directiveIsRepeatable',
  'schemaDescription',
  'inputValueDeprecation',
  'oneOf',
] as const;
/** How deep types within types are asked for: today, and before graphql-js 16.9. */
const TYPE_DEPTHS = [9, 7];

export interface SchemaAnswer {
  readonly result: ExecutionResult;
  readonly body: Buffer;
}

export class StandardIntrospection {
  private readonly answers = new Map<string, Promise<SchemaAnswer>>();
  /** Undefined for any other document. */
  private readonly texts = new WeakMap<DocumentNode, { readonly text: string | undefined }>();
  private forms: ReadonlySet<string> | undefined;

  /** @param execute runs such a document */
  constructor(private readonly execute: (document: DocumentNode) => Promise<ExecutionResult>) {}

  isAskedBy(document: DocumentNode): boolean {
    return this.textOf(document) !== undefined;
  }

  /** Undefined where something else is asked for. */
  answer(document: DocumentNode): Promise<SchemaAnswer> | undefined {
    const text = this.textOf(document);
    if (text === undefined) return undefined;
    const known = this.answers.get(text);
    if (known !== undefined) return known;
    const answer = this.execute(document).then((result) => ({ result, body: bodyOf(result) }));
    const [oldest] = this.answers.keys();
    if (oldest !== undefined && this.answers.size >= ANSWERS_MAX) this.answers.delete(oldest);
    this.answers.set(text, answer);
    answer.catch(() => this.answers.delete(text));
    return answer;
  }

  private textOf(document: DocumentNode): string | undefined {
    const known = this.texts.get(document);
    if (known !== undefined) return known.text;
    const text = couldBe(document) ? normalText(document) : undefined;
    const found = text !== undefined && (this.forms ??= allForms()).has(text) ? text : undefined;
    this.texts.set(document, { text: found });
    return found;
  }
}

/** Only a document of this shape is worth the printing. */
function couldBe({ definitions }: DocumentNode): boolean {
  const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  const [field, ...others] =
    operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
  return (
    operations.length === 1 &&
    others.length === 0 &&
    field?.kind === Kind.FIELD &&
    field.name.value === '__schema'
  );
}

/** Without the operation's name, which tools choose. */
function normalText(document: DocumentNode): string {
  const definitions = document.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? { ...definition, name: undefined } : definition,
  );
  return stripIgnoredCharacters(print({ ...document, definitions }));
}

function allForms(): ReadonlySet<string> {
  const forms = new Set<string>();
  for (const typeDepth of TYPE_DEPTHS)
    for (let choice = 0; choice < 2 ** OPTIONS.length; choice += 1) {
      const chosen = OPTIONS.map((option, at) => [option, (choice & (1 << at)) !== 0] as const);
      const text = getIntrospectionQuery({ ...Object.fromEntries(chosen), typeDepth });
      forms.add(stripIgnoredCharacters(text).replace(/^query IntrospectionQuery/, ''));
    }
  return forms;
}

function bodyOf({ data }: ExecutionResult): Buffer {
  return encode(JSON.stringify({ data }), '\n');
}
