import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  appendEvents,
  type EventFilter,
  filterKey,
  type HubEvent,
  matchesFilter,
  narrowFilter,
  type NewEvent,
  openEvents,
} from '../../src/event/index.js';
import { FilterIndex } from '../../src/event/filter-index.js';
import { readMatching, readNext } from '../../src/event/log-reader.js';
import type { TestDatabase } from '../setup/test-database.js';
import { anEvent, createEventDatabase } from './event-database.js';

const ids = [1, 2, 3].map((digit) => `01890000-0000-7000-8000-00000000000${digit}`);
const id = fc.constantFrom(...ids);
const kind = fc.constantFrom('payment', 'verification', 'batch');
const institution = fc.constantFrom('BIDV', 'NAPAS', 'NAPAS:970436', 'NAPAS:970407', 'NAPASX');
const status = fc.constantFrom('SETTLED', 'REJECTED', 'ACCEPTED');
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(value, { nil: null });

const newEvent: fc.Arbitrary<NewEvent> = fc
  .record({
    kind,
    subjectId: id,
    beneficiaryId: maybe(id),
    batchId: maybe(id),
    areaId: maybe(id),
    institutionCode: maybe(institution),
    statusTo: maybe(status),
  })
  .map((fields) => anEvent(fields));

const filter: fc.Arbitrary<EventFilter> = fc.record(
  {
    kinds: fc.uniqueArray(kind),
    subjectId: id,
    beneficiaryId: id,
    batchId: id,
    institutionCode: institution,
    areaIds: fc.uniqueArray(id).map((areas) => new Set(areas)),
    statusTo: fc.uniqueArray(status),
  },
  { requiredKeys: [] },
);

let database: TestDatabase;
let events: HubEvent[];
beforeAll(async () => {
  database = await createEventDatabase();
  await appendEvents(database.pool, fc.sample(newEvent, { numRuns: 400, seed: 1 }));
  const hub = await openEvents({ pool: database.pool });
  await hub.flush();
  await hub.stop();
  events = (await readNext(database.pool, { position: 0n }, 1_000)) ?? [];
});
afterAll(() => database.drop());

describe('a filter of events', () => {
  it('means in SQL what it means in memory', async () => {
    await fc.assert(
      fc.asyncProperty(filter, async (each) => {
        const found = await readMatching(database.pool, each, { after: 0n, upTo: 400n, limit: 1_000 });

        expect(found).toEqual(events.filter((event) => matchesFilter(each, event)));
      }),
      { numRuns: 200 },
    );
  });

  it('finds through the index of readers exactly those who want an event, each once', () => {
    fc.assert(
      fc.property(fc.array(filter, { maxLength: 20 }), fc.array(fc.nat({ max: 19 })), (filters, removed) => {
        const index = new FilterIndex<{ filter: EventFilter }>();
        const entries = filters.map((each) => ({ filter: each }));
        for (const entry of entries) index.add(entry);
        const gone = new Set(removed.flatMap((place) => entries[place] ?? []));
        for (const entry of gone) index.remove(entry);

        for (const event of events.slice(0, 50)) {
          const found: unknown[] = [];
          index.forEachMatch(event, (entry) => found.push(entry));
          const wanted = entries.filter((entry) => !gone.has(entry) && matchesFilter(entry.filter, event));
          expect(found).toHaveLength(wanted.length);
          expect(new Set(found)).toEqual(new Set(wanted));
        }
        expect(index.size).toBe(entries.length - gone.size);
      }),
    );
  });

  it('narrowed by another matches what both match', () => {
    fc.assert(
      fc.property(filter, filter, (one, other) => {
        const both = narrowFilter(one, other);

        for (const event of events.slice(0, 100)) {
          const expected = matchesFilter(one, event) && matchesFilter(other, event);
          expect(both !== undefined && matchesFilter(both, event)).toBe(expected);
        }
      }),
    );
  });

  it('has a key that says what it asks for, whatever the order in which it was written', () => {
    fc.assert(
      fc.property(filter, filter, (one, other) => {
        const reversed: EventFilter = {
          ...one,
          ...(one.kinds && { kinds: [...one.kinds].reverse() }),
          ...(one.areaIds && { areaIds: new Set([...one.areaIds].reverse()) }),
        };

        expect(filterKey(reversed)).toBe(filterKey(one));
        if (filterKey(one) === filterKey(other)) {
          for (const event of events) expect(matchesFilter(one, event)).toBe(matchesFilter(other, event));
        }
      }),
    );
  });
});
