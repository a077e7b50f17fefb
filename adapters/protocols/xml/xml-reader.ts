/** Reads XML from outside: bounded, namespace-aware, without document types, hence without XXE or entity bombs. */
import { XMLParser } from 'fast-xml-parser';
import { decodeText } from '../../kit/index.js';

export interface XmlElement {
  /** Local name, without its prefix. */
  readonly name: string;
  /** Namespace URI; empty when the element is in none. */
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The element's own text, trimmed; empty when it only holds elements. */
  readonly text: string;
}

/** A document that cannot be read. The message never quotes the document. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

export interface XmlLimits {
  /** Largest accepted document in bytes of UTF-8. */
  readonly bytesMax: number;
  /** A reference to a character that XML forbids (`&#0;`) stands in the text as U+FFFD instead of making the document unreadable:
   *  for files in which one broken field must cost its own entry only. */
  readonly marksForbidden?: boolean;
}

const DEPTH_MAX = 64;

/** @param content a text, or bytes in the encoding that they declare: byte order mark, XML declaration, UTF-8
 *  @throws XmlError when it is too long, too deep, not well-formed, declares a document type, or is in no known encoding. */
export function readXml(content: string | Uint8Array, limits: XmlLimits): XmlElement {
  const text = textOfDocument(content);
  if (Buffer.byteLength(text) > limits.bytesMax) throw new XmlError(`longer than ${limits.bytesMax} bytes`);
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new XmlError('a document type declaration is not accepted');
  const nodes = parse(text).filter((node) => elementNameOf(node) !== undefined);
  const root = nodes[0];
  if (root === undefined || nodes.length > 1) throw new XmlError('not exactly one root element');
  return resolve(root, new Map([['', '']]), limits.marksForbidden === true ? '\ufffd' : undefined);
}

export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The first element at a path of local names (`GrpHdr/MsgId`). */
export function childOf(element: XmlElement | undefined, path: string): XmlElement | undefined {
  return path
    .split('/')
    .reduce<XmlElement | undefined>((at, name) => at?.children.find((child) => child.name === name), element);
}

/** The text at a path, or undefined when the element is absent or empty. */
export function textAt(element: XmlElement | undefined, path: string): string | undefined {
  const text = childOf(element, path)?.text;
  return text === '' ? undefined : text;
}

function textOfDocument(content: string | Uint8Array): string {
  try {
    return decodeText(
      content,
      (head) => /^<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)/.exec(head)?.[1],
    );
  } catch {
    throw new XmlError('in an encoding that is not known');
  }
}

type RawNode = Record<string, unknown>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: DEPTH_MAX,
});

function parse(text: string): RawNode[] {
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- alone, the parser takes a file that was cut off for a whole one
    return parser.parse(text, true) as RawNode[];
  } catch {
    // The parser's message may quote the text, and the text a person: only the fact goes on.
    throw new XmlError('not well-formed, or nested too deeply');
  }
}

function elementNameOf(node: RawNode): string | undefined {
  return Object.keys(node).find((key) => key !== ':@' && key !== '#text');
}

/** @param forbidden what stands for a character that XML forbids; undefined: nothing may */
function resolve(
  node: RawNode,
  inherited: ReadonlyMap<string, string>,
  forbidden: string | undefined,
): XmlElement {
  const decode = (text: string): string => decodeReferences(text, forbidden);
  const qualified = elementNameOf(node) ?? '';
  const raw = Object.entries((node[':@'] ?? {}) as Record<string, string>);
  const prefixes = new Map(inherited);
  for (const [key, value] of raw) {
    if (key === 'xmlns') prefixes.set('', decode(value));
    else if (key.startsWith('xmlns:')) prefixes.set(key.slice('xmlns:'.length), decode(value));
  }
  const [prefix, name] = qualified.includes(':')
    ? (qualified.split(':', 2) as [string, string])
    : ['', qualified];
  const namespace = prefixes.get(prefix);
  if (namespace === undefined) throw new XmlError('an element uses an undeclared namespace prefix');
  const content = node[qualified] as RawNode[];
  return {
    name,
    namespace,
    attributes: new Map(raw.map(([key, value]) => [key, decode(value)])),
    children: content.filter(isElement).map((child) => resolve(child, prefixes, forbidden)),
    text: content
      .map((part) => textOf(part, decode))
      .join('')
      .trim(),
  };
}

function isElement(node: RawNode): boolean {
  const name = elementNameOf(node);
  return name !== undefined && name !== '#cdata';
}

function textOf(node: RawNode, decode: (text: string) => string): string {
  if ('#text' in node) return decode(String(node['#text']));
  if ('#cdata' in node)
    return (node['#cdata'] as { readonly '#text'?: string }[]).map((part) => part['#text'] ?? '').join('');
  return '';
}

const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

function decodeReferences(text: string, forbidden: string | undefined): string {
  return text.replace(/&([^;&]{0,10});?/g, (whole, name: string) => {
    const character = BUILT_IN.get(name) ?? fromCharacterReference(name, forbidden);
    if (character === undefined || !whole.endsWith(';')) throw new XmlError('an unknown entity is used');
    return character;
  });
}

function fromCharacterReference(name: string, forbidden: string | undefined): string | undefined {
  const match = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name);
  if (!match) return undefined;
  const point = match[1] === undefined ? Number(match[2]) : parseInt(match[1], 16);
  return isXmlCharacter(point) ? String.fromCodePoint(point) : forbidden;
}

/** XML 1.0 §2.2 Char. */
function isXmlCharacter(point: number): boolean {
  if (point < 0x20) return point === 0x9 || point === 0xa || point === 0xd;
  return point <= 0xd7ff || (point >= 0xe000 && point <= 0xfffd) || (point >= 0x10000 && point <= 0x10ffff);
}
