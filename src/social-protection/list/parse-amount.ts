/** Amounts as people write them: `1.500.000`, `1,500,000`, `1500000 đ`, `540 nghìn`, or a number cell. Whole đồng or nothing, and
 *  never another amount than the one that is meant: whatever could be read in two ways is refused. */
import type { Dong } from '../../values/index.js';
import { unitOf, type MoneyUnit } from './heading/money-unit.js';
import type { Cell } from './raw-row.js';

/** No assistance is less: an amount below it is in thousands, and the list does not say so. */
const AMOUNT_MIN = 10_000n;
/** Nobody gets more, not even once; an amount in thousands beyond the second is in đồng, whatever the heading says. */
const AMOUNT_MAX = 1_000_000_000n;
const SCALED_MAX = 100_000_000n;

export type AmountProblem = 'BAD' | 'TOO_SMALL' | 'TOO_LARGE' | 'UNIT';

/** The amount in đồng; undefined when it is none. */
export function parseAmount(cell: Cell, unit?: MoneyUnit): Dong | undefined {
  const amount = readAmount(cell, unit);
  return typeof amount === 'bigint' ? amount : undefined;
}

/** The amount in đồng, or why it is none: a fraction, zero, a negative, or anything that could be read in two ways.
 *  @param unit what the list states amounts in; default: đồng, as long as the amount is one of đồng */
export function readAmount(cell: Cell, unit?: MoneyUnit): Dong | AmountProblem {
  if (typeof cell === 'object') return 'BAD';
  const { number, own } =
    typeof cell === 'number' ? { number: String(cell), own: undefined } : takeUnit(cell);
  if (own !== undefined && unit !== undefined && own !== unit) return 'UNIT';
  const scale = own ?? unit ?? 1;
  if (scale === 'UNKNOWN') return 'UNIT';
  const amount = typeof cell === 'number' ? scaledNumber(cell, scale) : scaledText(number, scale);
  if (amount === undefined || amount <= 0n) return 'BAD';
  if (amount < AMOUNT_MIN) return 'TOO_SMALL';
  return amount > (scale > 1 ? SCALED_MAX : AMOUNT_MAX) ? 'TOO_LARGE' : amount;
}

/** `540 nghìn` → 540, thousands. */
function takeUnit(text: string): { readonly number: string; readonly own: MoneyUnit | undefined } {
  const tidy = text
    .normalize('NFC')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim();
  const [, number = tidy, words = ''] = /^([\d., ]*\d)\s*([^\d.,\s].*)$/.exec(tidy) ?? [];
  const own = words === '' ? undefined : unitOf(words.replace(/[.,-]+$/, ''));
  return own === undefined ? { number: tidy, own } : { number: number.trim(), own };
}

function scaledNumber(number: number, scale: number): bigint | undefined {
  // What a fraction of a binary number is meant to be is said by its shortest decimal form.
  return /^\d+(?:\.\d{1,9})?$/.test(String(number)) ? scaledDecimal(String(number), scale) : undefined;
}

function scaledText(text: string, scale: number): bigint | undefined {
  const grouped = groupedDigits(text);
  if (grouped !== undefined) return BigInt(grouped) * BigInt(scale);
  const [, whole, fraction] = /^(\d{1,16})[.,](\d{1,6})$/.exec(text) ?? [];
  return whole === undefined ? undefined : scaledDecimal(`${whole}.${fraction}`, scale);
}

/** Exact: a part of a đồng is no amount. */
function scaledDecimal(decimal: string, scale: number): bigint | undefined {
  const [whole = '0', fraction = ''] = decimal.split('.');
  const product = BigInt(whole + fraction) * BigInt(scale);
  const divisor = 10n ** BigInt(fraction.length);
  return product % divisor === 0n ? product / divisor : undefined;
}

/** Groups of three after one and the same separator. Two final zeros behind the other separator are no fraction. */
function groupedDigits(text: string): string | undefined {
  if (/^\d{1,16}$/.test(text)) return text;
  const grouped = /^([1-9]\d{0,2})(?:([., ])\d{3})(?:\2\d{3})*(?:(?!\2)[.,]00?)?$/.exec(text);
  if (!grouped) return /^\d{4,16}[.,]00?$/.test(text) ? text.replace(/[.,]0+$/, '') : undefined;
  const separator = grouped[2]!;
  const whole =
    separator === ' ' ? text.replace(/[.,]0+$/, '') : text.replace(separator === '.' ? /,0+$/ : /\.0+$/, '');
  return whole.replace(/[., ]/g, '');
}

/** A coefficient such as `1,5` or `2.0`, as a decimal with at most two places; undefined when it is none. */
export function parseCoefficient(cell: Cell): string | undefined {
  const text = typeof cell === 'object' ? '' : String(cell).trim().replace(',', '.');
  if (!/^\d{1,2}(\.\d{1,2})?$/.test(text) || Number(text) <= 0) return undefined;
  return text.includes('.') ? text : `${text}.0`;
}
