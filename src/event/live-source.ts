/** Where items come from as they happen, and who wants them. */

export interface LiveSink<Item> {
  /** Items in order, each beyond the source's position before; during the call that is the last one's already. The array must
   *  not change afterwards. */
  push(items: readonly Item[]): void;
  /** The source is over: normally, or because of an error. */
  end(error?: Error): void;
}

export interface LiveSource<Item> {
  /** Everything up to here has been pushed to whoever was attached. */
  readonly position: bigint;
  /** From now on the sink is pushed everything beyond `position`; it has no interest in anything up to `from`. */
  attach(sink: LiveSink<Item>, from: bigint): void;
  /** Safe to repeat. */
  detach(sink: LiveSink<Item>): void;
}
