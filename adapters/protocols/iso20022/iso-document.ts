/** What reading any ISO 20022 message begins with: the Document, its namespace, and the field types they share. */
import { childOf, readXml, textAt, type XmlElement } from '../xml/index.js';

/** A message that is not what it should be. The message of the error never quotes a field. */
export class IsoMessageError extends Error {
  override readonly name = 'IsoMessageError';
}

/** A statement of 100,000 entries is about 60 MB: that is cut into pages by the bank, never read whole. */
const BYTES_MAX = 16 * 1024 * 1024;

/** The message element inside Document, when the namespace is one of the given definitions (`pain.002.001`).
 *  @throws IsoMessageError, XmlError */
export function readIsoDocument(text: string, definitions: readonly string[]): XmlElement {
  const document = readXml(text, { bytesMax: BYTES_MAX });
  const definition = definitionOf(document);
  if (!definitions.some((expected) => definition.startsWith(`${expected}.`))) {
    throw new IsoMessageError(`not a ${definitions.join(' or ')} message`);
  }
  const message = document.children[0];
  if (message === undefined) throw new IsoMessageError('the document is empty');
  return message;
}

/** Which message a text is (`camt.054.001.08`). @throws XmlError, IsoMessageError */
export function isoMessageName(text: string): string {
  return definitionOf(readXml(text, { bytesMax: BYTES_MAX }));
}

const PREFIX = 'urn:iso:std:iso:20022:tech:xsd:';

function definitionOf(document: XmlElement): string {
  if (document.name !== 'Document' || !document.namespace.startsWith(PREFIX)) {
    throw new IsoMessageError('not an ISO 20022 document');
  }
  return document.namespace.slice(PREFIX.length);
}

export function requiredText(element: XmlElement | undefined, path: string): string {
  const text = textAt(element, path);
  if (text === undefined) throw new IsoMessageError(`${path} is missing`);
  return text;
}

/** Whole đồng at a path. @throws IsoMessageError for another currency, a fraction or something that is no amount */
export function dongAt(element: XmlElement | undefined, path: string): bigint | undefined {
  const amount = childOf(element, path);
  if (amount === undefined || amount.text === '') return undefined;
  if (amount.attributes.get('Ccy') !== 'VND') throw new IsoMessageError(`${path} is not in VND`);
  const match = /^([0-9]{1,15})(?:\.0{1,5})?$/.exec(amount.text);
  if (match?.[1] === undefined) throw new IsoMessageError(`${path} is not a whole amount`);
  return BigInt(match[1]);
}

/** A DateTime or Date choice at a path. */
export function instantAt(element: XmlElement | undefined, path: string): Date | undefined {
  const text = textAt(element, `${path}/DtTm`) ?? textAt(element, `${path}/Dt`) ?? textAt(element, path);
  if (text === undefined) return undefined;
  // ISO 20022 allows local time without offset; a Vietnamese bank means Vietnam.
  const withTime = text.includes('T') ? text : `${text}T00:00:00`;
  const instant = new Date(/(Z|[+-]\d{2}:\d{2})$/.test(withTime) ? withTime : `${withTime}+07:00`);
  if (Number.isNaN(instant.getTime())) throw new IsoMessageError(`${path} is not a date`);
  return instant;
}

export function accountAt(element: XmlElement | undefined, path: string): string | undefined {
  return textAt(element, `${path}/Id/Othr/Id`) ?? textAt(element, `${path}/Id/IBAN`);
}

/** A reason as code or proprietary word. */
export function reasonAt(element: XmlElement | undefined, path: string): string | undefined {
  return textAt(element, `${path}/Cd`) ?? textAt(element, `${path}/Prtry`);
}
