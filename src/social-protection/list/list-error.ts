/** A file that is no recipient list at all: nothing is read, one clear sentence says why. */
import { HubError } from '../../values/index.js';

export type ListProblem =
  'NOT_FOUND' | 'EMPTY' | 'NOT_A_LIST' | 'DAMAGED' | 'NO_SHEET' | 'NO_HEADINGS' | 'MISSING_COLUMNS';

/** @throws nothing itself: it is thrown by the readers. Repeating the same file gives the same error. */
export class ListError extends HubError {
  readonly problem: ListProblem;

  constructor(problem: ListProblem, message: string, cause?: unknown) {
    super('BAD_USER_INPUT', message, { cause, extensions: { problem } });
    this.name = 'ListError';
    this.problem = problem;
  }
}
