/** Every attack on what people are shown, against a started hub. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openAttackedHub, type OpenAttackedHub } from './open-attacked-hub.js';
import { PRIVACY_ATTACKS } from './privacy-attacks.js';

// A busy machine takes its time.
jest.setTimeout(600_000);

let hub: OpenAttackedHub;
beforeAll(async () => {
  hub = await openAttackedHub();
});
afterAll(() => hub.close());

describe('the hub holds when', () => {
  it.each(Object.entries(PRIVACY_ATTACKS))('%s', async (_what, attack) => {
    expect(await attack(hub)).toEqual({ got: expect.any(String), held: true });
  });
});
