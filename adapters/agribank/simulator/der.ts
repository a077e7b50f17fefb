/** As much of DER as the simulated bank needs for its signatures: tag, length, value, by hand. */

export interface Tlv {
  readonly tag: number;
  readonly value: Buffer;
  /** Tag and length too. */
  readonly whole: Buffer;
}

export function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const size =
    value.length < 0x80
      ? [value.length]
      : value.length < 0x100
        ? [0x81, value.length]
        : [0x82, value.length >> 8, value.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}

export const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);

/** Object identifier from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** The elements that stand one after the other in a value. @throws RangeError for what is cut off or not DER */
export function elements(value: Buffer): readonly Tlv[] {
  const found: Tlv[] = [];
  for (let at = 0; at < value.length;) {
    const short = value.readUInt8(at + 1);
    const extra = short < 0x80 ? 0 : short & 0x7f;
    if (short === 0x80 || extra > 3) throw new RangeError('not DER');
    const length = extra === 0 ? short : value.readUIntBE(at + 2, extra);
    const from = at + 2 + extra;
    if (from + length > value.length) throw new RangeError('cut off');
    found.push({
      tag: value.readUInt8(at),
      value: value.subarray(from, from + length),
      whole: value.subarray(at, from + length),
    });
    at = from + length;
  }
  return found;
}

function base128(arc: number): readonly number[] {
  const digits = [arc & 0x7f];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128))
    digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}
