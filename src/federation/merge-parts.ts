/** One value of the response that several subgraphs hold in parts: each later part is filled beside the response and joined to
 *  the first when everything has arrived. */
import type { GraphQLError } from 'graphql';
import { GraphQLError as PublicError } from 'graphql';
import type { Execution } from './execution.js';
import type { Frame } from './frame.js';
import { Later } from './later.js';
import type { FieldCode } from './object-code.js';
import { compileFill } from './object-code.js';

type Container = Record<string | number, unknown>;

/** A later part of a field's value, and the place that has the first. */
export interface Merge {
  readonly into: Container;
  readonly key: string;
  readonly from: Container;
  readonly depth: number;
}

/** The same field, filled into a container of its own; the part is noted also where there is nothing to fill it from. */
export function mergedPart(code: FieldCode): FieldCode {
  const fill = compileFill([code]);
  const { key } = code;
  const note = (x: Execution, frame: Frame, into: object): Container => {
    const from: Container = { [key]: null };
    (x.merges ??= []).push({ into: into as Container, key, from, depth: depthOf(frame) });
    return from;
  };
  return {
    kind: 'effect',
    key,
    step: (x, source, frame, into) => (fill(x, source, frame, note(x, frame, into)) ? null : undefined),
    leave: note,
  };
}

/** A value in the response: what holds it, and by which key. */
interface Place {
  readonly holder: Container;
  readonly key: string | number;
}

/** Joins all parts, the inner ones first. */
export function mergeParts(x: Execution): void {
  const merges = (x.merges ?? []).sort((a, b) => b.depth - a.depth);
  const open: Place[] = [];
  for (const { into, key, from } of merges) merge({ holder: into, key }, from[key], open);
  const missing: Missing = new Map();
  for (const { holder, key } of open) if (!settle(holder[key], missing)) holder[key] = null;
  x.merges = undefined;
  if (missing.size > 0)
    x.errors.splice(0, Infinity, ...x.errors.flatMap((error) => spreadError(x, error, missing)));
}

/** @param open collects the places where something may be missing in the end: null is another part only where null may stand */
function merge(place: Place, other: unknown, open: Place[]): void {
  const one = place.holder[place.key];
  if (one === null || typeof one !== 'object') return;
  if (Array.isArray(one) && Array.isArray(other))
    return one.forEach((_, key) => merge({ holder: one as unknown as Container, key }, other[key], open));
  if (isContainer(one) && isContainer(other)) {
    mergeMembers(one, other, open);
    if (!Object.values(one).some((held) => held instanceof Later)) return;
  }
  open.push(place);
}

function mergeMembers(one: Container, other: Container, open: Place[]): void {
  for (const key of Object.keys(other)) {
    const isMissing = !(key in one) || one[key] instanceof Later;
    if (isMissing) one[key] = other[key];
    else if (!(other[key] instanceof Later)) merge({ holder: one, key }, other[key], open);
  }
}

/** The keys of objects that no part brought. */
type Missing = Map<unknown, string[]>;

/** Puts null where nothing came. @returns false where something is missing that may not be null */
function settle(value: unknown, missing: Missing): boolean {
  if (Array.isArray(value)) return value.every((item) => settle(item, missing));
  if (!isContainer(value)) return true;
  const keys = Object.keys(value).filter((key) => value[key] instanceof Later);
  if (keys.some((key) => !(value[key] as Later).isNullable)) return false;
  if (keys.length > 0) missing.set(value, keys);
  for (const key of keys) value[key] = null;
  return Object.values(value).every((held) => settle(held, missing));
}

/** A part that failed where the others stand has failed for each of its fields. */
function spreadError(x: Execution, error: GraphQLError, missing: Missing): GraphQLError[] {
  const { path = [], nodes, originalError, extensions } = error;
  const value = path.reduce<unknown>((at, key) => (at as Container | null)?.[key], x.data);
  const places = [...placesIn(value, missing)];
  if (places.length === 0) return [error];
  return places.map(
    (place) =>
      new PublicError(error.message, { nodes, originalError, extensions, path: [...path, ...place] }),
  );
}

function* placesIn(value: unknown, missing: Missing): Generator<(string | number)[]> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of missing.get(value) ?? []) yield [key];
  for (const [key, held] of Object.entries(value))
    for (const place of placesIn(held, missing)) yield [Array.isArray(value) ? Number(key) : key, ...place];
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Later);
}

function depthOf(frame: Frame): number {
  let depth = 0;
  for (let at: Frame | undefined = frame; at !== undefined; at = at.prev) depth += 1;
  return depth;
}
