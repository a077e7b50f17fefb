/** The door for files from outside: what comes through is proved to be the institution's. A file whose signature is not there yet
 *  waits for it; one that never gets any, or a wrong one, is set aside for a person and never believed. */
import type { Log } from '../log.js';
import type { FileSignatures, SignatureFault } from '../signature/file-signature.js';
import { UnusableFile, type Aside, type FileStore } from './file-store.js';

export interface IncomingFilesOptions {
  readonly store: FileStore;
  /** Undefined where the partnership has no keys: then everything that lies there is believed. */
  readonly signatures: FileSignatures | undefined;
  /** How long a file may wait for its signature. */
  readonly companionWaitMs: number;
  readonly clock: () => Date;
  readonly log: Log;
}

const dayMs = 86_400_000;
const renewWithinMs = 30 * dayMs;

export class IncomingFiles {
  /** When a file was first seen without its signature. */
  readonly #waiting = new Map<string, number>();
  readonly #setAside: Record<Aside, number> = { unsigned: 0, refused: 0, unreadable: 0 };

  constructor(private readonly options: IncomingFilesOptions) {}

  /** Says what waits for a person from before, and which certificate runs out, so that neither is forgotten. */
  async open(): Promise<this> {
    const { store, signatures, clock, log } = this.options;
    if (signatures && signatures.validUntil.getTime() - clock().getTime() < renewWithinMs)
      log.warn(
        { validUntil: signatures.validUntil.toISOString() },
        'a certificate of signed files runs out: from then on no file is sent or believed',
      );
    const counts = await store.countAside?.();
    if (counts && Object.values(counts).some((count) => count > 0))
      log.warn({ ...counts }, 'files that were set aside wait for a person: see the adapter’s README');
    return this;
  }

  /** Names of the files that wait, oldest first. */
  async list(): Promise<readonly string[]> {
    const { store, signatures } = this.options;
    const names = await store.list();
    const companions = new Set(names.map((name) => signatures?.companionOf(name)));
    const there = new Set(names);
    for (const name of this.#waiting.keys()) if (!there.has(name)) this.#waiting.delete(name);
    return names.filter((name) => !companions.has(name));
  }

  /** The bytes of a file that is the institution's. Undefined for one that waits for its signature, is gone, or was set aside. */
  async read(name: string): Promise<Buffer | undefined> {
    const { store, signatures } = this.options;
    try {
      const content = await store.read(name);
      if (content === undefined || signatures === undefined) return content;
      const companion = await store.read(signatures.companionOf(name));
      const fault = await signatures.findFault({ name, content, companion });
      return fault === undefined ? this.#believe(name, content) : await this.#doubt(name, fault);
    } catch (error) {
      if (!(error instanceof UnusableFile)) throw error;
      await this.setAside(name, 'unreadable', error.message);
      return undefined;
    }
  }

  /** The hub has what it says. */
  async acknowledge(name: string): Promise<void> {
    const { store, signatures } = this.options;
    await store.acknowledge(name, signatures?.companionOf(name));
  }

  /** @param fault said in the log; holds nothing of the content */
  async setAside(name: string, why: Aside, fault: string): Promise<void> {
    const { store, signatures, log } = this.options;
    const place = await store.setAside(name, why, signatures?.companionOf(name));
    this.#waiting.delete(name);
    this.#setAside[why] += 1;
    log.error(
      { file: name, fault, place, setAside: { ...this.#setAside } },
      `a file of the institution was set aside (${why}) and nothing of it is used: a person must look at it`,
    );
  }

  #believe(name: string, content: Buffer): Buffer {
    this.#waiting.delete(name);
    return content;
  }

  async #doubt(name: string, fault: SignatureFault): Promise<undefined> {
    if (fault !== 'UNSIGNED') await this.setAside(name, 'refused', fault);
    else if (this.#hasWaited(name)) await this.setAside(name, 'unsigned', fault);
    return undefined;
  }

  #hasWaited(name: string): boolean {
    const now = this.options.clock().getTime();
    const since = this.#waiting.get(name) ?? now;
    this.#waiting.set(name, since);
    return now - since >= this.options.companionWaitMs;
  }
}
