/** The safety net behind every check of an input: what PostgreSQL refuses in a value, whoever passed it on, is no failure of PostgreSQL.
 *  Only its error code is read; its message repeats the value. */
import { RefusedValue } from '../values/index.js';

const TEXT = 'A text holds a character that cannot be kept.';
const TIME = 'A date or time is none of the calendar that the hub keeps.';
const NUMBER = 'A number is out of range.';
const LENGTH = 'A text is too long.';
const FORM = 'A value does not have the form that it needs.';

/** SQLSTATEs of class 22 and 54 (PostgreSQL 18, appendix A) that a value brings about. Others of class 22, such as a division by zero, are a
 *  statement's own fault. */
const WORDS: Readonly<Record<string, string>> = {
  '22001': LENGTH,
  '22003': NUMBER,
  '22007': TIME,
  '22008': TIME,
  '22015': TIME,
  '22019': FORM,
  '22021': TEXT,
  '22023': FORM,
  '22025': FORM,
  '22026': LENGTH,
  '2201B': FORM,
  '22P02': FORM,
  '22P03': FORM,
  '22P05': TEXT,
  '54000': LENGTH,
};

/** The caller's fault, where the error is PostgreSQL's refusal of a value; else the error as it is. */
export function asRefusedValue(error: unknown): unknown {
  if (error instanceof RefusedValue) return error;
  const code = (error as { readonly code?: unknown } | null)?.code;
  const words = typeof code === 'string' && Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  return words === undefined ? error : new RefusedValue(words, { cause: error });
}
