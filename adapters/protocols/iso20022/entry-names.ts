/** By which names an entry can be traced to a payment: the hub's reference, wherever the bank has put it, and the bank's own. */
import { asReference } from '../../kit/index.js';
import { childrenOf, textAt, type XmlElement } from '../xml/index.js';
import { accountAt } from './iso-document.js';

export interface EntryNames {
  /** The hub's reference, in capitals; left out when nothing in the entry has its form, or a text names several. */
  readonly reference?: string;
  /** As written. */
  readonly endToEndId?: string;
  /** The bank's reference of this one transfer. */
  readonly servicerReference?: string;
  /** The bank's reference of the booking, which several transfers of one entry share. */
  readonly bookingReference?: string;
}

/** @param isAlone the entry has no other transfer: what it says of itself is said of this one */
export function namedIn(entry: XmlElement, detail: XmlElement, isAlone: boolean): EntryNames {
  const own = textAt(detail, 'Refs/AcctSvcrRef');
  const ofEntry = textAt(entry, 'AcctSvcrRef');
  return {
    reference: structuredReference(detail) ?? writtenReference(entry, detail, isAlone),
    endToEndId: textAt(detail, 'Refs/EndToEndId'),
    servicerReference: own ?? (isAlone ? ofEntry : undefined),
    bookingReference: own ?? ofEntry,
  };
}

function structuredReference(detail: XmlElement): string | undefined {
  return ['EndToEndId', 'InstrId', 'TxId']
    .map((name) => asReference(textAt(detail, `Refs/${name}`)))
    .find((reference) => reference !== undefined);
}

/** In the remittance information or the bank's additional words. A text that names several is about none of them. */
function writtenReference(entry: XmlElement, detail: XmlElement, isAlone: boolean): string | undefined {
  const [remittance] = childrenOf(detail, 'RmtInf');
  const texts = [
    ...childrenOf(remittance, 'Ustrd').map(({ text }) => text),
    textAt(remittance, 'Strd/CdtrRefInf/Ref'),
    textAt(detail, 'AddtlTxInf'),
    isAlone ? textAt(entry, 'AddtlNtryInf') : undefined,
  ];
  const others = otherNumbers(entry, detail);
  const words = texts.flatMap((text) => text?.toUpperCase().split(/[^A-Z0-9]+/) ?? []);
  const [reference, ...more] = new Set(words.filter((word) => isWrittenReference(word) && !others.has(word)));
  return more.length === 0 ? reference : undefined;
}

/** In running text, a word of letters alone is a word, and few digits are an account or a telephone. */
function isWrittenReference(word: string): boolean {
  return asReference(word) !== undefined && /\d/.test(word) && (/[A-Z]/.test(word) || word.length >= 18);
}

function otherNumbers(entry: XmlElement, detail: XmlElement): ReadonlySet<string> {
  const numbers = [
    textAt(detail, 'Refs/AcctSvcrRef'),
    textAt(entry, 'AcctSvcrRef'),
    textAt(entry, 'NtryRef'),
    accountAt(detail, 'RltdPties/CdtrAcct'),
    accountAt(detail, 'RltdPties/DbtrAcct'),
  ];
  return new Set(numbers.flatMap((number) => number?.toUpperCase() ?? []));
}
