/** Files that wait for the customer: kept on disk until their receipt, so that none is lost by a crash on either side. */
import type { SimulatorWorld } from '../../kit/simulator/index.js';
import type { Gateway } from './gateway.js';

interface Line {
  readonly name: string;
  /** Left out in the line that records the receipt. */
  readonly content?: string;
}

export class Outbox {
  readonly #journal;
  readonly #waiting = new Map<string, string>();
  #count = 0;

  constructor(
    private readonly world: SimulatorWorld,
    private readonly gateway: Gateway,
    private readonly pushUrl: string | undefined,
  ) {
    this.#journal = world.journal<Line>('outbox');
    for (const { name, content } of this.#journal.entries) {
      if (content === undefined) this.#waiting.delete(name);
      else this.#waiting.set(name, content);
      this.#count += 1;
    }
  }

  /** @param message `camt.054` or `pain.002`   @param key what the fault of a lost notification is drawn by */
  put(message: string, content: string, key: string): void {
    this.#count += 1;
    const name = `${String(this.#count).padStart(8, '0')}-${message}.xml`;
    this.#journal.append({ name, content });
    this.#waiting.set(name, content);
    if (this.pushUrl === undefined) return;
    const url = new URL(this.pushUrl);
    const headers = this.gateway.pushHeaders(url.pathname, content);
    this.world.callBack({ method: 'POST', url: url.href, headers, body: content, key });
  }

  /** Oldest first, unless they are told out of order. */
  names(): readonly string[] {
    const names = [...this.#waiting.keys()].slice(0, 100);
    return names.length > 1 && this.world.faults.strikes('reorderNotification', 'outbox')
      ? names.reverse()
      : names;
  }

  read(name: string): string | undefined {
    return this.#waiting.get(name);
  }

  receive(name: string): void {
    if (this.#waiting.delete(name)) this.#journal.append({ name });
  }
}
