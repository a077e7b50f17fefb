/** The texts of a workbook, kept outside of memory. */
import { describe, expect, it } from '@jest/globals';
import { SharedStrings } from '../../src/social-protection/list/file/shared-strings.js';

/** Five million characters: more than are kept at once. */
const MANY = 200_000;
const text = (number: number): string => `Nguyễn Văn "${number}" \n thử`;

async function* texts(count: number): AsyncGenerator<string> {
  for (let number = 0; number < count; number += 1) yield text(number);
}

describe('the texts of a workbook', () => {
  it('are found by their number in any order, however many there are', async () => {
    const strings = await SharedStrings.of(texts(MANY));

    const anyOrder = Array.from({ length: 4_000 }, (_, at) => (at * 7_919) % MANY);
    const asked = [...anyOrder, 0, MANY - 1];
    expect(asked.filter((number) => strings.at(number) !== text(number))).toEqual([]);
    await strings.close();
  });

  it.each([[-1], [3], [4_000_000], [Number.NaN]])('that are not there are missing: %p', async (number) => {
    const strings = await SharedStrings.of(texts(3));

    expect(strings.at(number)).toBeUndefined();
    await strings.close();
  });

  it('may be none, and may be empty', async () => {
    const none = await SharedStrings.of(texts(0));
    const empty = await SharedStrings.of(
      (async function* () {
        yield '';
      })(),
    );

    expect([none.at(0), empty.at(0)]).toEqual([undefined, '']);
    await Promise.all([none.close(), empty.close()]);
  });

  it('are closed when reading them fails', async () => {
    const broken = SharedStrings.of(
      (async function* () {
        yield* texts(5_000);
        throw new Error('damaged');
      })(),
    );

    await expect(broken).rejects.toThrow('damaged');
  });
});
