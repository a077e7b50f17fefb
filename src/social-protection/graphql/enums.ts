/** Enums of this subgraph. */
import { defineEnum } from '../../graphql/index.js';

export { NoAccountReason } from '../../graphql/index.js';

export const Gender = defineEnum('Gender', 'Gender as the register keeps it.', {
  MALE: 'Nam.',
  FEMALE: 'Nữ.',
  OTHER: 'Recorded as neither.',
});
export type Gender = keyof typeof Gender;

export const AreaLevel = defineEnum('AreaLevel', 'The level of an administrative unit.', {
  COUNTRY: 'The whole country.',
  PROVINCE: 'A province or a city under central government.',
  DISTRICT: 'A district: the level ended on 1/7/2025.',
  COMMUNE: 'A commune, ward or special zone (xã, phường, đặc khu).',
});
export type AreaLevel = keyof typeof AreaLevel;

export const ProgrammeGroup = defineEnum('ProgrammeGroup', 'What kind of benefit a programme is.', {
  SOCIAL_PROTECTION: 'Trợ giúp xã hội: monthly assistance.',
  SOCIAL_PENSION: 'Trợ cấp hưu trí xã hội.',
  MERIT: 'Ưu đãi người có công.',
  POOR_HOUSEHOLD: 'Support for poor and near-poor households.',
  EMERGENCY: 'Trợ giúp khẩn cấp.',
  SOCIAL_INSURANCE: 'Pensions and allowances of social insurance.',
  UNEMPLOYMENT: 'Unemployment insurance.',
});
export type ProgrammeGroup = keyof typeof ProgrammeGroup;

export const PaymentMethodChoice = defineEnum(
  'PaymentMethodChoice',
  'How a beneficiary chose to be paid, in the survey or on the list.',
  {
    BANK: 'Into a bank account.',
    WALLET: 'Into an e-wallet.',
    MOBILE_MONEY: 'Into a mobile-money account.',
    AUTHORISED_RECEIVER: 'Into the account of a person whom they authorised.',
    CASH: 'In cash, by the payment-service organisation.',
    UNDECIDED: 'Not asked yet.',
  },
);
export type PaymentMethodChoice = keyof typeof PaymentMethodChoice;
