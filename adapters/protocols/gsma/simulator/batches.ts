/** `/batchtransactions` as the provider serves it: a batch is taken once, its lines are requests of their own, and the lists of
 *  what became of them are given in pages. */
import { hash, randomUUID } from 'node:crypto';
import type {
  Journal,
  SimulatorReply,
  SimulatorRequest,
  SimulatorWorld,
} from '../../../kit/simulator/index.js';
import { errorAnswer, json } from './answers.js';
import { header, parse, partyValue } from './disbursement-request.js';
import { transactionReference, type ProviderBook, type ProviderRequest } from './provider-book.js';

/** Why a line is refused, or nothing. */
export type Refusal = (
  line: Pick<ProviderRequest, 'payerReference' | 'account' | 'amount'>,
) => [category: string, code: string] | undefined;

interface Batch {
  readonly batchId: string;
  readonly clientCorrelationId: string;
  readonly serverCorrelationId: string;
  readonly callbackUrl?: string;
  /** Transaction references of its lines, in their order. */
  readonly lines: readonly string[];
  readonly createdAt: string;
}

const pageRowsDefault = 50; // API 1.2: when no limit is given
const pageRowsMax = 1_000;

export class Batches {
  readonly #journal: Journal<Batch>;
  readonly #byClientId = new Map<string, Batch>();
  readonly #byServerId = new Map<string, Batch>();
  readonly #byId = new Map<string, Batch>();

  constructor(
    private readonly world: SimulatorWorld,
    private readonly book: ProviderBook,
    private readonly accountOf: (msisdn: string) => string,
    private readonly refusal: Refusal,
  ) {
    this.#journal = world.journal<Batch>('batches');
    for (const batch of this.#journal.entries) this.#index(batch);
  }

  take(request: SimulatorRequest): SimulatorReply {
    const { faults } = this.world;
    const correlation = header(request, 'x-correlationid');
    if (correlation === undefined) return errorAnswer('validation', 'mandatoryValueNotSupplied');
    const digest = hash('sha256', request.body);
    if (header(request, 'x-content-hash') !== digest) return errorAnswer('validation', 'formatError');
    const { transactions } = parse(request.body) ?? {};
    if (!Array.isArray(transactions) || transactions.length === 0)
      return errorAnswer('validation', 'formatError');
    const callbackUrl = header(request, 'x-callback-url');
    const lines = transactions.map((line) => this.#lineOf(line as Readonly<Record<string, unknown>>));
    const key = lines[0]?.payerReference ?? '';
    if (lines.some((line) => line === undefined)) return errorAnswer('validation', 'formatError');
    if (faults.strikes('rateLimited', key)) return errorAnswer('businessRule', 'rateLimitError');
    if (faults.strikes('serverError', key)) return errorAnswer('internal', 'genericError');
    const refusesRepeats = faults.current.repeatedReference === 'refuse';
    if (refusesRepeats && this.#byClientId.has(correlation))
      return errorAnswer('businessRule', 'duplicateRequest');
    const batch = this.#keep(
      correlation,
      lines.filter((line) => line !== undefined),
      callbackUrl,
    );
    if (faults.strikes('asynchronous', key)) {
      this.world.later(faults.current.processingMs, () => this.#finish(batch, key));
      return json(202, this.#stateOf(batch));
    }
    this.#carryOut(batch);
    if (faults.strikes('serverErrorAfterBooking', key)) return errorAnswer('internal', 'genericError');
    return { ...json(202, this.#stateOf(batch)), booked: key };
  }

  requestState(serverCorrelationId: string): SimulatorReply | undefined {
    const batch = this.#byServerId.get(serverCorrelationId);
    return batch && json(200, this.#stateOf(batch));
  }

  view(batchId: string, list: string, query: URLSearchParams): SimulatorReply {
    const batch = this.#byId.get(batchId);
    if (batch === undefined) return errorAnswer('identification', 'identifierError');
    switch (list) {
      case '':
        return json(200, this.#bodyOf(batch));
      case 'completions':
        return page(this.#linesOf(batch, 'completed').map(completionOf), query);
      case 'rejections':
        return page(this.#linesOf(batch, 'failed').map(rejectionOf), query);
      default:
        return errorAnswer('identification', 'identifierError');
    }
  }

  #lineOf(line: Readonly<Record<string, unknown>>): ProviderRequest | undefined {
    const { amount, currency, requestingOrganisationTransactionReference: payerReference } = line;
    const creditMsisdn = partyValue(line.creditParty, 'msisdn');
    const clientCorrelationId = partyValue(line.customData, 'clientCorrelationId');
    const isGood =
      line.type === 'disbursement' &&
      currency === 'VND' &&
      typeof amount === 'string' &&
      /^[1-9][0-9]{0,17}$/.test(amount) &&
      typeof payerReference === 'string' &&
      partyValue(line.debitParty, 'accountid') !== undefined;
    if (!isGood || creditMsisdn === undefined || clientCorrelationId === undefined) return undefined;
    return {
      clientCorrelationId,
      serverCorrelationId: randomUUID(),
      transactionReference: transactionReference(),
      payerReference,
      account: this.accountOf(creditMsisdn),
      amount: Number(amount),
      createdAt: new Date().toISOString(),
      state: 'pending',
    };
  }

  /** A line that is known already is refused and leaves no trace: the first of the two is what the provider remembers. */
  #keep(clientCorrelationId: string, lines: readonly ProviderRequest[], callbackUrl?: string): Batch {
    const refusesRepeats = this.world.faults.current.repeatedReference === 'refuse';
    const seen = new Set<string>();
    const taken = lines.map((line): ProviderRequest => {
      const { clientCorrelationId: id } = line;
      const isKnown = refusesRepeats && (this.book.byClientId(id) !== undefined || seen.has(id));
      seen.add(id);
      if (isKnown) {
        const repeat = { ...line, clientCorrelationId: randomUUID() };
        return { ...repeat, state: 'failed', errorCategory: 'businessRule', errorCode: 'duplicateRequest' };
      }
      const [errorCategory, errorCode] = this.refusal(line) ?? [];
      return errorCode === undefined ? line : { ...line, state: 'failed', errorCategory, errorCode };
    });
    this.book.takeAll(taken);
    const batch = {
      ...{ batchId: randomUUID(), clientCorrelationId, serverCorrelationId: randomUUID(), callbackUrl },
      ...{ lines: taken.map(({ transactionReference }) => transactionReference) },
      createdAt: new Date().toISOString(),
    };
    this.#journal.append(batch);
    this.#index(batch);
    return batch;
  }

  #carryOut(batch: Batch): void {
    this.book.completeAll(this.#linesOf(batch, 'pending'));
  }

  #finish(batch: Batch, key: string): void {
    this.#carryOut(batch);
    if (batch.callbackUrl === undefined) return;
    this.world.callBack({
      method: 'PUT',
      url: batch.callbackUrl,
      headers: {
        'content-type': 'application/json',
        'x-correlationid': batch.clientCorrelationId,
        'x-date': new Date().toISOString(),
      },
      body: JSON.stringify(this.#bodyOf(batch)),
      key,
    });
  }

  #linesOf(batch: Batch, state: ProviderRequest['state']): readonly ProviderRequest[] {
    return batch.lines
      .map((reference) => this.book.byTransaction(reference))
      .filter((line): line is ProviderRequest => line?.state === state);
  }

  #isDone(batch: Batch): boolean {
    return batch.lines.every((reference) => this.book.byTransaction(reference)?.state !== 'pending');
  }

  #stateOf(batch: Batch): object {
    const isDone = this.#isDone(batch);
    return {
      serverCorrelationId: batch.serverCorrelationId,
      objectReference: isDone ? batch.batchId : '',
      status: isDone ? 'completed' : 'pending',
      notificationMethod: isDone || batch.callbackUrl === undefined ? 'polling' : 'callback',
      pollLimit: 100,
    };
  }

  #bodyOf(batch: Batch): object {
    return {
      batchId: batch.batchId,
      batchStatus: this.#isDone(batch) ? 'completed' : 'approved',
      approvalDate: batch.createdAt,
      completionDate: batch.createdAt,
      parsingSuccessCount: batch.lines.length,
      completedCount: this.#linesOf(batch, 'completed').length,
      rejectionCount: this.#linesOf(batch, 'failed').length,
    };
  }

  #index(batch: Batch): void {
    this.#byClientId.set(batch.clientCorrelationId, batch);
    this.#byServerId.set(batch.serverCorrelationId, batch);
    this.#byId.set(batch.batchId, batch);
  }
}

function partiesOf({ account }: ProviderRequest): object {
  return {
    creditParty: [{ key: 'msisdn', value: `+84${account.replace(/^(\+?84|0)/, '')}` }],
    debitParty: [{ key: 'organisationid', value: 'payer' }],
  };
}

function completionOf(line: ProviderRequest): object {
  return {
    transactionReference: line.transactionReference,
    requestingOrganisationTransactionReference: line.payerReference,
    ...partiesOf(line),
    completionDate: line.createdAt,
    link: `/transactions/${line.transactionReference}`,
  };
}

function rejectionOf(line: ProviderRequest): object {
  return {
    requestingOrganisationTransactionReference: line.payerReference,
    ...partiesOf(line),
    rejectionReason: line.errorCode,
    rejectionDate: line.createdAt,
  };
}

function page(rows: readonly object[], query: URLSearchParams): SimulatorReply {
  const limit = Math.min(Number(query.get('limit') ?? pageRowsDefault), pageRowsMax);
  const offset = Number(query.get('offset') ?? 0);
  const shown = rows.slice(offset, offset + limit);
  const answer = json(200, shown);
  const counts = {
    'x-records-available-count': String(rows.length),
    'x-records-returned-count': String(shown.length),
  };
  return { ...answer, headers: { ...answer.headers, ...counts } };
}
