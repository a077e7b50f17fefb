import { describe, expect, it } from '@jest/globals';
import type { Comparison } from './random/compare-world.js';
import { compareWorld } from './random/compare-world.js';
import { sdlOf } from './random/random-sdl.js';
import { createRandomWorld } from './random/random-world.js';

// Any forty would do; these have eight that found faults of the executor: a required field that was read where it is
// external, an entity that was asked for twice (17, 182), keys in another order than the selection's (68).
const seeds = [17, 68, ...Array.from({ length: 38 }, (_, index) => index + 145)];
const operationsEach = 10;

describe('a graph made by chance answers as one plain schema does', () => {
  it.each(seeds)('from seed %i', async (seed) => {
    const { difference } = await comparisonOf(seed);

    expect(difference).toBe('');
  });
});

describe('graphs made by chance', () => {
  it('compose for the most part, and at least 300 operations are compared', async () => {
    const composed = (await Promise.all(seeds.map(comparisonOf))).filter(({ isComposed }) => isComposed);

    expect(composed.length).toBeGreaterThanOrEqual(seeds.length / 2);
    expect(composed.reduce((sum, { operations }) => sum + operations, 0)).toBeGreaterThanOrEqual(300);
  });

  const features = [
    ...['@shareable', '@external', '@requires', '@provides', '@override', '@interfaceObject'],
    ...['resolvable: false', '@key(fields: "region number")', '@key(fields: "place { id }")'],
    ...['interface Thing {', 'interface Thing @key', 'union Thing', 'type Mutation', 'times: Int = 2'],
  ];

  it.each(features)('have %s in some world', (feature) => {
    const worlds = seeds.map(createRandomWorld);

    const sdl = worlds.flatMap((world) => world.subgraphs.map((subgraph) => sdlOf(world, subgraph))).join();

    expect(sdl).toContain(feature);
  });
});

// Each world is compared once, whichever tests run.
const comparisons = new Map<number, Promise<Comparison>>();

function comparisonOf(seed: number): Promise<Comparison> {
  const comparison = comparisons.get(seed) ?? compareWorld(seed, operationsEach);
  comparisons.set(seed, comparison);
  return comparison;
}
