/** The form in which words of a list are compared: people write headings and codes with any accents, case and spacing. */

/** Lower case, without diacritics, letters and digits only, single spaces: `  Số CMND/CCCD ` → `so cmnd cccd`. */
export function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
