/** The amounts of an entry (Ntry) and of its transfers (TxDtls): where each version has them, and whether they add up. */
import { childOf, textAt, type XmlElement } from '../xml/index.js';
import { IsoMessageError, wholeOf } from './iso-document.js';

/** Where the amount of a transfer stands: in its own Amt, as V02 has it in AmtDtls, or in the entry that holds nothing else. An entry
 *  that sums several transfers names the amount of each in its details; its own is their sum. */
function amountElement(entry: XmlElement, detail: XmlElement, isAlone: boolean): XmlElement | undefined {
  const paths = ['Amt', 'AmtDtls/TxAmt/Amt', ...(isAlone ? [] : ['AmtDtls/InstdAmt/Amt'])];
  const own = paths.map((path) => childOf(detail, path)).find((amount) => amount !== undefined);
  return own ?? (isAlone ? childOf(entry, 'Amt') : undefined);
}

/** Undefined for an amount in another currency. @throws IsoMessageError */
export function amountOf(entry: XmlElement, detail: XmlElement, isAlone: boolean): bigint | undefined {
  const amount = amountElement(entry, detail, isAlone);
  if (amount === undefined) throw new IsoMessageError('Amt is missing');
  const currency = amount.attributes.get('Ccy')?.trim().toUpperCase();
  if (currency === undefined) throw new IsoMessageError('Amt names no currency');
  if (currency !== 'VND') return undefined;
  return wholeDong(amount);
}

function wholeDong(amount: XmlElement): bigint {
  const dong = wholeOf(amount.text);
  if (dong === undefined) throw new IsoMessageError('Amt is not a whole amount');
  return dong;
}

/** What the entry's sum has more than its details name; below zero when they name more; zero where that cannot be known. */
export function restOf(entry: XmlElement, details: readonly XmlElement[]): bigint {
  try {
    const isAlone = details.length === 1;
    const sum = amountOf(entry, entry, true);
    const direction = directionOf(entry, entry);
    let rest = sum ?? 0n;
    for (const detail of details) {
      const amount = amountOf(entry, detail, isAlone);
      if (sum === undefined || amount === undefined) return 0n;
      rest -= directionOf(entry, detail) === direction ? amount : -amount;
    }
    return rest;
  } catch (error) {
    if (error instanceof IsoMessageError) return 0n;
    throw error;
  }
}

export type Direction = 'CREDIT' | 'DEBIT';

/** Of a transfer that names none, its entry's. @throws IsoMessageError */
export function directionOf(entry: XmlElement, detail: XmlElement): Direction {
  const indicator = textAt(detail, 'CdtDbtInd') ?? textAt(entry, 'CdtDbtInd');
  if (indicator === 'CRDT') return 'CREDIT';
  if (indicator === 'DBIT') return 'DEBIT';
  throw new IsoMessageError('CdtDbtInd is neither CRDT nor DBIT');
}
