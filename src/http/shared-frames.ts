/** The frames of events that many subscribers are sent: made once for all of them. What differs is the id that each client gave
 *  its operation, so that is written into the frame's bytes just before they go out. */
import type { ExecutionResult } from 'graphql';

/** One event, executed. */
export interface SharedEvent {
  readonly position: bigint;
  /** The event's. */
  readonly id?: string | null | undefined;
  readonly result: ExecutionResult;
}

/** The frames of one array of events, one behind the other. */
export interface FrameRun {
  /** The bytes for an operation; they stand only until the next call. `idText` is its id as JSON, in ASCII. */
  bytesFor(idText: string): Buffer;
  /** The bytes of the last call are still on their way: they are left alone from now on. */
  release(): void;
}

/** Whether frames can be made for an id beforehand: longer ones, and such as are not ASCII, get frames of their own. */
export function isPlainId(idText: string): boolean {
  return idText.length <= ID_TEXT_MAX && /^[\x20-\x7e]*$/.test(idText);
}

const ID_TEXT_MAX = 66;

/** Thousands ask for the same events one after the other. */
let latest: { readonly events: readonly SharedEvent[]; readonly run: FrameRun | undefined } | undefined;
const runs = new WeakMap<readonly SharedEvent[], FrameRun | null>();

/** Undefined where a result has errors, which name the operation of each subscriber. */
export function framesOf(events: readonly SharedEvent[]): FrameRun | undefined {
  if (latest?.events !== events) latest = { events, run: preparedFor(events) };
  return latest.run;
}

function preparedFor(events: readonly SharedEvent[]): FrameRun | undefined {
  let run = runs.get(events);
  if (run === undefined) {
    run = events.some(({ result }) => result.errors !== undefined) ? null : new PreparedRun(events);
    runs.set(events, run);
  }
  return run ?? undefined;
}

/** The text of a frame. */
export function frameText(idText: string, type: 'next' | 'error', payload: string): string {
  return `{"id":${idText},"type":"${type}","payload":${payload}}`;
}

interface Prepared {
  readonly bytes: Buffer;
  /** Where the ids begin. */
  readonly places: readonly number[];
  /** The id that is in the bytes. */
  idText: string;
}

class PreparedRun implements FrameRun {
  readonly #payloads: readonly string[];
  /** By the length of the id. */
  readonly #prepared = new Map<number, Prepared>();
  #last: Prepared | undefined;

  constructor(events: readonly SharedEvent[]) {
    this.#payloads = events.map(({ result }) => JSON.stringify(result));
  }

  bytesFor(idText: string): Buffer {
    let prepared = this.#last;
    if (prepared?.idText.length !== idText.length) {
      prepared = this.#prepared.get(idText.length) ?? prepare(this.#payloads, idText);
      this.#prepared.set(idText.length, prepared);
      this.#last = prepared;
    }
    if (prepared.idText !== idText) {
      for (const place of prepared.places) writeId(prepared.bytes, place, idText);
      prepared.idText = idText;
    }
    return prepared.bytes;
  }

  release(): void {
    if (this.#last === undefined) return;
    const { bytes, places, idText } = this.#last;
    this.#last = { bytes: Buffer.from(bytes), places, idText };
    this.#prepared.set(idText.length, this.#last);
  }
}

function prepare(payloads: readonly string[], idText: string): Prepared {
  const parts: Buffer[] = [];
  const places: number[] = [];
  let length = 0;
  for (const payload of payloads) {
    const body = Buffer.from(frameText(idText, 'next', payload));
    const head = frameHead(body.length);
    places.push(length + head.length + '{"id":'.length);
    parts.push(head, body);
    length += head.length + body.length;
  }
  return { bytes: Buffer.concat(parts, length), places, idText };
}

/** An id is so short that a call out of JavaScript would cost more than its letters do. */
function writeId(bytes: Buffer, place: number, idText: string): void {
  for (let at = 0; at < idText.length; at += 1) bytes[place + at] = idText.charCodeAt(at);
}

/** The head of an unmasked text frame in one piece (RFC 6455 §5.2). */
function frameHead(length: number): Buffer {
  if (length < 126) return Buffer.from([0x81, length]);
  if (length < 65_536) return Buffer.from([0x81, 126, length >> 8, length & 0xff]);
  const head = Buffer.alloc(10);
  head.set([0x81, 127]);
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}
