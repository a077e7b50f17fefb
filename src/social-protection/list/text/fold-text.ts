/** The form in which words of a list are compared: people write headings and codes with any accents, case and spacing. */

/** Lower case, without diacritics, letters and digits only, single spaces: `  Số CMND/CCCD ` → `so cmnd cccd`. Letters of other
 *  scripts stay: dropped, a Cyrillic look-alike would leave another word behind. */
export function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The same without spaces: `MÃ  XÃ` and `Mã xã` are one key. */
export function foldKey(text: string): string {
  return foldText(text).replaceAll(' ', '');
}
