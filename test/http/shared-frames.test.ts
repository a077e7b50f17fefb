import { describe, expect, it, jest } from '@jest/globals';
import { framesOf, isPlainId } from '../../src/http/shared-frames.js';

/** An event whose result counts how often it is serialised. */
function countedEvent(data: Record<string, unknown>) {
  const serialised = jest.fn(() => data);
  return { serialised, event: { position: 1n, result: { data: { toJSON: serialised } } } };
}

/** The texts of unmasked frames that lie one behind the other. */
function textsIn(bytes: Buffer): unknown[] {
  const texts: unknown[] = [];
  for (let at = 0; at < bytes.length;) {
    const short = bytes.readUInt8(at + 1);
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    const length =
      head === 2 ? short : head === 4 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
    texts.push(JSON.parse(bytes.toString('utf8', at + head, at + head + length)));
    at += head + length;
  }
  return texts;
}

describe('frames that many subscribers are sent', () => {
  it('are serialised once, whatever the number and the ids of the subscribers', () => {
    const { event, serialised } = countedEvent({ name: 'Nguyễn Văn Ánh' });
    const events = [event];
    const ids = Array.from({ length: 1_000 }, (_, n) => `"subscriber-${String(n).padStart(4, '0')}"`);

    const texts = ids.map((idText) => textsIn(framesOf(events)!.bytesFor(idText))[0]);

    expect(serialised).toHaveBeenCalledTimes(1);
    expect(texts).toEqual(
      ids.map((idText) => ({
        id: JSON.parse(idText),
        type: 'next',
        payload: { data: { name: 'Nguyễn Văn Ánh' } },
      })),
    );
  });

  it('of several events go out as one piece', () => {
    const events = ['A', 'B', 'x'.repeat(200), 'y'.repeat(70_000)].map((to) => countedEvent({ to }).event);

    const texts = textsIn(framesOf(events)!.bytesFor('"1"'));

    expect(texts).toEqual(
      ['A', 'B', 'x'.repeat(200), 'y'.repeat(70_000)].map((to) => ({
        id: '1',
        type: 'next',
        payload: { data: { to } },
      })),
    );
  });

  it('take no other id while they are on their way', () => {
    const frames = framesOf([countedEvent({ to: 'A' }).event])!;
    const onTheirWay = frames.bytesFor('"one"');
    frames.release();

    const next = frames.bytesFor('"two"');

    expect([onTheirWay, next].map((bytes) => textsIn(bytes)[0])).toMatchObject([
      { id: 'one' },
      { id: 'two' },
    ]);
  });

  it('share their bytes otherwise', () => {
    const frames = framesOf([countedEvent({ to: 'A' }).event])!;

    expect(frames.bytesFor('"two"')).toBe(frames.bytesFor('"one"'));
  });

  it('are not made beforehand where a result has errors, which name the operation of each', () => {
    expect(framesOf([{ position: 1n, result: { data: null, errors: [] } }])).toBeUndefined();
  });

  it.each([
    ['"7f7c1c9e-5d5e-4a53-8d8e-2f6f4c1b0a11"', true],
    ['"số một"', false],
    [`"${'1'.repeat(65)}"`, false],
  ])('for the id %s: %s', (idText, isPlain) => {
    expect(isPlainId(idText)).toBe(isPlain);
  });
});
