/** Which texts can be kept. PostgreSQL keeps no NUL, and half of a surrogate pair is no character: its UTF-8 would be another text,
 *  and its JSON is refused. */

/** Longer than anything that a person or an institution writes into one field. */
export const TEXT_LENGTH_MAX = 10_000;

/** Why a text cannot be kept, or undefined when it can. */
export function textProblem(text: string): string | undefined {
  if (text.length > TEXT_LENGTH_MAX) return `It is longer than ${TEXT_LENGTH_MAX} characters.`;
  if (/[\0\p{Surrogate}]/u.test(text)) return 'It holds a NUL or half of a surrogate pair.';
  return undefined;
}
