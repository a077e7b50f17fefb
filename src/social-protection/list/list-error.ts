/** A file that is no recipient list at all: nothing is read, one clear sentence says why. */
import { HubError, type Wording } from '../../values/index.js';

export type ListProblem =
  | 'NOT_FOUND' | 'EMPTY' | 'NOT_A_LIST' | 'DAMAGED' | 'NO_HEADINGS' | 'MISSING_COLUMNS' | 'OLD_FONT' | 'UNKNOWN_AREA'; // prettier-ignore

/** @throws nothing itself: it is thrown by the readers. Repeating the same file gives the same error. */
export class ListError extends HubError {
  readonly problem: ListProblem;
  readonly wording: Wording;

  constructor(problem: ListProblem, wording: Wording, cause?: unknown) {
    super('BAD_USER_INPUT', wording.vi, { cause, extensions: { problem } });
    this.name = 'ListError';
    this.problem = problem;
    this.wording = wording;
  }
}
