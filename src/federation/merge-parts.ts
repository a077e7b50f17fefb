/** One value of the response that two subgraphs hold in parts: the later part is filled beside the response and joined to
 *  the first when everything has arrived. */
import type { Execution } from './execution.js';
import type { FieldCode } from './object-code.js';
import { compileFill } from './object-code.js';

type Container = Record<string | number, unknown>;

/** The same field, filled into a container of its own. */
export function mergedPart(code: FieldCode): FieldCode {
  const fill = compileFill([code]);
  const { key } = code;
  return {
    kind: 'effect',
    key,
    step: (x, source, frame, into) => {
      const from: Container = { [key]: null };
      (x.merges ??= []).push({ into: into as Container, key, from });
      return fill(x, source, frame, from) ? null : undefined;
    },
  };
}

/** Joins all parts; the inner ones, noted last, come first. */
export function mergeParts(x: Execution): void {
  for (const { into, key, from } of (x.merges ?? []).reverse()) into[key] = merge(into[key], from[key]);
  x.merges = undefined;
}

function merge(one: unknown, other: unknown): unknown {
  if (Array.isArray(one))
    return one.map((item, index) => merge(item, Array.isArray(other) ? other[index] : null));
  if (!isContainer(one) || !isContainer(other)) return one;
  for (const key of Object.keys(other)) one[key] = key in one ? merge(one[key], other[key]) : other[key];
  return one;
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
