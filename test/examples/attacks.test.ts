import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { AttackedHub, SCRIPTS } from './attacked-hub.js';
import { JAVASCRIPT, PYTHON, whySkipped } from './languages.js';

const ATTACK_MS = 400_000;

describe.each([PYTHON, JAVASCRIPT])('an institution whose own adapter, in $name,', (language) => {
  const attack = new AttackedHub(language);

  if (language.missing !== undefined) {
    it.skip(`misbehaves${whySkipped(language)}`, () => undefined);
    return;
  }

  beforeAll(() => attack.run(), ATTACK_MS);
  afterAll(() => attack.hub.remove(), 60_000);

  it.each(SCRIPTS)('$title: $holds', ({ name }) => {
    expect(attack.complaintsOf(name)).toEqual([]);
  });

  it('does all of this: everybody else is paid once', () => {
    expect(attack.complaintsOf('everybody-else')).toEqual([]);
    expect(attack.verdicts.at(-1)?.bookings).toBeGreaterThan(100);
  });

  it('has done it: the hub finds nothing wrong in its own tables', async () => {
    // The simulated bank has booked nothing: the attacker has taken its place.
    rmSync(join(attack.hub.dataDir, 'simulators', 'bidv'), { recursive: true });

    const { code, stdout } = await attack.hub.command('check');

    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('Everything holds.') });
  });
});
