/** What the register says of a citizen, and what its next answer makes of it: the rules of the domain, without a database. */

export const CITIZEN_VERDICTS = [
  'UNCHECKED',
  'MATCH',
  'MISMATCH',
  'NOT_FOUND',
  'DECEASED',
  'UNAVAILABLE',
] as const;
export type CitizenVerdict = (typeof CITIZEN_VERDICTS)[number];

export type CitizenField = 'FULL_NAME' | 'DATE_OF_BIRTH' | 'GENDER' | 'RESIDENCE' | 'OLD_ID_NUMBER';

/** AUTHENTICATE (operation 003) answers yes or no; FULL_RECORD (037) also says which fields differ. */
export type CitizenCheckScope = 'AUTHENTICATE' | 'FULL_RECORD';

/** More than yes or no is asked only where the purpose is to verify the person (Law 91/2025/QH15: no more data than the
 *  purpose needs). */
export function scopeForPurpose(purpose: string | undefined): CitizenCheckScope {
  return purpose === 'VERIFICATION' ? 'FULL_RECORD' : 'AUTHENTICATE';
}

/** Whether an answer replaces what was known. A register that cannot be asked takes nothing back: what it said before
 *  stays, and grows stale. */
export function replacesVerdict(before: CitizenVerdict, answer: CitizenVerdict): boolean {
  if (answer !== 'UNAVAILABLE') return true;
  return before === 'UNCHECKED' || before === 'UNAVAILABLE';
}
