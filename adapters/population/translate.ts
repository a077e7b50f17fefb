/** What the register's record means to the hub: which fields differ from what the hub holds, and what a life status says. */
import type { CitizenCheckTask, CitizenField, Gender } from '../kit/index.js';
import { registerName, type CitizenRecord } from './wire.js';

// Profile: the register's gender codes as public clients show them (GioiTinh 1 man, 2 woman).
export const genderCodes: ReadonlyMap<string, Gender> = new Map([
  ['1', 'MALE'],
  ['2', 'FEMALE'],
  ['3', 'OTHER'],
] as const);

// Profile: words of the death and absence check. An absent person is alive: what follows from absence is an officer's decision.
export const lifeStatusWords: ReadonlyMap<string, 'ALIVE' | 'DECEASED'> = new Map([
  ['0', 'ALIVE'],
  ['1', 'DECEASED'],
  ['2', 'ALIVE'],
] as const);

/** What overrules a found record; UNAVAILABLE for a word that is not in the table: never dead, never confirmed alive. */
export function verdictOfLifeStatus(word: string): 'DECEASED' | 'UNAVAILABLE' | undefined {
  const known = lifeStatusWords.get(word);
  if (known === undefined) return 'UNAVAILABLE';
  return known === 'DECEASED' ? 'DECEASED' : undefined;
}

/** The year of birth that a personal id carries: its fourth digit is century and gender, the next two the year (TT 59/2021/TT-BCA). */
export function birthYearIn(personalId: string): string {
  const century = 19 + Math.floor(Number(personalId.charAt(3)) / 2);
  return `${century}${personalId.slice(4, 6)}`;
}

/** The fields in which record and task differ; what either side leaves out is not compared. */
export function mismatchesOf(task: CitizenCheckTask, record: CitizenRecord): readonly CitizenField[] {
  const gender = record.gender === undefined ? undefined : genderCodes.get(record.gender);
  const compared: readonly (readonly [CitizenField, boolean])[] = [
    ['FULL_NAME', unaccented(task.fullName) === unaccented(record.fullName)],
    ['DATE_OF_BIRTH', isSameBirth(task, record.birth)],
    ['GENDER', isSame(task.gender, gender)],
    ['RESIDENCE', isSame(task.residenceCode, record.residenceCode)],
    ['OLD_ID_NUMBER', isSame(task.oldIdNumber, record.oldIdNumber)],
  ];
  return compared.filter(([, isEqual]) => !isEqual).map(([field]) => field);
}

/** Many older people only have a year: then the years decide. */
function isSameBirth({ dateOfBirth, yearOfBirth }: CitizenCheckTask, birth: string | undefined): boolean {
  const own = dateOfBirth ?? (yearOfBirth === undefined ? undefined : String(yearOfBirth));
  if (own === undefined || birth === undefined) return true;
  const length = Math.min(own.length, birth.length);
  return own.slice(0, length) === birth.slice(0, length);
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

/** The register has found the record by this name already: where it sets its accents (HOÀ, HÒA) makes no other person. */
function unaccented(name: string): string {
  return registerName(name)
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replaceAll('Đ', 'D');
}
