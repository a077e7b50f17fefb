import { describe, expect, it } from '@jest/globals';
import { remember } from '../../src/graphql/index.js';

describe('reference data that is remembered', () => {
  it('is read in one statement for all that one tick asks, and afterwards is at hand', async () => {
    const { asked, unit } = units();

    const first = await Promise.all([unit('01'), unit('02'), unit('01')]);

    expect(first).toEqual(['unit 01', 'unit 02', 'unit 01']);
    expect(unit('02')).toBe('unit 02');
    expect(asked).toEqual([['01', '02']]);
  });

  it('is asked for again once its time is over', async () => {
    let now = 0;
    const { asked, unit } = units({ maxAgeMs: 1_000, now: () => now });
    await unit('01');

    now = 1_000;
    await unit('01');

    expect(asked).toEqual([['01'], ['01']]);
  });

  it('is asked for again where there was none, or the read failed', async () => {
    const { asked, unit, fail } = units();

    await expect(unit('none')).resolves.toBeNull();
    fail(true);
    await expect(unit('none')).rejects.toThrow('down');
    fail(false);
    await expect(unit('none')).resolves.toBeNull();

    expect(asked).toHaveLength(3);
  });

  it('keeps no more than it may', async () => {
    const { unit, asked } = units({ valuesMax: 2 });

    for (const code of ['01', '02', '03']) await unit(code);

    expect(unit('03')).toBe('unit 03');
    await unit('01');
    expect(asked.at(-1)).toEqual(['01']);
  });
});

function units(options?: Parameters<typeof remember>[1]) {
  const asked: (readonly string[])[] = [];
  let isDown = false;
  const unit = remember<string>((codes) => {
    asked.push(codes);
    if (isDown) return Promise.reject(new Error('down'));
    return Promise.resolve(codes.filter((code) => code !== 'none').map((code) => [code, `unit ${code}`]));
  }, options);
  return { asked, unit, fail: (down: boolean) => (isDown = down) };
}
