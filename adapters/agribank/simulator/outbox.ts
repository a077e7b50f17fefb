/** Files that wait for the customer: kept on disk until their receipt, so that none is lost by a crash on either side. */
import type { SimulatorWorld } from '../../kit/simulator/index.js';
import { leaveFile } from './drop-folder.js';
import type { Gateway, Settings } from './gateway.js';

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
    private readonly settings: Pick<Settings, 'pushUrl' | 'dropFolder'>,
  ) {
    this.#journal = world.journal<Line>('outbox');
    for (const { name, content } of this.#journal.entries) {
      if (content === undefined) this.#waiting.delete(name);
      else this.#waiting.set(name, content);
      this.#count += 1;
    }
    for (const name of [...this.#waiting.keys()]) this.#leave(name);
  }

  /** @param message `camt.054` or `pain.002`   @param key what the fault of a lost notification is drawn by */
  put(message: string, content: string, key: string): void {
    this.#count += 1;
    const name = `${String(this.#count).padStart(8, '0')}-${message}.xml`;
    this.#journal.append({ name, content });
    this.#waiting.set(name, content);
    this.#leave(name);
    if (this.settings.pushUrl === undefined) return;
    const url = new URL(this.settings.pushUrl);
    const headers = this.gateway.pushHeaders(url.pathname, name, content);
    this.world.callBack({ method: 'POST', url: url.href, headers, body: content, key });
  }

  /** Oldest first, unless they are told out of order. */
  names(): readonly string[] {
    const names = [...this.#waiting.keys()].slice(0, 100);
    return names.length > 1 && this.world.faults.strikes('reorderNotification', 'outbox')
      ? names.reverse()
      : names;
  }

  /** A file, or the signature of one. */
  read(name: string): string | Buffer | undefined {
    const extension = this.gateway.companionOf('');
    if (extension === undefined || !name.endsWith(extension)) return this.#waiting.get(name);
    const signed = name.slice(0, -extension.length);
    const content = this.#waiting.get(signed);
    return content === undefined ? undefined : this.gateway.signatureOf(signed, content);
  }

  receive(name: string): void {
    if (this.#waiting.delete(name)) this.#journal.append({ name });
  }

  /** Where files go by a folder: the signature first, and once it is there nothing waits any more. */
  #leave(name: string): void {
    const { dropFolder } = this.settings;
    const content = this.#waiting.get(name);
    if (dropFolder === undefined || content === undefined) return;
    const [companion, signature] = [this.gateway.companionOf(name), this.gateway.signatureOf(name, content)];
    if (companion && signature) leaveFile(dropFolder, companion, signature);
    leaveFile(dropFolder, name, content);
    this.receive(name);
  }
}
