/** A place in the response. It is graphql-js's `Path` (so it serves as `info.path`) that also knows which container holds
 *  the value and whether the place may be null, which is all that null propagation needs once a promise has settled. */
export class Frame {
  constructor(
    readonly prev: Frame | undefined,
    readonly key: string | number,
    readonly typename: string | undefined,
    readonly holder: Record<string | number, unknown>,
    readonly nullable: boolean,
  ) {}
}

/** The response path of a place, as errors carry it. */
export function pathOf(frame: Frame): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: Frame | undefined = frame; at !== undefined; at = at.prev) path.push(at.key);
  return path.reverse();
}
