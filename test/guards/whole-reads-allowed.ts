/** Statements that read a large table whole on purpose, or until somebody mends them: each with its reason. */
export interface AllowedRead {
  /** How the line of the finding begins. */
  readonly of: string;
  readonly because: string;
}

export const wholeReadsAllowed: readonly AllowedRead[] = [
  {
    of: 'sp.count. (BeneficiariesPage',
    because:
      'totalCount is exact, and a monitor who narrows by nothing asks how many there are in the country',
  },
  {
    of: 'social-protection.end-missing-rights (',
    because:
      'no right of this country was ever confirmed by a list, so the planner has no reason for the index over those that were',
  },
];
