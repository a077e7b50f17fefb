/** One fictional person, as the population register knows them. */
import { makeName, type Sex } from './person-name.js';
import type { Random } from './random.js';

export interface DemoPerson {
  readonly personalId: string;
  readonly oldIdNumber?: string;
  readonly fullName: string;
  /** `YYYY-MM-DD`; absent for old people of whom only the year is known. */
  readonly dateOfBirth?: string;
  readonly yearOfBirth: number;
  readonly gender: Sex;
}

export interface PersonWish {
  readonly ageFrom: number;
  readonly ageTo: number;
  readonly familyName?: string;
  readonly sex?: Sex;
}

/** Registration codes of birth: the provinces before 2025 that the demo province was made of, and a few far away. */
export interface PersonMaker {
  make(wish: PersonWish): DemoPerson;
}

/** @param birthCodes three-digit registration codes of the home province @param year the year of today */
export function createPersonMaker(random: Random, birthCodes: readonly string[], year: number): PersonMaker {
  const given = new Set<string>();
  const farCodes = ['001', '038', '034', '079', '017', '033'];
  return {
    make({ ageFrom, ageTo, familyName, sex = random.chance(0.56) ? 'FEMALE' : 'MALE' }) {
      const yearOfBirth = year - random.between(ageFrom, ageTo);
      const isDayKnown = yearOfBirth > year - 70 || random.chance(0.7);
      const home = random.chance(0.94) ? random.pick(birthCodes) : random.pick(farCodes);
      return {
        personalId: uniqueId(random, given, home, sex, yearOfBirth),
        ...(yearOfBirth < 1995 && random.chance(0.5) ? { oldIdNumber: `16${random.digits(7)}` } : {}),
        fullName: makeName(random, sex, familyName),
        ...(isDayKnown ? { dateOfBirth: randomDay(random, yearOfBirth) } : {}),
        yearOfBirth,
        gender: sex,
      };
    },
  };
}

/** Province, century and gender, year, six at random (TT 59/2021/TT-BCA). */
function uniqueId(random: Random, given: Set<string>, home: string, sex: Sex, year: number): string {
  const century = (Math.floor(year / 100) - 19) * 2 + (sex === 'MALE' ? 0 : 1);
  for (;;) {
    const personalId = `${home}${century}${String(year % 100).padStart(2, '0')}${random.digits(6)}`;
    if (given.has(personalId)) continue;
    given.add(personalId);
    return personalId;
  }
}

/** Nobody is born in the last two months, so that a birth of this year is never in the future. */
export function randomDay(random: Random, year: number): string {
  const month = String(random.between(1, 10)).padStart(2, '0');
  return `${year}-${month}-${String(random.between(1, 28)).padStart(2, '0')}`;
}
