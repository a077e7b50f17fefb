/** What every field of a random world answers. It follows from names and numbers alone, so that each subgraph and the plain
 *  schema know it without asking one another. */
import { hash } from './random.js';
import type { Field, Selected, World } from './world-model.js';
import { fieldNamed } from './world-model.js';

/** One entity: each type has `entityCount` of them. */
export interface Item {
  readonly type: string;
  readonly number: number;
}

export type Nested<Value> = Value | null | readonly Nested<Value>[];
export type Arguments = Readonly<{ times?: number }>;

export const entityCount = 4;
/** How the message of every error begins that a world means to give. */
export const plannedFailure = 'planned failure';
export const theRoot: Item = { type: 'Query', number: 0 };

export function valueOf(item: Item, field: Field, given: Arguments): unknown {
  if (field.kind === 'text') return textOf(item, field, given);
  return field.kind === 'parts' ? partsOf(item, field) : targetsOf(item, field);
}

function textOf(item: Item, field: Field, given: Arguments): string | null {
  const place = `${item.type}-${item.number}.${field.name}`;
  if (field.failsFor === item.number) throw new Error(`${plannedFailure} of ${place}`);
  if (field.requires !== undefined)
    return computedText(
      field,
      field.requires.map((selected) => requiredOf(item, selected)),
      given,
    );
  if (field.isSometimesNull && !field.isNonNull && hash(place) % 4 === 0) return null;
  return `${place}${timesOf(field, given)}`;
}

/** What a field with `@requires` makes of what it required. */
export function computedText(field: Field, required: readonly unknown[], given: Arguments): string {
  return `${field.name} of ${JSON.stringify(required)}${timesOf(field, given)}`;
}

export function extraText(id: string, label: unknown): string {
  return `extra of ${id} ${String(label)}`;
}

export function labelOf(world: World, item: Item): unknown {
  const field = fieldNamed(world, item.type, 'label');
  return field && textOf(item, field, {});
}

/** No more of a value than the directive names, in one order. */
export function onlySelected(value: unknown, { field, inner }: Selected): unknown {
  const names = inner !== undefined ? [inner.name] : field.kind === 'parts' ? ['x', 'y'] : undefined;
  if (names === undefined) return value;
  return mapNested(value as Nested<Record<string, unknown>>, (one) =>
    Object.fromEntries(names.map((name) => [name, one[name]])),
  );
}

function requiredOf(item: Item, selected: Selected): unknown {
  const { field, inner } = selected;
  if (inner === undefined) return onlySelected(valueOf(item, field, {}), selected);
  return mapNested(targetsOf(item, field), (target) => ({ [inner.name]: textOf(target, inner, {}) }));
}

function timesOf({ hasArgument }: Field, { times }: Arguments): string {
  return hasArgument ? ` times ${String(times)}` : '';
}

function partsOf(item: Item, field: Field): unknown {
  const one = (index: number) => ({
    x: `x${index} of ${idOf(item)}`,
    y: hash(`${idOf(item)}${index}`) % 100,
    z: `z${index}`,
  });
  return field.shape === 'list' ? [one(0), one(1)] : one(0);
}

export function targetsOf(item: Item, field: Field): Nested<Item> {
  const start = hash(`${idOf(item)}.${field.name}`);
  const one = (index: number): Item => ({
    type: field.among[(start + index) % field.among.length] ?? '',
    number: ((start >>> 3) + index) % entityCount,
  });
  if (field.shape === 'nested list') return [[one(0)], [], [one(1), one(2)]];
  if (field.shape === 'list') return Array.from({ length: start % 4 }, (_, index) => one(index));
  return start % 5 === 0 && !field.isNonNull ? null : one(0);
}

export const keyFields = ['id', 'code', 'region', 'number', 'place'] as const;

export function keyValueOf(item: Item, name: string): unknown {
  const values: Record<(typeof keyFields)[number], unknown> = {
    id: idOf(item),
    code: `code ${idOf(item)}`,
    region: `region ${item.number % 2}`,
    number: item.number >> 1,
    place: { id: `place of ${idOf(item)}` },
  };
  return values[name as keyof typeof values];
}

export function idOf({ type, number }: Item): string {
  return `${type}-${number}`;
}

export function itemOf(id: string): Item {
  const [type = '', number] = id.split('-');
  return { type, number: Number(number) };
}

/** Lists keep their shape, and null stays null. */
export function mapNested<From, To>(value: Nested<From>, change: (one: From) => To): Nested<To> {
  if (value === null) return null;
  if (isList(value)) return value.map((one) => mapNested(one, change));
  return change(value);
}

function isList<Value>(value: Nested<Value>): value is readonly Nested<Value>[] {
  return Array.isArray(value);
}
