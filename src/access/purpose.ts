/** What a caller may ask personal data for. The purpose of a request decides whether numbers, names and dates of birth
 *  leave the hub whole or masked (Law 91/2025/QH15: processing is for a stated purpose only). */
import { HubError } from '../values/index.js';

export const PURPOSES = ['PAYMENT_PREPARATION', 'VERIFICATION', 'COMPLAINT', 'AUDIT', 'MONITORING'] as const;

export type Purpose = (typeof PURPOSES)[number];

const SHOWS_PERSONAL_DATA: Readonly<Record<Purpose, boolean>> = {
  PAYMENT_PREPARATION: true,
  VERIFICATION: true,
  COMPLAINT: true,
  AUDIT: false,
  MONITORING: false,
};

/** Whether personal data is shown whole for this purpose; never without one. */
export function purposeShowsPersonalData(purpose: Purpose | undefined): boolean {
  return purpose !== undefined && SHOWS_PERSONAL_DATA[purpose];
}

/** The purposes among the words of a token. Others belong to other systems and are left out. */
export function purposesFrom(words: readonly string[]): readonly Purpose[] {
  return PURPOSES.filter((purpose) => words.includes(purpose));
}

/** The purpose of one request: the one it names, or the only one the caller has.
 *  @throws HubError BAD_USER_INPUT for a word that is no purpose, FORBIDDEN for one that the caller does not hold */
export function purposeOfRequest(held: readonly Purpose[], named: string | undefined): Purpose | undefined {
  const word = named?.trim();
  if (word === undefined || word === '') return held.length === 1 ? held[0] : undefined;
  const purpose = PURPOSES.find((known) => known === word);
  if (purpose === undefined) {
    throw new HubError('BAD_USER_INPUT', `Purpose-Of-Use must be one of ${PURPOSES.join(', ')}.`);
  }
  if (!held.includes(purpose)) {
    throw new HubError('FORBIDDEN', `This token does not hold the purpose ${purpose}.`);
  }
  return purpose;
}
