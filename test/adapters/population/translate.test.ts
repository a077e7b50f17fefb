import { describe, expect, it } from '@jest/globals';
import type { CitizenCheckTask } from '../../../adapters/kit/index.js';
import { birthYearIn, mismatchesOf, verdictOfLifeStatus } from '../../../adapters/population/translate.js';

const task: CitizenCheckTask = {
  id: 'tsk_1',
  scope: 'FULL_RECORD',
  personalId: '001145000011',
  fullName: 'Nguyễn Thị Hoà',
  dateOfBirth: '1945-03-02',
  gender: 'FEMALE',
  residenceCode: '00070',
  requestedBy: 'canbo',
  purpose: 'VERIFICATION',
};
const record = { fullName: 'NGUYỄN THỊ HOÀ', birth: '1945-03-02', gender: '2', residenceCode: '00070' };

describe('what the register’s record means to the hub', () => {
  // prettier-ignore
  it.each([
    ['everything agrees',                       {},                          []],
    ['the tone stands on the other vowel',      { fullName: 'NGUYỄN THỊ HÒA' }, []],
    ['the register only knows the year',        { birth: '1945' },           []],
    ['the register knows another year',         { birth: '1946' },           ['DATE_OF_BIRTH']],
    ['the register tells no birth',             { birth: undefined },        []],
    ['the gender is one that nobody documents', { gender: '0' },             []],
    ['the gender differs',                      { gender: '1' },             ['GENDER']],
    ['the name differs',                        { fullName: 'NGUYỄN THỊ HOA MAI' }, ['FULL_NAME']],
    ['the commune differs',                     { residenceCode: '00073' },  ['RESIDENCE']],
    ['the hub holds no old number',             { oldIdNumber: '012345678' }, []],
  ] as const)('%s: %o differs in %o', (_, change, fields) => {
    expect(mismatchesOf(task, { ...record, ...change })).toEqual(fields);
  });

  // prettier-ignore
  it.each([
    ['0', undefined], ['1', 'DECEASED'], ['2', undefined], ['9', 'UNAVAILABLE'], ['', 'UNAVAILABLE'],
  ] as const)('life status %s says %s', (word, verdict) => {
    expect(verdictOfLifeStatus(word)).toBe(verdict);
  });

  // prettier-ignore
  it.each([
    ['001045000011', '1945'], ['001145000011', '1945'], ['079203000011', '2003'], ['079310000011', '2010'], ['079401000011', '2101'],
  ] as const)('the number %s carries the birth year %s', (personalId, year) => {
    expect(birthYearIn(personalId)).toBe(year);
  });
});
