/** Pays through pain.001 files: one payment is a file of one. */
import {
  AdapterError,
  type AdapterDeps,
  type FileSignatures,
  type PaymentOutcome,
  type PaymentRail,
  type PaymentTask,
} from '../kit/index.js';
import { readPaymentStatusReport, type SentMessages } from '../protocols/iso20022/index.js';
import { reading, type AgribankClient } from './client.js';
import type { AgribankConfig } from './config.js';
import { dropFile, signFile, type OutgoingFile } from './outgoing-files.js';
import { outcomeFor } from './translate.js';
import { paymentFileOf } from './wire.js';

export interface AgribankRailDeps {
  readonly client: AgribankClient;
  readonly config: AgribankConfig;
  readonly deps: Pick<AdapterDeps, 'clock' | 'log'>;
  /** What was handed in: the bank may speak of a whole file. */
  readonly sent: SentMessages;
  readonly signatures: FileSignatures | undefined;
}

export class AgribankRail implements PaymentRail {
  constructor(private readonly parts: AgribankRailDeps) {}

  async submit(task: PaymentTask): Promise<PaymentOutcome> {
    const [outcome] = await this.submitBatch([task]);
    if (outcome === undefined)
      throw new AdapterError('NO_ANSWER', 'ADAPTER_BUG', 'no outcome for the payment');
    return outcome;
  }

  async submitBatch(tasks: readonly PaymentTask[]): Promise<readonly PaymentOutcome[]> {
    const { client, config, deps, sent, signatures } = this.parts;
    const file = paymentFileOf(tasks, config, deps.clock());
    sent.note(file.messageId, file.groups);
    const signed = await signFile(file, signatures);
    if (config.dropFolder) return this.#drop(config.dropFolder.outgoing, tasks, signed);
    const report = reading(readPaymentStatusReport, await client.sendFile(signed));
    if (report.originalMessageId !== file.messageId) {
      throw new AdapterError('NO_ANSWER', 'FOREIGN_ANSWER', 'the answer is about another file');
    }
    const said = { evidence: 'REPLY', occurredAt: report.createdAt ?? deps.clock() } as const;
    return Promise.all(
      tasks.map((task) => this.#settleDoubt(task, outcomeFor(task.reference, report, said))),
    );
  }

  async inquire(task: PaymentTask): Promise<PaymentOutcome> {
    const { client, deps } = this.parts;
    const report = reading(readPaymentStatusReport, await client.statusOf(task.reference));
    const isAbout = report.transactions.some(({ endToEndId }) => endToEndId === task.reference);
    if (!isAbout)
      throw new AdapterError('NO_ANSWER', 'FOREIGN_ANSWER', 'the answer is about another payment');
    return outcomeFor(task.reference, report, {
      evidence: 'INQUIRY',
      occurredAt: report.createdAt ?? deps.clock(),
    });
  }

  /** Nobody answers a folder: that it is there is the adapter's own word, and the bank's comes as a file. */
  async #drop(
    folder: string,
    tasks: readonly PaymentTask[],
    file: OutgoingFile,
  ): Promise<readonly PaymentOutcome[]> {
    const { deps } = this.parts;
    await dropFile(folder, file);
    return tasks.map(() => ({ status: 'SUBMITTED', evidence: 'NONE', occurredAt: deps.clock() }));
  }

  /** A reference that is known already is asked about at once; without an answer the doubt itself is reported. */
  async #settleDoubt(task: PaymentTask, outcome: PaymentOutcome): Promise<PaymentOutcome> {
    if (outcome.reason !== 'DUPLICATE') return outcome;
    try {
      const found = await this.inquire(task);
      // Known a moment ago and never received now: two answers that cannot both be true are no proof of absence.
      return found.reason === 'NOT_RECEIVED' ? outcome : found;
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      this.parts.deps.log.warn({ code: error.code }, 'a known reference could not be asked about');
      return outcome;
    }
  }
}
