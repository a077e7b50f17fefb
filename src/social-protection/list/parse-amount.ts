/** Amounts as people write them: `1.500.000`, `1,500,000`, `1500000 đ`, or a number cell. Whole đồng or nothing. */
import type { Dong } from '../../values/index.js';
import type { Cell } from './raw-row.js';

const AMOUNT_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/** The amount in đồng; undefined for a fraction, zero, a negative or anything that could be read in two ways. */
export function parseAmount(cell: Cell): Dong | undefined {
  if (cell instanceof Date) return undefined;
  if (typeof cell === 'number') return Number.isSafeInteger(cell) && cell > 0 ? BigInt(cell) : undefined;
  const digits = digitsOf(
    cell
      .normalize('NFC')
      .replace(/[\s\u00a0\u202f]+/g, ' ')
      .trim()
      .replace(/ ?(đồng|đ|vnđ|vnd|₫)\.?$/i, ''),
  );
  if (digits === undefined) return undefined;
  const amount = BigInt(digits);
  return amount > 0n && amount <= AMOUNT_MAX ? amount : undefined;
}

/** Groups of three after one and the same separator. Two final zeros behind the other separator are no fraction. */
function digitsOf(text: string): string | undefined {
  if (/^\d{1,16}$/.test(text)) return text;
  const grouped = /^(\d{1,3})(?:([., ])\d{3})(?:\2\d{3})*(?:(?!\2)[.,]00?)?$/.exec(text);
  if (!grouped) return /^\d{4,16}[.,]00$/.test(text) ? text.slice(0, -3) : undefined;
  const separator = grouped[2]!;
  const whole =
    separator === ' ' ? text.replace(/[.,]0+$/, '') : text.replace(separator === '.' ? /,0+$/ : /\.0+$/, '');
  return whole.replace(/[., ]/g, '');
}

/** A coefficient such as `1,5` or `2.0`, as a decimal with at most two places; undefined when it is none. */
export function parseCoefficient(cell: Cell): string | undefined {
  const text = cell instanceof Date ? '' : String(cell).trim().replace(',', '.');
  if (!/^\d{1,2}(\.\d{1,2})?$/.test(text) || Number(text) <= 0) return undefined;
  return text.includes('.') ? text : `${text}.0`;
}
