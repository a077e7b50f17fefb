/** Where items come from as they happen, and who wants them. */
import type { LogPlace } from './log-place.js';

export interface LiveSink<Item> {
  /** Items in order, each beyond the source's place before; during the call that is the last one's already. The array must
   *  not change afterwards. */
  push(items: readonly Item[]): void;
  /** The source is over: normally, or because of an error. */
  end(error?: Error): void;
}

export interface LiveSource<Item> {
  /** Everything up to here has been pushed to whoever was attached. */
  readonly place: LogPlace;
  /** From now on the sink is pushed everything beyond `place`; it has no interest in anything up to `from`. */
  attach(sink: LiveSink<Item>, from: LogPlace): void;
  /** Safe to repeat. */
  detach(sink: LiveSink<Item>): void;
}
