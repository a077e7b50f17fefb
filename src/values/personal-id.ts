/** Personal identification numbers (số định danh cá nhân): 12 digits with a known structure and no check digit
 *  (TT 59/2021/TT-BCA): 3 province of birth registration, 1 century and gender, 2 year of birth, 6 random. */
import { HubError } from './hub-error.js';

export type PersonalId = string & { readonly brand: 'PersonalId' };

/** The 63 province codes of before July 2025: they stay in numbers for ever. */
const PROVINCE_CODES: ReadonlySet<string> = new Set(
  (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 ' +
    '042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 ' +
    '086 087 089 091 092 093 094 095 096'
  ).split(' '),
);
/** Codes from 100 stand for a country of birth registration (TT 59/2021/TT-BCA, annex). */
const COUNTRY_CODE_MIN = 100;
/** Whoever was born by then need not be compared with the calendar: a request may name a thousand persons. */
const YEAR_AT_START = new Date().getFullYear();

/** What the number itself says of its holder. Records that disagree are worth a warning, not a refusal. */
export interface PersonalIdFacts {
  readonly registrationCode: string;
  readonly gender: 'MALE' | 'FEMALE';
  readonly yearOfBirth: number;
}

/** @throws HubError BAD_USER_INPUT, naming the part that is wrong and never the number. */
export function parsePersonalId(text: string): PersonalId {
  const problem = personalIdProblem(text);
  if (problem) throw new HubError('BAD_USER_INPUT', problem);
  return text as PersonalId;
}

/** Why a text is no personal id, or undefined when it is one. */
export function personalIdProblem(text: string): string | undefined {
  if (!/^\d{12}$/.test(text)) return 'A personal id has exactly 12 digits.';
  const registration = text.slice(0, 3);
  if (!PROVINCE_CODES.has(registration) && Number(registration) < COUNTRY_CODE_MIN) {
    return 'The first 3 digits of the personal id are no province or country of registration.';
  }
  const year = yearOfBirth(text);
  if (year > YEAR_AT_START && year > new Date().getFullYear()) {
    return 'The century digit and year of the personal id lie in the future.';
  }
  return undefined;
}

/** Reads the registration code, gender and year of birth out of a valid number. */
export function personalIdFacts(personalId: PersonalId): PersonalIdFacts {
  return factsOf(personalId);
}

/** `079*******12`: province and last two digits stay, so that two people on a page can be told apart. */
export function maskPersonalId(personalId: string): string {
  return `${personalId.slice(0, 3)}*******${personalId.slice(-2)}`;
}

function factsOf(text: string): PersonalIdFacts {
  return {
    registrationCode: text.slice(0, 3),
    gender: Number(text[3]) % 2 === 0 ? 'MALE' : 'FEMALE',
    yearOfBirth: yearOfBirth(text),
  };
}

function yearOfBirth(text: string): number {
  return 1900 + Math.floor(Number(text[3]) / 2) * 100 + Number(text.slice(4, 6));
}
