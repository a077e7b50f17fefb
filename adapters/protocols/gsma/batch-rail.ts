/** Sends payments together: one POST, then the lists of what was completed and what was rejected. A moment is waited for the
 *  lists, so that most payments are reported once; what takes longer is accepted, and told by the batch's callback. */
import type { PaymentNotice, PaymentOutcome, PaymentTask } from '../../kit/index.js';
import { AdapterError } from '../../kit/index.js';
import {
  batchCorrelationId,
  creditedNumber,
  readBatch,
  type GsmaCompletion,
  type GsmaRejection,
} from './batch-wire.js';
import type { GsmaClient } from './client.js';
import { failureOutcome, instant, isSameWord, type Heard } from './translate.js';
import { msisdn, readWord, type Disbursement, type GsmaRequestState } from './wire.js';

/** Pauses between looks at a batch that is not done: 3 seconds in all, far less than a lease. */
const lookPausesMs = [20, 40, 80, 160, 300, 600, 800, 1_000];

type Named = PaymentOutcome & { readonly reference: string };

/** One line of a batch's lists. */
interface Line {
  readonly notice: Named;
  /** The number that was credited, as the provider writes it. */
  readonly credited?: string;
}
type Lists = ReadonlyMap<string, Line>;

export interface BatchRailDeps {
  readonly client: GsmaClient;
  readonly heard: (evidence: Heard['evidence']) => Heard;
  readonly notify: (notice: PaymentNotice) => Promise<void>;
  readonly disbursementOf: (task: PaymentTask, requestedAt: Date) => Disbursement;
  /** Address that the provider calls about a batch. */
  readonly callbackUrlOf: (batchId: string) => string;
}

export class BatchRail {
  /** Batches whose lists somebody waits for, by their correlation id. */
  readonly #waiting = new Map<string, (lists: Lists) => void>();

  constructor(private readonly deps: BatchRailDeps) {}

  /** @throws AdapterError; a batch that is refused as a whole says nothing of its lines: alone, each gets its own answer */
  async submit(tasks: readonly PaymentTask[]): Promise<readonly PaymentOutcome[]> {
    const { client, heard, disbursementOf, callbackUrlOf } = this.deps;
    const said = heard('REPLY');
    const id = batchCorrelationId(tasks.map(({ reference }) => reference));
    const called = new Promise<Lists>((resolve) => this.#waiting.set(id, resolve));
    try {
      const payments = tasks.map((task) => disbursementOf(task, said.now));
      const word = await client.disburseTogether(id, payments, callbackUrlOf(id));
      if (word.kind === 'error') {
        if (!isSameWord(word.error.errorCode, 'duplicateRequest'))
          throw new AdapterError('REFUSED', word.error.errorCode, 'the batch was turned away as a whole');
        return tasks.map(() => failureOutcome(word.error, said));
      }
      if (word.kind !== 'request-state')
        throw new AdapterError('NO_ANSWER', 'NO_REQUEST_STATE', 'a batch is answered by a request state');
      const lists = await this.#lists(word.state, called);
      return tasks.map((task) => outcomeFor(task, lists, heard('REPLY')));
    } finally {
      this.#waiting.delete(id);
    }
  }

  /** What the provider says unasked of a batch. Resolves with the HTTP status of the answer once the hub has every line of it. */
  async hear(id: string, body: Buffer): Promise<number> {
    const batch = readBatch(body);
    // An error about a whole batch names no line: inquiries tell what became of each.
    if (batch === undefined) return readWord(body)?.kind === 'error' ? 204 : 400;
    if (!isSameWord(batch.batchStatus, 'completed')) return 204;
    const lists = await this.#read(batch.batchId, 'NOTIFICATION');
    // Whoever waits reports the same outcomes in this very moment: the reporter knows them as the same reports.
    this.#waiting.get(id)?.(lists);
    await Promise.all([...lists.values()].map(({ notice }) => this.deps.notify(notice)));
    return 204;
  }

  /** The lists, or undefined when the batch is not done within the moment. */
  async #lists(state: GsmaRequestState, called: Promise<Lists>): Promise<Lists | undefined> {
    let now = state;
    for (const pauseMs of lookPausesMs) {
      if (now.status === 'completed') return this.#read(batchIdOf(now), 'REPLY');
      if (now.status === 'failed')
        throw new AdapterError('REFUSED', 'BATCH_FAILED', 'the batch failed as a whole');
      const lists = await within(pauseMs, called);
      if (lists !== undefined) return lists;
      now = await this.deps.client.requestState(state.serverCorrelationId);
    }
    return undefined;
  }

  async #read(batchId: string, evidence: Heard['evidence']): Promise<Lists> {
    const { client, heard } = this.deps;
    const said = heard(evidence);
    const lists = new Map<string, Line>();
    for (const row of await client.completions(batchId)) {
      const notice = completionOutcome(row, said);
      lists.set(notice.reference, { notice, credited: creditedNumber(row) });
    }
    for (const row of await client.rejections(batchId)) {
      const notice = rejectionOutcome(row, said);
      // On both lists: nobody may call that settled, nor refused.
      const doubt = { status: 'UNKNOWN', reason: 'TECHNICAL', reasonText: 'completed and rejected' } as const;
      lists.set(notice.reference, { notice: lists.has(notice.reference) ? { ...notice, ...doubt } : notice });
    }
    return lists;
  }
}

function outcomeFor(task: PaymentTask, lists: Lists | undefined, said: Heard): PaymentOutcome {
  const facts = { evidence: said.evidence, occurredAt: said.now };
  if (lists === undefined) return { ...facts, status: 'ACCEPTED' };
  const line = lists.get(task.reference);
  if (line === undefined)
    return { ...facts, status: 'UNKNOWN', reason: 'TECHNICAL', reasonText: 'on neither list of the batch' };
  const { notice, credited } = line;
  if (credited === undefined || msisdn(credited) === msisdn(task.accountNumber ?? '')) return notice;
  return { ...facts, status: 'UNKNOWN', reason: 'TECHNICAL', reasonText: 'another number was credited' };
}

function completionOutcome(row: GsmaCompletion, said: Heard): Named {
  return {
    status: 'SETTLED',
    evidence: said.evidence,
    reference: row.requestingOrganisationTransactionReference,
    externalReference: row.transactionReference,
    occurredAt: instant(row.completionDate) ?? said.now,
  };
}

/** The line was not carried out, whatever the word for it; only a reference that is known already is a doubt. */
function rejectionOutcome(row: GsmaRejection, said: Heard): Named {
  const error = {
    errorCategory: 'businessRule',
    errorCode: row.rejectionReason,
    errorDateTime: row.rejectionDate,
  };
  const outcome = failureOutcome(error, said);
  const reference = row.requestingOrganisationTransactionReference;
  if (outcome.status === 'REJECTED' || outcome.reason === 'DUPLICATE') return { ...outcome, reference };
  // Free text may name a person.
  return {
    ...outcome,
    status: 'REJECTED',
    reason: 'REFUSED',
    reasonText: 'unlisted rejectionReason',
    reference,
  };
}

function batchIdOf({ objectReference }: GsmaRequestState): string {
  if (objectReference) return objectReference;
  throw new AdapterError('NO_ANSWER', 'COMPLETED_WITHOUT_REFERENCE', 'a completed batch without its id');
}

async function within<Value>(forMs: number, wanted: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), forMs)));
  try {
    return await Promise.race([wanted, late]);
  } finally {
    clearTimeout(timer);
  }
}
