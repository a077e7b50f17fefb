/** Generates the function that fills one object of the response. Generated code gives every object of a selection the same
 *  hidden class and reads plain properties inline, so a local scalar costs one property read and one type test. */
import type { Execution } from './execution.js';
import type { Frame } from './frame.js';
import type { Later } from './later.js';

/** Computes one field's value; `undefined` when null stands where it must not. */
export type Step = (x: Execution, source: unknown, frame: Frame, into: object) => unknown;
/** The same for a property that was read already and is not simply a scalar of its type. */
export type PropertyStep = (
  x: Execution,
  value: unknown,
  source: unknown,
  frame: Frame,
  into: object,
) => unknown;
/** Fills some fields of an object; false when the object itself must become null. */
export type Fill = (x: Execution, source: unknown, frame: Frame, into: object) => boolean;

export type FieldCode =
  | { readonly kind: 'constant'; readonly key: string; readonly value: string | Later }
  | { readonly kind: 'step'; readonly key: string; readonly step: Step }
  /** Works on its own; its result only says whether the object stands. */
  | {
      readonly kind: 'effect';
      readonly key: string;
      readonly step: Step;
      /** Instead of the step, where the other side has no object. */
      readonly leave: (x: Execution, frame: Frame, into: object) => void;
    }
  | {
      readonly kind: 'property';
      readonly key: string;
      readonly property: string;
      readonly isNullable: boolean;
      /** The test that a value passes when it needs no completion. */
      readonly plain: PlainTest | undefined;
      /** Gives what such a value becomes, undefined for one that needs a closer look. */
      readonly quick: ((value: unknown) => unknown) | undefined;
      readonly step: PropertyStep;
    };

export type PlainTest = 'string' | 'boolean' | 'int' | 'float';

const plainTests: Record<PlainTest, string> = {
  string: 'typeof v === "string"',
  boolean: 'typeof v === "boolean"',
  int: 'typeof v === "number" && (v | 0) === v',
  float: 'typeof v === "number" && v - v === 0',
};

/** A function that returns a fresh container with all keys of the selection in their order. */
export function compileContainer(fields: readonly FieldCode[]): () => Record<string, unknown> {
  const constants = fields.map((field) => (field.kind === 'constant' ? field.value : null));
  const members = constants.map((value, index) => {
    const isText = typeof value === 'string' || value === null;
    return `[${JSON.stringify(fields[index]?.key)}]: ${isText ? JSON.stringify(value) : `steps[${index}]`}`;
  });
  return evaluate(`return () => ({ ${members.map(plainKey).join(', ')} });`, constants) as () => Record<
    string,
    unknown
  >;
}

export function compileFill(fields: readonly FieldCode[]): Fill {
  const steps = fields.map((field) => (field.kind === 'constant' ? undefined : field.step));
  const lines = fields.flatMap((field, index) => fieldLines(field, index));
  if (lines.length === 0) return () => true;
  const readsProperties = fields.some((field) => field.kind === 'property');
  const quick = fields.map((field) => (field.kind === 'property' ? field.quick : undefined));
  const body = `${fields.map((_, index) => `const s${index} = steps[${index}], q${index} = quick[${index}];`).join(' ')}
  return function fill(x, s, f, o) {
    let v, r;
    ${readsProperties ? 'const p = (typeof s === "object" && s !== null) || typeof s === "function" ? s : nothing;' : ''}
    ${lines.join('\n    ')}
    return true;
  };`;
  return evaluate(body, steps, quick) as Fill;
}

/** Several as one; most objects have one or two. */
export function joinFills(fills: readonly Fill[]): Fill {
  const [first, second, ...others] = fills;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  const rest = joinFills([second, ...others]);
  return (x, source, frame, into) => first(x, source, frame, into) && rest(x, source, frame, into);
}

/** A function that makes the reference of an entity with one plain key. */
export function compileReferenceOf(typeName: string, property: string): (value: string) => object {
  const members = [`["__typename"]: ${JSON.stringify(typeName)}`, `[${JSON.stringify(property)}]: v`];
  return evaluate(`return (v) => ({ ${members.map(plainKey).join(', ')} });`, []) as (
    value: string,
  ) => object;
}

function fieldLines(field: FieldCode, index: number): string[] {
  if (field.kind === 'constant') return [];
  const key = JSON.stringify(field.key);
  if (field.kind === 'step')
    return [`if ((r = s${index}(x, s, f, o)) === undefined) return false; o[${key}] = r;`];
  if (field.kind === 'effect') return [`if (s${index}(x, s, f, o) === undefined) return false;`];
  const complete = `if ((r = s${index}(x, v, s, f, o)) === undefined) return false; o[${key}] = r;`;
  const otherwise = field.isNullable
    ? `if (v !== null && v !== undefined) { ${complete} }`
    : `{ ${complete} }`;
  const plain = field.plain === undefined ? '' : `if (${plainTests[field.plain]}) o[${key}] = v; else `;
  const test =
    field.quick === undefined ? plain : `if ((r = q${index}(v)) !== undefined) o[${key}] = r; else `;
  return [`try { v = p[${JSON.stringify(field.property)}]; } catch (e) { v = thrown(e); }`, test + otherwise];
}

/** A computed `__proto__` is an ordinary member, a plain one is not; all other keys are faster plain. */
function plainKey(member: string): string {
  return member.startsWith('["__proto__"]') ? member : member.replace(/^\[("\w+")\]/, '$1');
}

function evaluate(body: string, steps: readonly unknown[], quick: readonly unknown[] = []): unknown {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- names come from parsed GraphQL and are quoted
  const compile = new Function('steps', 'quick', 'nothing', 'thrown', body) as (
    ...parts: unknown[]
  ) => unknown;
  return compile(steps, quick, nothing, asError);
}

const nothing = Object.freeze({});

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(`Unexpected error value: ${String(error)}`);
}
