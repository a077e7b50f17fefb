/** Puts a payload that is serialised already into a frame. graphql-ws serialises every frame itself, so it is given a small
 *  stand-in for the payload, and the text takes its place on the way to the socket. */

export interface SharedFrames {
  /** Keeps the text and answers its stand-in. */
  hold(text: string): { readonly hubFrame: string };
  /** The frame with the text in the place of its stand-in; any other frame as it is. */
  fill(frame: string): string;
}

/** Nothing that a schema answers looks like this: a payload's keys are `data`, `errors` and `extensions`. */
const STAND_IN = /"payload":\{"hubFrame":"(\d+)"\}\}$/;

export function createSharedFrames(): SharedFrames {
  const held = new Map<string, string>();
  let count = 0;
  return {
    hold(text) {
      const hubFrame = String((count += 1));
      held.set(hubFrame, text);
      return { hubFrame };
    },
    fill(frame) {
      if (held.size === 0) return frame;
      const found = STAND_IN.exec(frame);
      const text = found?.[1] === undefined ? undefined : held.get(found[1]);
      if (found?.[1] === undefined || text === undefined) return frame;
      held.delete(found[1]);
      return `${frame.slice(0, found.index)}"payload":${text}}`;
    },
  };
}
