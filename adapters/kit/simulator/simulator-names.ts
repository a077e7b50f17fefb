/** The simulators that ship: the folders of `adapters/` that `run.ts` may load. */
export const simulatorNames: readonly string[] = [
  'agribank',
  'bidv',
  'mobifone-money',
  'momo',
  'napas',
  'population',
  'social-insurance',
  'treasury',
  'viettel-money',
  'vnpost',
  'vnpt-money',
  'zalopay',
];
