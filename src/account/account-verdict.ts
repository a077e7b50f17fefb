/** What an institution's answer makes of an account: the table of the registry, and its one place. Pure. */
import { matchNames, type NameMatch } from './name-match.js';

export type AccountStatus =
  'UNCHECKED' | 'CHECKING' | 'VERIFIED' | 'NEEDS_REVIEW' | 'REJECTED' | 'CLOSED' | 'BLOCKED' | 'UNAVAILABLE';

export type AccountState = 'OPEN' | 'CLOSED' | 'BLOCKED' | 'NOT_FOUND' | 'UNAVAILABLE';

/** What the institution said. */
export interface AccountAnswer {
  readonly accountState: AccountState;
  /** As it returned it: full, unaccented or masked. */
  readonly returnedName?: string | null;
  /** Its own comparison; counts only where it returns no name. */
  readonly institutionMatch?: NameMatch | null;
  readonly personalIdMatches?: boolean | null;
}

/** What the registry knows. */
export interface AccountKnowledge {
  readonly status: AccountStatus;
  readonly nameMatch: NameMatch;
  /** The citizen's name: the reference. */
  readonly personName: string;
  /** The officer's decision that holds for this person's name and the name returned. */
  readonly decision?: 'ACCEPTED' | 'REFUSED';
}

export interface AccountVerdict {
  readonly status: AccountStatus;
  readonly nameMatch: NameMatch;
}

export function judgeAccount(answer: AccountAnswer, known: AccountKnowledge): AccountVerdict {
  if (answer.accountState === 'UNAVAILABLE')
    return { status: withoutAnswer(known.status), nameMatch: known.nameMatch };
  const nameMatch = compareNames(answer, known.personName);
  return { status: statusOf(answer, nameMatch, known.decision), nameMatch };
}

/** An institution that cannot be asked takes nothing back: what it said before stays, and grows stale. */
function withoutAnswer(before: AccountStatus): AccountStatus {
  return before === 'UNCHECKED' || before === 'CHECKING' ? 'UNAVAILABLE' : before;
}

function compareNames({ returnedName, institutionMatch }: AccountAnswer, personName: string): NameMatch {
  const { match } = matchNames(personName, returnedName);
  if (match !== 'UNAVAILABLE') return match;
  return institutionMatch === 'UNKNOWN' ? 'UNAVAILABLE' : (institutionMatch ?? 'UNAVAILABLE');
}

function statusOf(
  { accountState, personalIdMatches }: AccountAnswer,
  nameMatch: NameMatch,
  decision: AccountKnowledge['decision'],
): AccountStatus {
  switch (accountState) {
    case 'NOT_FOUND':
      return 'REJECTED';
    case 'CLOSED':
    case 'BLOCKED':
    case 'UNAVAILABLE':
      return accountState;
    case 'OPEN':
      return personalIdMatches === false
        ? 'REJECTED'
        : openStatus(nameMatch, personalIdMatches === true, decision);
  }
}

function openStatus(
  nameMatch: NameMatch,
  isIdConfirmed: boolean,
  decision: AccountKnowledge['decision'],
): AccountStatus {
  switch (nameMatch) {
    case 'MATCH':
      return 'VERIFIED';
    case 'NO_MATCH':
      return 'REJECTED';
    case 'CLOSE':
    case 'MASKED_MATCH':
      return decided(decision);
    case 'UNAVAILABLE':
    case 'UNKNOWN':
      // The holder's personal id is the stronger word: where it agrees, a name that nobody tells is not missed.
      return isIdConfirmed ? 'VERIFIED' : decided(decision);
  }
}

/** A likely name is never paid the first time: an officer decides, once. */
function decided(decision: AccountKnowledge['decision']): AccountStatus {
  if (decision === undefined) return 'NEEDS_REVIEW';
  return decision === 'ACCEPTED' ? 'VERIFIED' : 'REJECTED';
}
