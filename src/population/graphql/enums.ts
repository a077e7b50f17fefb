/** Enums that only the population subgraph speaks. */
import { defineEnum } from '../../graphql/index.js';

export const CitizenField = defineEnum('CitizenField', 'A part of a citizen’s record.', {
  FULL_NAME: 'The full name.',
  DATE_OF_BIRTH: 'The date or year of birth.',
  GENDER: 'The gender.',
  RESIDENCE: 'The place of residence.',
  OLD_ID_NUMBER: 'The nine-digit number of the former identity card.',
});
export type CitizenField = keyof typeof CitizenField;

export const CitizenCheckScope = defineEnum('CitizenCheckScope', 'How much the register is asked.', {
  AUTHENTICATE: 'Operation 003: MATCH or MISMATCH, without saying where.',
  FULL_RECORD: 'Operation 037: also which fields disagree; only where the purpose allows.',
});
export type CitizenCheckScope = keyof typeof CitizenCheckScope;

/** Declared alike in the subgraph of social protection. */
export const Gender = defineEnum('Gender', 'Gender as the register keeps it.', {
  MALE: 'Nam.',
  FEMALE: 'Nữ.',
  OTHER: 'Recorded as neither.',
});
export type Gender = keyof typeof Gender;
