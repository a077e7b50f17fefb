/** Builds XML as text. Everything that goes in is escaped here, so that a name like `O'BRIEN & SONS <MB>` stays a name. */

/** An element that is ready to be placed into another. */
export interface XmlFragment {
  readonly xml: string;
}

export type XmlAttributes = Readonly<Record<string, string>>;

/** Content left out (`undefined`) makes no element at all: an optional field is written as it is read. */
export type XmlContent = string | bigint | number | readonly (XmlFragment | undefined)[];

export function xml(name: string, content: XmlContent, attributes?: XmlAttributes): XmlFragment;
export function xml(
  name: string,
  content: XmlContent | undefined,
  attributes?: XmlAttributes,
): XmlFragment | undefined;
export function xml(
  name: string,
  content: XmlContent | undefined,
  attributes: XmlAttributes = {},
): XmlFragment | undefined {
  if (content === undefined) return undefined;
  const start = Object.entries(attributes).reduce(
    (tag, [key, value]) => `${tag} ${key}="${escapeXml(value)}"`,
    name,
  );
  const inner =
    typeof content === 'object'
      ? content.map((child) => child?.xml ?? '').join('')
      : escapeXml(String(content));
  return { xml: inner === '' ? `<${start}/>` : `<${start}>${inner}</${name}>` };
}

/** A whole document in UTF-8. */
export function xmlDocument(root: XmlFragment): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}\n`;
}

const ENTITY: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

// XML 1.0 §2.2 Char: control characters, lone surrogates and U+FFFE/FFFF may not occur, not even as references.
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, '').replace(/[&<>"']/g, (character) => ENTITY[character] ?? character);
}
