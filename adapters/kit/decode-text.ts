/** The text of a file as its bytes say: byte order mark, UTF-16 without one, then what the file declares itself, else UTF-8. */

/** Bytes that are no text of that encoding become U+FFFD: they cost whatever stands there, not the file.
 *  @param declaredIn names the encoding that the file declares about itself; given the first bytes as Latin letters
 *  @throws RangeError for an encoding that nobody knows */
export function decodeText(
  content: string | Uint8Array,
  declaredIn: (head: string) => string | undefined = () => undefined,
): string {
  if (typeof content === 'string') return content.replace(/^\uFEFF/, '');
  const encoding =
    marked(content) ?? declared(declaredIn(Buffer.from(content.subarray(0, 200)).toString('latin1')));
  return new TextDecoder(encoding).decode(content);
}

function marked(content: Uint8Array): string | undefined {
  const [first, second, third] = content;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // Whatever such a file begins with is ASCII: every other byte is zero.
  const zeros = [...content.subarray(0, 4)].map((byte) => (byte === 0 ? '0' : 'x')).join('');
  if (zeros === 'x0x0') return 'utf-16le';
  return zeros === '0x0x' ? 'utf-16be' : undefined;
}

/** A file whose head can be read byte by byte is no UTF-16, whatever was true before somebody saved it anew. */
function declared(encoding: string | undefined): string {
  return encoding === undefined || /^utf-?16/i.test(encoding) ? 'utf-8' : encoding;
}
