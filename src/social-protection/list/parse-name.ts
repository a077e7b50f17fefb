/** Names of people as lists may have them: letters of the Latin script, which Vietnamese and the languages of the highlands are
 *  written in. A letter of another script that looks the same would make another name of it for every bank. */

const NAME_LENGTH_MAX = 100;
const NAME = /^\p{Script=Latin}[\p{Script=Latin}\p{M}'’.\- ]*$/u;
/** Letters to a program, and signs to everybody else. */
const SIGNS = /[ªº\u00d0\u00f0\u2160-\u2188]/;

/** Why it is no name, '' where there is nothing to add; undefined when it is one. It names no letter of the name. */
export function nameProblem(name: string): string | undefined {
  const script = scriptProblem(name);
  if (script !== undefined) return script;
  return name.length <= NAME_LENGTH_MAX && NAME.test(name) && !SIGNS.test(name) ? undefined : '';
}

/** Letters that only look Vietnamese. */
export function scriptProblem(name: string): string | undefined {
  return /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u.test(name)
    ? 'có chữ cái của tiếng khác (như tiếng Nga) trông giống chữ Việt; gõ lại'
    : undefined;
}
