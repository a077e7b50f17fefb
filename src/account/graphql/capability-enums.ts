/** The words of a declaration: what institutions do that differ. */
import { defineEnum } from '../../graphql/index.js';

export const RepeatedReference = defineEnum(
  'RepeatedReference',
  'What an institution does with a reference that it has already seen.',
  {
    REFUSED: 'It refuses a second booking, by its own documents: what was never received may be sent again.',
    BOOKED_AGAIN: 'It books again: what may have been received is never sent again without two people.',
    UNDOCUMENTED: 'No document says; treated as if it booked again.',
  },
);
export type RepeatedReference = keyof typeof RepeatedReference;

export const InquiryReference = defineEnum(
  'InquiryReference',
  'By what an institution can be asked about a payment.',
  {
    OWN_REFERENCE: 'By the hub’s own reference.',
    INSTITUTION_REFERENCE: 'By the institution’s reference only: not before it has given one.',
    NONE: 'It cannot be asked: only a notification or a statement tells.',
  },
);
export type InquiryReference = keyof typeof InquiryReference;

export const LaterStatus = defineEnum('LaterStatus', 'How a later status arrives.', {
  CALLBACK: 'The institution tells by itself.',
  POLLING: 'The adapter asks again.',
  FILE: 'In a file that the adapter looks for.',
});
export type LaterStatus = keyof typeof LaterStatus;

export const ReferenceAlphabet = defineEnum(
  'ReferenceAlphabet',
  'What the hub may make a payment’s reference of.',
  {
    ALPHANUMERIC: 'Capital letters and digits.',
    DIGITS: 'Digits only.',
  },
);
export type ReferenceAlphabet = keyof typeof ReferenceAlphabet;

export const FinalWord = defineEnum('FinalWord', 'What an institution’s final word proves.', {
  CREDITED: 'The money is in the receiver’s account: `SETTLED`.',
  DEBITED: 'It left the payer’s account: `ACCEPTED`, and a statement must say more.',
});
export type FinalWord = keyof typeof FinalWord;

export const ReturnedName = defineEnum('ReturnedName', 'What an institution tells of an account’s holder.', {
  FULL: 'The name with its diacritics.',
  UNACCENTED: 'The name without diacritics.',
  MASKED: 'Parts of the name.',
  NONE: 'No name: at most whether the one given is right.',
});
export type ReturnedName = keyof typeof ReturnedName;
