/** Enums that only the account subgraph speaks. */
import { defineEnum } from '../../graphql/index.js';

export const AccountState = defineEnum('AccountState', 'What an institution says of an account.', {
  OPEN: 'It exists and takes money.',
  CLOSED: 'It was closed.',
  BLOCKED: 'It exists and takes no money.',
  NOT_FOUND: 'There is no such account.',
  UNAVAILABLE: 'The institution could not be asked.',
});
export type AccountState = keyof typeof AccountState;
