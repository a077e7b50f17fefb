/** What reading any ISO 20022 message begins with: the Document, its namespace, and the field types they share. */
import { instantOf } from '../../kit/index.js';
import { childOf, readXml, textAt, type XmlElement } from '../xml/index.js';

/** A message that is not what it should be. The message of the error never quotes a field. */
export class IsoMessageError extends Error {
  override readonly name = 'IsoMessageError';
}

/** A statement of 100,000 entries is about 60 MB: that is cut into pages by the bank, never read whole. */
const BYTES_MAX = 16 * 1024 * 1024;

/** The message element inside the one Document, when the namespace is one of the given definitions (`pain.002.001`).
 *  @throws IsoMessageError, XmlError */
export function readIsoDocument(content: string | Uint8Array, definitions: readonly string[]): XmlElement {
  const [message, ...others] = readIsoDocuments(content, definitions);
  if (message === undefined || others.length > 0) throw new IsoMessageError('not exactly one document');
  return message;
}

/** The messages of every Document in a file: it may stand alone, or beside its business header (head.001) in an envelope of any
 *  name. @throws IsoMessageError, XmlError */
export function readIsoDocuments(
  content: string | Uint8Array,
  definitions: readonly string[],
): readonly XmlElement[] {
  return documentsIn(content).map((document) => {
    const definition = definitionOf(document);
    if (!definitions.some((expected) => definition.startsWith(`${expected}.`))) {
      throw new IsoMessageError(`not a ${definitions.join(' or ')} message`);
    }
    const message = document.children[0];
    if (message === undefined) throw new IsoMessageError('the document is empty');
    return message;
  });
}

/** Which message a file is (`camt.054.001.08`). @throws XmlError, IsoMessageError */
export function isoMessageName(content: string | Uint8Array): string {
  const [document] = documentsIn(content);
  return document === undefined ? '' : definitionOf(document);
}

const PREFIX = 'urn:iso:std:iso:20022:tech:xsd:';

/** @throws IsoMessageError when there is none */
function documentsIn(content: string | Uint8Array): readonly XmlElement[] {
  const documents = documentsUnder(readXml(content, { bytesMax: BYTES_MAX, marksForbidden: true }));
  if (documents.length === 0) throw new IsoMessageError('not an ISO 20022 document');
  return documents;
}

function documentsUnder(element: XmlElement): readonly XmlElement[] {
  const isDocument = element.name === 'Document' && element.namespace.startsWith(PREFIX);
  return isDocument ? [element] : element.children.flatMap(documentsUnder);
}

function definitionOf(document: XmlElement): string {
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
  const dong = wholeOf(amount.text);
  if (dong === undefined) throw new IsoMessageError(`${path} is not a whole amount`);
  return dong;
}

/** Undefined for a fraction, and for what is no amount. */
export function wholeOf(text: string): bigint | undefined {
  const hundredThousandths = decimalOf(text);
  if (hundredThousandths === undefined || hundredThousandths % DECIMAL !== 0n) return undefined;
  return hundredThousandths / DECIMAL;
}

/** What an ISO 20022 amount is counted in: it has five fraction digits at most. */
const DECIMAL = 100_000n;

/** An amount as hundred-thousandths, however it is padded; undefined for what is none. XML Schema's decimal: a sign, leading zeros and
 *  a bare point are allowed. */
export function decimalOf(text: string): bigint | undefined {
  const match = /^\+?0*([0-9]{0,15})(?:\.([0-9]{0,5})0*)?$/.exec(text);
  if (!match || !/[0-9]/.test(text)) return undefined;
  const [, whole = '', fraction = ''] = match;
  return BigInt(whole + fraction.padEnd(5, '0'));
}

/** A DateTime or Date choice at a path. @throws IsoMessageError */
export function instantAt(element: XmlElement | undefined, path: string): Date | undefined {
  const text = dateTextAt(element, path);
  if (text === undefined) return undefined;
  const instant = instantOf(text);
  if (instant === undefined) throw new IsoMessageError(`${path} is not a date`);
  return instant;
}

/** As it is written, with the time if it has one. */
export function dateTextAt(element: XmlElement | undefined, path: string): string | undefined {
  return textAt(element, `${path}/DtTm`) ?? textAt(element, `${path}/Dt`) ?? textAt(element, path);
}

/** Whether a boolean of XML Schema is true; undefined is not. */
export function isTrue(text: string | undefined): boolean {
  return text === 'true' || text === '1';
}

export function accountAt(element: XmlElement | undefined, path: string): string | undefined {
  return textAt(element, `${path}/Id/Othr/Id`) ?? textAt(element, `${path}/Id/IBAN`);
}

/** A reason as code or proprietary word. */
export function reasonAt(element: XmlElement | undefined, path: string): string | undefined {
  return textAt(element, `${path}/Cd`) ?? textAt(element, `${path}/Prtry`);
}
