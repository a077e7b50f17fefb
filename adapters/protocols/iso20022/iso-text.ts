/** Text and identifiers as ISO 20022 fields take them: bounded, in the restricted Latin set, and the same on every retry. */
import { createHash } from 'node:crypto';

/** Folds Vietnamese to unaccented letters and replaces what is outside the restricted Latin set (SWIFT X set) by a space.
 *  @param lengthMax characters; the rest is cut off */
export function isoText(text: string, lengthMax: number): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .replace(/[^A-Za-z0-9/\-?:().,'+ ]/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, lengthMax)
    .trimEnd();
}

/** The UETR of a reference: a version 4 UUID in form, but a function of the reference, so that a retry carries the same one. */
export function uetrOf(reference: string): string {
  const hex = createHash('sha256').update(`uetr:${reference}`).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** The message id of a file: the same references in any order give the same id, so a bank that sees it twice can refuse it. */
export function messageIdOf(prefix: string, references: readonly string[]): string {
  const hash = createHash('sha256')
    .update([...references].sort().join('\n'))
    .digest('hex');
  return `${prefix}${hash}`.slice(0, 30);
}
