/** Going through answers. */

export type Row = Readonly<Record<string, unknown>>;

/** Calls `visit` for every object of an answer, with its path and the types of the objects that lead to it, its own the last. */
export function eachObject(
  value: unknown,
  visit: (object: Row, path: string, types: readonly string[]) => void,
  path = '',
  above: readonly string[] = [],
): void {
  if (Array.isArray(value)) for (const item of value) eachObject(item, visit, path, above);
  else if (typeof value === 'object' && value !== null) {
    const types = [...above, String((value as Row)['__typename'])];
    visit(value as Row, path, types);
    for (const [name, below] of Object.entries(value))
      eachObject(below, visit, path === '' ? name : `${path}.${name}`, types);
  }
}
