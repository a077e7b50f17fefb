/** Cells that a spreadsheet program would run as formulas. The file of refused rows writes an apostrophe before their first sign, also
 *  behind what another program may take for the end of a column; the list reader takes it off again. */

/** `=`, `+`, `-`, `@` and their full-width forms begin a formula, at the start of a cell. */
const SIGN = /(^|[;,|\t\r\n]\s*)(?=[=+\-@＝＋－＠])/g;
const GUARDED = /(^|[;,|\t\r\n]\s*)'(?=[=+\-@＝＋－＠])/g;

export function withApostrophes(text: string): string {
  return text.replace(SIGN, "$1'");
}

export function withoutApostrophes(text: string): string {
  return text.includes("'") ? text.replace(GUARDED, '$1') : text;
}
