/** Takes what the bank sends unasked and tells the hub. A file counts as received once the hub has every notice of it, so a
 *  crash at any moment means at most that a file is read twice. */
import { setTimeout as pause } from 'node:timers/promises';
import {
  AdapterError,
  type AdapterDeps,
  type IncomingFiles,
  type PaymentNotice,
  type Statement,
} from '../kit/index.js';
import {
  IsoMessageError,
  isoMessageName,
  noticesOfStatusReport,
  readAccountReport,
  readPaymentStatusReport,
  statementOfReport,
  type SentMessages,
} from '../protocols/iso20022/index.js';
import { XmlError } from '../protocols/xml/index.js';

export type IntakeDeps = Pick<AdapterDeps, 'clock' | 'log' | 'notify'> & { readonly sent: SentMessages };

/** Resolves with the number of notices when the hub has acknowledged them all.
 *  @throws IsoMessageError, XmlError when the file, or an entry of it, cannot be read; what can be read is with the hub then */
export async function takeFile(content: Uint8Array, deps: IntakeDeps): Promise<number> {
  const { notices, unreadable } = readFile(content, deps);
  await Promise.all(notices.map((notice) => deps.notify(notice)));
  const [first] = unreadable;
  if (first === undefined) return notices.length;
  throw new IsoMessageError(`${unreadable.length} of its entries, the first at ${first.place}: ${first.why}`);
}

export function isUnreadable(error: unknown): boolean {
  return error instanceof IsoMessageError || error instanceof XmlError;
}

type Content = Pick<Statement, 'unreadable'> & { readonly notices: readonly PaymentNotice[] };

function readFile(content: Uint8Array, { clock, sent }: IntakeDeps): Content {
  if (!isoMessageName(content).startsWith('pain.002.'))
    return statementOfReport(readAccountReport(content), clock());
  return { notices: noticesOfStatusReport(readPaymentStatusReport(content), clock(), sent), unreadable: [] };
}

type FileSource = Pick<IncomingFiles, 'list' | 'read' | 'acknowledge' | 'setAside'>;

export class OutboxReader {
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    private readonly source: FileSource,
    private readonly pollIntervalMs: number,
    private readonly deps: IntakeDeps,
  ) {}

  start(): void {
    this.#running = this.#run();
  }

  /** Ends at once: a file in hand whose notices are not acknowledged yet is offered again after the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const taken = await this.#takeAll();
      if (taken === 0) await pause(this.pollIntervalMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** How many files are done with. What is left is offered again. */
  async #takeAll(): Promise<number> {
    let taken = 0;
    try {
      for (const name of await this.source.list()) {
        if (this.#stopping.signal.aborted) return taken;
        if (await this.#takeOneApart(name)) taken += 1;
      }
      return taken;
    } catch (error) {
      this.deps.log.warn({ error: describe(error) }, 'the outbox could not be emptied; it is tried again');
      return 0;
    }
  }

  /** Without the bank or the hub the round ends; a file that fails for a reason of its own does not hold up the others. */
  async #takeOneApart(name: string): Promise<boolean> {
    try {
      return await this.#takeOne(name);
    } catch (error) {
      if (error instanceof AdapterError) throw error;
      this.deps.log.warn(
        { file: name, error: describe(error) },
        'a file of the bank is left for the next round',
      );
      return false;
    }
  }

  /** False for a file that is not to be believed, or not yet. */
  async #takeOne(name: string): Promise<boolean> {
    const content = await this.source.read(name);
    if (content === undefined) return false;
    let notices: number;
    try {
      notices = await this.#unlessStopped(takeFile(content, this.deps));
    } catch (error) {
      // Whatever a file makes the reading stumble over, it would again: the files behind it must not wait for that.
      if (error instanceof AdapterError) throw error;
      await this.source.setAside(name, 'unreadable', describe(error));
      return true;
    }
    await this.source.acknowledge(name);
    this.deps.log.debug({ file: name, notices }, 'a file of the bank is with the hub');
    return true;
  }

  /** The hub may be away for hours, and a stop must not wait for it. */
  #unlessStopped<Value>(work: Promise<Value>): Promise<Value> {
    const { signal } = this.#stopping;
    return new Promise((resolve, reject) => {
      const giveUp = () => reject(new AdapterError('NO_ANSWER', 'STOPPING', 'the adapter stops'));
      if (signal.aborted) giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
    });
  }
}

function describe(error: unknown): string {
  if (error instanceof AdapterError) return error.code;
  if (isUnreadable(error)) return (error as Error).message;
  // Of the file system: EACCES, EIO.
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : 'ADAPTER_BUG';
}
