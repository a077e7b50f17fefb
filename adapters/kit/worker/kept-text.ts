/** Texts of institutions as the hub can keep them: banks fill fields of a fixed width up with NULs, and cut texts in the middle of a
 *  character. */

export function keptText(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');
}

/** The same content with every text in it so mended. */
export function withKeptTexts<Content extends object>(content: Content): Content {
  const entries = Object.entries(content).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' ? keptText(value) : value,
  ]);
  return Object.fromEntries(entries) as Content;
}
