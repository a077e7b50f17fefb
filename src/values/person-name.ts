/** Vietnamese person names: the folded form that banks and registers compare, and the masked form that people without
 *  a purpose see. */

/** Upper case, without diacritics, single spaces, letters only: `Nguyễn Thị Hoà` → `NGUYEN THI HOA`. */
export function foldName(name: string): string {
  return name
    .normalize('NFC')
    .toUpperCase()
    .replaceAll('Đ', 'D')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^A-Z]+/g, ' ')
    .trim();
}

/** `Nguyễn Văn An` → `N*** V** A**`: first letter, then stars: three for the family name, two for the rest. */
export function maskName(name: string): string {
  return name
    .normalize('NFC')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word, index) => `${Array.from(word)[0]}${index === 0 ? '***' : '**'}`)
    .join(' ');
}

const DIGITS_HIDDEN_MIN = 5;

/** `0123456789` → `****6789`; of a short number less, so that at least five digits are hidden. */
export function maskAccountNumber(number: string): string {
  const shown = Math.min(4, Math.max(0, number.length - DIGITS_HIDDEN_MIN));
  return `****${shown === 0 ? '' : number.slice(-shown)}`;
}
