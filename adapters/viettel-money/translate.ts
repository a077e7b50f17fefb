/** Viettel Money's own words for the state of a transaction, beside those of the GSMA profile. */
import { gsmaStatuses, type StatusTable } from '../protocols/gsma/index.js';

export const statuses: StatusTable = [
  ...gsmaStatuses,
  ['processing', 'ACCEPTED', 'being processed'],
  ['onhold', 'HELD', 'held for a check at the provider'],
];
