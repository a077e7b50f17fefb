/** Hands payments over as lists: one payment is a list of one. */
import {
  AdapterError,
  type AdapterDeps,
  type PaymentOutcome,
  type PaymentRail,
  type PaymentTask,
} from '../kit/index.js';
import type { VnPostClient } from './client.js';
import type { VnPostConfig } from './config.js';
import { outcomeOf } from './translate.js';
import { handOverOf, type LineWord } from './wire.js';

export interface VnPostRailDeps {
  readonly client: VnPostClient;
  readonly config: VnPostConfig;
  readonly deps: Pick<AdapterDeps, 'clock'>;
}

export class VnPostRail implements PaymentRail {
  constructor(private readonly parts: VnPostRailDeps) {}

  async submit(task: PaymentTask): Promise<PaymentOutcome> {
    const [outcome] = await this.submitBatch([task]);
    if (!outcome) throw new AdapterError('NO_ANSWER', 'ADAPTER_BUG', 'no outcome for the payment');
    return outcome;
  }

  async submitBatch(tasks: readonly PaymentTask[]): Promise<readonly PaymentOutcome[]> {
    const { client, config, deps } = this.parts;
    const { listId, body } = handOverOf(tasks, config, deps.clock());
    const answer = await client.handOver(body);
    if (answer.maDanhSach !== listId) {
      throw new AdapterError('NO_ANSWER', 'FOREIGN_ANSWER', 'the answer is about another list');
    }
    // A list that is turned away as a whole (L01 …) was not taken; of its lines the post then says that it has none.
    if (answer.trangThai === 'TU_CHOI')
      throw new AdapterError(
        'REFUSED',
        `LIST_${codeOf(answer.maLoi)}`,
        'the post turned the whole list away',
      );
    const words = new Map(answer.dong.map((word) => [word.maChiTra, word]));
    return tasks.map(({ reference }) => this.#replyOf(words.get(reference)));
  }

  async inquire(task: PaymentTask): Promise<PaymentOutcome> {
    const { client, deps } = this.parts;
    const word = await client.statusOf(task.reference);
    if (word.maChiTra !== task.reference) {
      throw new AdapterError('NO_ANSWER', 'FOREIGN_ANSWER', 'the answer is about another payment');
    }
    return outcomeOf(word, { evidence: 'INQUIRY', occurredAt: deps.clock() });
  }

  #replyOf(word: LineWord | undefined): PaymentOutcome {
    const occurredAt = this.parts.deps.clock();
    if (word) return outcomeOf(word, { evidence: 'REPLY', occurredAt });
    return {
      status: 'UNKNOWN',
      evidence: 'NONE',
      reason: 'TECHNICAL',
      reasonText: 'LINE_NOT_NAMED',
      occurredAt,
    };
  }
}

function codeOf(code: string | undefined): string {
  return code !== undefined && /^[A-Z0-9_]{1,20}$/.test(code) ? code : 'REFUSED';
}
