/** A monitoring client that survives the hub: it keeps the cursor of the last event that it has dealt with, and after every
 *  restart goes on from there. */
import type { Data, Watch } from '../setup/hub-client.js';
import { beginningOf } from '../setup/province-payout.js';
import type { RunningHub } from '../setup/running-hub.js';

export class FaithfulReader {
  /** The ids of all events that came, in the order in which they came. */
  readonly ids: string[] = [];
  private cursor: string | undefined;
  private watch: Watch | undefined;

  constructor(private readonly hub: RunningHub) {}

  /** Subscribes, again after each restart, from where it stopped. */
  async resume(): Promise<void> {
    this.takeOver();
    const monitor = await this.hub.client('demo-monitor');
    this.cursor ??= await beginningOf(monitor, 'paymentEvents');
    this.watch = monitor.watch('watch-payment-events', { after: this.cursor });
  }

  /** Resolves at the next event that enters the state, if one comes in time. */
  async nextTo(to: string, withinMs: number): Promise<void> {
    const from = this.watch?.items.length ?? 0;
    const isThere = (items: readonly Data[]): boolean =>
      items.slice(from).some((event) => event['to'] === to);
    // A moment that does not come is a moment all the same: what was waited for is over.
    await this.watch?.until(`an event to ${to}`, isThere, withinMs).catch(() => undefined);
  }

  /** Resolves when that many events have come. */
  async untilCount(count: number, withinMs: number): Promise<void> {
    const known = this.ids.length;
    await this.watch?.until(`${count} events`, (items) => known + items.length >= count, withinMs);
    this.takeOver();
  }

  async close(): Promise<void> {
    await this.watch?.close();
    this.takeOver();
  }

  private takeOver(): void {
    for (const { id, cursor } of this.watch?.items ?? []) {
      this.ids.push(id as string);
      this.cursor = cursor as string;
    }
    this.watch = undefined;
  }
}
