/** Just enough XML for workbooks: cuts a stream into its repeated elements (rows, shared strings) and reads tags and text of
 *  one such piece. Streams are decoded across chunks, so that a letter which two chunks share stays a letter. */
import { damaged } from './zip-archive.js';

/** A longer row or shared string is damage, not a list; characters. */
const PIECE_CHARS_MAX = 4 * 1024 ** 2;

export type XmlToken =
  | {
      readonly kind: 'open' | 'close';
      readonly name: string;
      readonly attributes: string;
      readonly isEmpty: boolean;
    }
  | { readonly kind: 'text'; readonly text: string };

const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<[?!][^>]*>|<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|([^<]+)/g;

/** Tags, without their namespace prefix, and text in order. */
export function* tokensOf(xml: string): Generator<XmlToken> {
  for (const [, cdata, slash, name, attributes = '', empty, text] of xml.matchAll(TOKEN)) {
    if (name !== undefined)
      yield { kind: slash ? 'close' : 'open', name, attributes, isEmpty: empty === '/' };
    else if (text !== undefined) yield { kind: 'text', text: plainText(text) };
    else if (cdata !== undefined) yield { kind: 'text', text: cdata };
  }
}

/** The value of an attribute in the text of a tag, whatever its prefix. */
export function attributeOf(attributes: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)(?:[\\w.-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? undefined : plainText(value);
}

/** Every element of this name, whole, as it comes. The elements do not nest. */
export async function* piecesOf(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<string> {
  const begin = new RegExp(`<(?:[\\w.-]+:)?${name}(?=[\\s/>])(?:[^>"']|"[^"]*"|'[^']*')*>`, 'g');
  const end = new RegExp(`</(?:[\\w.-]+:)?${name}\\s*>`, 'g');
  let rest = '';
  for await (const text of decoded(chunks)) {
    rest += text;
    let done = 0;
    let isPieceOpen = false;
    while (!isPieceOpen) {
      begin.lastIndex = done;
      const opening = begin.exec(rest);
      if (!opening) break;
      const isEmpty = opening[0].endsWith('/>');
      end.lastIndex = begin.lastIndex;
      isPieceOpen = !isEmpty && !end.test(rest);
      const until = isEmpty ? begin.lastIndex : end.lastIndex;
      if (!isPieceOpen) yield rest.slice(opening.index, until);
      done = isPieceOpen ? opening.index : until;
    }
    // Outside a piece only the last tag may still be cut in two; what stands before it is done with.
    rest = rest.slice(isPieceOpen ? done : Math.max(done, rest.lastIndexOf('<')));
    if (rest.length > PIECE_CHARS_MAX) throw damaged();
  }
}

/** A whole small part, as text. */
export async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const piece of decoded(chunks)) {
    text += piece;
    if (text.length > PIECE_CHARS_MAX) throw damaged();
  }
  return text;
}

async function* decoded(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plainText(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x?[0-9a-fA-F]+|\w+);/g, (whole, body: string) => {
    if (!body.startsWith('#')) return ENTITIES[body] ?? whole;
    const code = body[1] === 'x' ? parseInt(body.slice(2), 16) : parseInt(body.slice(1), 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
