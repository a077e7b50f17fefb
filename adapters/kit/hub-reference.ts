/** The hub's reference, as it comes back from an institution. */

/** In capitals, when the text can be one: institutions keep a reference, but not always in capitals.
 *  @param isCertain the field holds nothing else: then any capitals and digits are one; else they must have the hub's own form, 16 to
 *  35 of them */
export function asReference(text: string | undefined, isCertain = false): string | undefined {
  const capitals = text?.trim().toUpperCase() ?? '';
  return (isCertain ? /^[A-Z0-9]{1,35}$/ : /^[A-Z0-9]{16,35}$/).test(capitals) ? capitals : undefined;
}
