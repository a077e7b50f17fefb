import { describe, expect, it } from '@jest/globals';
import { judgeAccount, type AccountAnswer, type AccountStatus } from '../../src/account/account-verdict.js';

type Decision = 'ACCEPTED' | 'REFUSED' | undefined;
type Row = [answer: Partial<AccountAnswer>, decision: Decision, status: AccountStatus, nameMatch: string];

const NAME = 'Nguyễn Ngọc Quý';
const verdicts: Row[] = [
  // open, and a name is returned
  [{ returnedName: 'NGUYEN NGOC QUY' }, undefined, 'VERIFIED', 'MATCH'],
  [{ returnedName: 'NGUYEN NGOC QUY' }, 'REFUSED', 'VERIFIED', 'MATCH'],
  [{ returnedName: 'NGUYEN NGOC QUI' }, undefined, 'NEEDS_REVIEW', 'CLOSE'],
  [{ returnedName: 'NGUYEN NGOC QUI' }, 'ACCEPTED', 'VERIFIED', 'CLOSE'],
  [{ returnedName: 'NGUYEN NGOC QUI' }, 'REFUSED', 'REJECTED', 'CLOSE'],
  [{ returnedName: 'N*** N** Q**' }, undefined, 'NEEDS_REVIEW', 'MASKED_MATCH'],
  [{ returnedName: 'N*** N** Q**' }, 'ACCEPTED', 'VERIFIED', 'MASKED_MATCH'],
  [{ returnedName: 'N*** N** Q**' }, 'REFUSED', 'REJECTED', 'MASKED_MATCH'],
  [{ returnedName: 'TRAN VAN BINH' }, undefined, 'REJECTED', 'NO_MATCH'],
  [{ returnedName: 'TRAN VAN BINH' }, 'ACCEPTED', 'REJECTED', 'NO_MATCH'],
  // the institution's comparison counts only where it returns no name
  [{ returnedName: 'TRAN VAN BINH', institutionMatch: 'MATCH' }, undefined, 'REJECTED', 'NO_MATCH'],
  [{ institutionMatch: 'MATCH' }, undefined, 'VERIFIED', 'MATCH'],
  [{ institutionMatch: 'CLOSE' }, undefined, 'NEEDS_REVIEW', 'CLOSE'],
  [{ institutionMatch: 'CLOSE' }, 'ACCEPTED', 'VERIFIED', 'CLOSE'],
  [{ institutionMatch: 'NO_MATCH' }, undefined, 'REJECTED', 'NO_MATCH'],
  [{ returnedName: '  ', institutionMatch: 'MATCH' }, undefined, 'VERIFIED', 'MATCH'],
  // nobody tells a name
  [{}, undefined, 'NEEDS_REVIEW', 'UNAVAILABLE'],
  [{}, 'ACCEPTED', 'VERIFIED', 'UNAVAILABLE'],
  [{ institutionMatch: 'UNKNOWN' }, undefined, 'NEEDS_REVIEW', 'UNAVAILABLE'],
  [{ personalIdMatches: true }, undefined, 'VERIFIED', 'UNAVAILABLE'],
  // the personal id
  [{ returnedName: 'NGUYEN NGOC QUY', personalIdMatches: true }, undefined, 'VERIFIED', 'MATCH'],
  [{ returnedName: 'NGUYEN NGOC QUY', personalIdMatches: false }, undefined, 'REJECTED', 'MATCH'],
  [{ returnedName: 'NGUYEN NGOC QUI', personalIdMatches: true }, undefined, 'NEEDS_REVIEW', 'CLOSE'],
  [{ returnedName: 'NGUYEN NGOC QUI', personalIdMatches: false }, 'ACCEPTED', 'REJECTED', 'CLOSE'],
  // not open
  [{ accountState: 'NOT_FOUND' }, 'ACCEPTED', 'REJECTED', 'UNAVAILABLE'],
  [{ accountState: 'CLOSED', returnedName: 'NGUYEN NGOC QUY' }, undefined, 'CLOSED', 'MATCH'],
  [{ accountState: 'BLOCKED', returnedName: 'NGUYEN NGOC QUY' }, undefined, 'BLOCKED', 'MATCH'],
];

describe('an institution’s answer', () => {
  it.each(verdicts)('%j with decision %s makes the account %s, %s', (answer, decision, status, nameMatch) => {
    const known = { status: 'CHECKING', nameMatch: 'UNKNOWN', personName: NAME } as const;

    expect(
      judgeAccount({ accountState: 'OPEN', ...answer }, decision ? { ...known, decision } : known),
    ).toEqual({ status, nameMatch });
  });

  it.each([
    ['UNCHECKED', 'UNAVAILABLE'],
    ['CHECKING', 'UNAVAILABLE'],
    ['UNAVAILABLE', 'UNAVAILABLE'],
    ['VERIFIED', 'VERIFIED'],
    ['NEEDS_REVIEW', 'NEEDS_REVIEW'],
    ['REJECTED', 'REJECTED'],
    ['CLOSED', 'CLOSED'],
    ['BLOCKED', 'BLOCKED'],
  ] as const)('UNAVAILABLE leaves %s as %s', (before, after) => {
    const known = { status: before, nameMatch: 'CLOSE', personName: NAME } as const;

    expect(judgeAccount({ accountState: 'UNAVAILABLE' }, known)).toEqual({
      status: after,
      nameMatch: 'CLOSE',
    });
  });
});
