/** One value of the response that several subgraphs hold in parts: each later part is filled beside the response and joined to
 *  the first when everything has arrived. */
import type { FieldNode, GraphQLError } from 'graphql';
import { GraphQLError as PublicError, Kind } from 'graphql';
import type { Execution } from './execution.js';
import type { Frame } from './frame.js';
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

/** Holds the place of a field that a later part brings, so that the keys of an object stand in the order of the selection. */
export class Later {
  constructor(readonly isNullable: boolean) {}
}

const LATER: Readonly<Record<string, Later>> = { __later: new Later(false), __laterOrNull: new Later(true) };

/** Selects the place of a field. */
export function laterNode(node: FieldNode, isNullable: boolean): FieldNode {
  const name = { kind: Kind.NAME, value: isNullable ? '__laterOrNull' : '__later' } as const;
  return { kind: Kind.FIELD, name, alias: node.alias ?? node.name };
}

/** What stands where such a place is selected. */
export function laterOf(fieldName: string): Later | undefined {
  return fieldName.startsWith('__later') ? LATER[fieldName] : undefined;
}

/** The same field, filled into a container of its own. */
export function mergedPart(code: FieldCode): FieldCode {
  const fill = compileFill([code]);
  const { key } = code;
  return {
    kind: 'effect',
    key,
    step: (x, source, frame, into) => {
      const from: Container = { [key]: null };
      (x.merges ??= []).push({ into: into as Container, key, from, depth: depthOf(frame) });
      return fill(x, source, frame, from) ? null : undefined;
    },
  };
}

/** A value in the response: what holds it, and by which key. */
interface Place {
  readonly holder: Container;
  readonly key: string | number;
}

/** Joins all parts, the inner ones first. */
export function mergeParts(x: Execution): void {
  const merges = (x.merges ?? []).reverse().sort((a, b) => b.depth - a.depth);
  const places: Place[] = [];
  for (const { into, key, from } of merges) merge({ holder: into, key }, from[key], places);
  places.push(...merges.map(({ into, key }) => ({ holder: into, key })));
  const missing: Missing = new Map();
  for (const { holder, key } of places) if (!settle(holder[key], missing)) holder[key] = null;
  x.merges = undefined;
  if (missing.size > 0)
    x.errors.splice(0, Infinity, ...x.errors.flatMap((error) => settled(x, error, missing)));
}

/** @param absent collects the places where the other part is null: it has been made so where null may stand */
function merge(place: Place, other: unknown, absent: Place[]): void {
  const one = place.holder[place.key];
  if (one === null || typeof one !== 'object') return;
  if (Array.isArray(one) && Array.isArray(other))
    one.forEach((_, key) => merge({ holder: one as unknown as Container, key }, other[key], absent));
  else if (isContainer(one) && isContainer(other)) mergeMembers(one, other, absent);
  else absent.push(place);
}

function mergeMembers(one: Container, other: Container, absent: Place[]): void {
  for (const key of Object.keys(other)) {
    const isMissing = !(key in one) || one[key] instanceof Later;
    if (isMissing) one[key] = other[key];
    else if (!(other[key] instanceof Later)) merge({ holder: one, key }, other[key], absent);
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
function settled(x: Execution, error: GraphQLError, missing: Missing): GraphQLError[] {
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
