/** The simulators that ship: the folders of `adapters/` that `run.ts` may load. */
export const simulatorNames: readonly string[] = [
  'agribank',
  'bidv',
  'momo',
  'napas',
  'population',
  'viettel-money',
];
