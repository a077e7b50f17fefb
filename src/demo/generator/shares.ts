/** How often each thing happens in the demo: mixes as in a rural province, and the defects of real lists in small known shares. */

/** Programmes of the list, by weight. */
export const PROGRAMME_MIX = [
  ['HTXH', 36], ['KT-NANG', 15], ['KT-NANG-TE-NCT', 7], ['KT-DBN', 6], ['KT-DBN-TE-NCT', 6], ['NCT-80', 5],
  ['NCT-60-80', 3], ['DON-THAN', 5], ['TEMC-4-16', 2], ['TEMC-16-22', 1], ['TE-D3', 1], ['NCC-TNLS', 6], ['NCC-TB', 4],
  ['NCC-CDHH', 2], ['HN-HO-TRO', 1],
] as const; // prettier-ignore

/** Institutions of people's own accounts, by weight; `system` is the simulator that knows the account. */
export const INSTITUTION_MIX = [
  [{ word: 'AGRIBANK', system: 'agribank', numberOf: 'agribank' }, 35],
  [{ word: 'BIDV', system: 'bidv', numberOf: 'bidv' }, 25],
  [{ word: 'VIETTEL_MONEY', system: 'viettel-money', numberOf: 'viettel', way: 'Mobile money' }, 12],
  [{ word: 'VNPT_MONEY', system: 'vnpt-money', numberOf: 'vinaphone', way: 'Mobile money' }, 4],
  [{ word: 'MobiFone Money', system: 'mobifone-money', numberOf: 'mobifone', way: 'Mobile money' }, 3],
  [{ word: 'MOMO', system: 'momo', numberOf: 'mobile', way: 'Ví điện tử' }, 9],
  [{ word: 'ZALOPAY', system: 'zalopay', numberOf: 'mobile', way: 'Ví điện tử' }, 3],
  [{ word: 'Vietcombank', system: 'napas', numberOf: 'other', bin: '970436' }, 4],
  [{ word: 'VietinBank', system: 'napas', numberOf: 'other', bin: '970415' }, 3],
  [{ word: 'NAPAS:970422', system: 'napas', numberOf: 'other', bin: '970422' }, 2],
] as const;

export type DemoInstitution = (typeof INSTITUTION_MIX)[number][0];

/** What is wrong with an account, by share of the accounts at a simulated institution; the rest is sound. */
export const ACCOUNT_DEFECTS = {
  closed: 0.008,
  blocked: 0.003,
  wrongNumber: 0.006,
  anotherHolder: 0.004,
} as const;
/** Of the names longer than a bank's field for them, those that it cut. */
export const LONG_NAME_CUT_SHARE = 0.1;
/** Of the people whose name has two spellings, those whose bank has the other one. */
export const OTHER_SPELLING_SHARE = 0.25;

/** What the register holds against a person, by share of the persons. */
export const CITIZEN_DEFECTS = {
  deceased: 0.006,
  otherBirth: 0.01,
  otherGender: 0.002,
  unknown: 0.004,
} as const;

/** Rows that cannot be taken, by share of the persons; they come on top of the persons. */
export const BAD_ROWS = {
  shortPersonalId: 0.002,
  unknownCommune: 0.0015,
  unknownProgramme: 0.001,
  noAmount: 0.001,
  noName: 0.0005,
  duplicate: 0.004,
} as const;

/** Persons with a second right in another programme. */
export const SECOND_RIGHT_SHARE = 0.02;
/** Receivers who receive for two. */
export const SHARED_RECEIVER_SHARE = 0.08;

/** What social insurance grants, by weight, with ages and whole thousands of đồng a month. */
export const INSURED_MIX = [
  [{ benefit: 'HUU_TRI', ageFrom: 61, ageTo: 88, amountFrom: 2_400, amountTo: 9_800 }, 85],
  [{ benefit: 'THAT_NGHIEP', ageFrom: 21, ageTo: 54, amountFrom: 2_900, amountTo: 7_200 }, 15],
] as const;
export type InsuredKind = (typeof INSURED_MIX)[number][0];
/** Recipients of social insurance who have no account, and come for cash. */
export const INSURED_CASH_SHARE = 0.05;

/** How people get their money, by age: own account, someone authorised, the rest cash or not yet. */
export const WAYS_BY_AGE = [
  { untilAge: 14, own: 0, authorised: 0.8 },
  { untilAge: 59, own: 0.91, authorised: 0.04 },
  { untilAge: 79, own: 0.88, authorised: 0.07 },
  { untilAge: 200, own: 0.8, authorised: 0.13 },
] as const;

/** Why grown-ups have no account, in the words of the form. */
export const NO_ACCOUNT_REASONS = [
  ['Nằm liệt, khuyết tật nặng', 30], ['Không có điện thoại', 22], ['Không có nhu cầu', 12], ['Vắng mặt tại địa phương', 10],
  ['Chưa có căn cước hợp lệ', 8], ['Không thu nhận được sinh trắc học', 8], ['Mất hoặc hạn chế năng lực hành vi', 5],
  ['Sai lệch họ tên hoặc số giấy tờ', 3], ['Ở xa, không có điểm giao dịch', 2],
] as const; // prettier-ignore
