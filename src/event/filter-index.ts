/** Finds who wants an event without asking everybody: each entry is filed once, under the most selective thing that its
 *  filter names. */
import type { HubEvent } from './event.js';
import { type EventFilter, matchesFilter } from './event-filter.js';

interface Filed {
  readonly filter: EventFilter;
}

/** From the most selective axis to the least. An event has at most one value on each, or an institution and its root. */
const axes: readonly {
  readonly of: (filter: EventFilter) => Iterable<string> | undefined;
  readonly at: (event: HubEvent) => readonly (string | null)[];
}[] = [
  { of: ({ subjectId }) => subjectId && [subjectId], at: (event) => [event.subjectId] },
  { of: ({ beneficiaryId }) => beneficiaryId && [beneficiaryId], at: (event) => [event.beneficiaryId] },
  { of: ({ batchId }) => batchId && [batchId], at: (event) => [event.batchId] },
  { of: ({ areaIds }) => areaIds, at: (event) => [event.areaId] },
  { of: ({ institutionCode }) => institutionCode && [institutionCode], at: institutionAndRoot },
  { of: ({ statusTo }) => statusTo && new Set(statusTo), at: (event) => [event.statusTo] },
  { of: ({ kinds }) => kinds && new Set(kinds), at: (event) => [event.kind] },
  { of: () => [''], at: () => [''] },
];

export class FilterIndex<Entry extends Filed> {
  readonly #shelves = axes.map(() => new Map<string, Set<Entry>>());
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(entry: Entry): void {
    const { shelf, values } = this.#placeOf(entry);
    for (const value of values) {
      const filed = shelf.get(value);
      if (filed === undefined) shelf.set(value, new Set([entry]));
      else filed.add(entry);
    }
    this.#size += 1;
  }

  remove(entry: Entry): void {
    const { shelf, values } = this.#placeOf(entry);
    for (const value of values) {
      const filed = shelf.get(value);
      if (filed?.delete(entry) === true && filed.size === 0) shelf.delete(value);
    }
    this.#size -= 1;
  }

  /** Calls `visit` once for every entry whose filter matches. */
  forEachMatch(event: HubEvent, visit: (entry: Entry) => void): void {
    this.#shelves.forEach((shelf, place) => {
      if (shelf.size === 0) return;
      for (const value of axes[place]?.at(event) ?? []) {
        if (value === null) continue;
        for (const entry of shelf.get(value) ?? []) {
          if (matchesFilter(entry.filter, event)) visit(entry);
        }
      }
    });
  }

  #placeOf(entry: Entry): { shelf: Map<string, Set<Entry>>; values: Iterable<string> } {
    for (const [place, axis] of axes.entries()) {
      const values = axis.of(entry.filter);
      const shelf = this.#shelves[place];
      if (values !== undefined && values !== '' && shelf !== undefined) return { shelf, values };
    }
    throw new Error('The last axis takes every filter.');
  }
}

function institutionAndRoot({ institutionCode: code }: HubEvent): readonly (string | null)[] {
  const colon = code?.indexOf(':') ?? -1;
  return code === null || colon === -1 ? [code] : [code, code.slice(0, colon)];
}
