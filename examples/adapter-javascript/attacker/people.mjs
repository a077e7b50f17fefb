/** The honest people around the hub: an officer who makes batches and proposes, an approver who confirms, and a treasurer who
 *  brings the money. */
import { HubFailure } from '../hub.mjs';

const CREATE = `mutation ($input: CreatePaymentBatchInput!) { createPaymentBatch(input: $input) {
  __typename ... on UserError { code message } } }`;
const WAITING = `query ($area: ID!) { paymentBatches(filter: { area: $area, status: AWAITING_APPROVAL }) {
  nodes { id totals { amount } } } }`;
const APPROVE = `mutation ($input: ApprovePaymentBatchInput!) { approvePaymentBatch(input: $input) {
  __typename ... on UserError { code message } } }`;
const FUND = `mutation ($input: RecordFundingInput!) { recordFunding(input: $input) {
  __typename ... on UserError { code message } } }`;
const RESOLVE = `mutation ($input: ResolveExceptionInput!) { resolveException(input: $input) {
  __typename ... on UserError { code message } } }`;
const EXCEPTIONS = (more) => `query ($after: String) {
  reconciliationExceptions(first: 500, after: $after, open: null) {
    pageInfo { hasNextPage endCursor } nodes { id kind resolvedAt payment { id } ${more} } } }`;
const PAYMENTS = `query ($filter: PaymentFilter, $after: String) {
  payments(first: 500, after: $after, filter: $filter) {
    pageInfo { hasNextPage endCursor }
    nodes { id status amount period beneficiary { id } attempts { reference } } } }`;
const FIELDS = '{ __type(name: "ReconciliationException") { fields { name } } }';

export class People {
  #officer;
  #approver;
  #treasurer;
  #area;
  #institution;
  #allowed;

  constructor({ officer, approver, treasurer, area, institution }) {
    this.#officer = officer;
    this.#approver = approver;
    this.#treasurer = treasurer;
    this.#area = area;
    this.#institution = institution;
  }

  /** Made, approved and funded, whatever the guard has flagged: people are in a hurry. Nothing to pay is fine too. */
  async makeBatch(period, { carryForward = false } = {}) {
    await this.#officer.ask(CREATE, { input: { area: this.#area, period, carryForward } });
    // Also one whose maker has never had an answer.
    const { paymentBatches } = await this.#officer.ask(WAITING, { area: this.#area });
    for (const { id, totals } of paymentBatches.nodes) {
      await this.#approver.ask(APPROVE, { input: { id, acceptFlagsReason: 'đã kiểm tra' } });
      const date = new Date().toISOString().slice(0, 10);
      await this.#treasurer.ask(FUND, {
        input: { batchId: id, documentNumber: `KB-${id}`, amount: totals.amount, date },
      });
    }
  }

  payments(institution = this.#institution) {
    const filter = { area: this.#area, institution };
    return pages(async (after) => (await this.#officer.ask(PAYMENTS, { filter, after })).payments);
  }

  async exceptions() {
    const query = EXCEPTIONS(await this.#whatIsAllowed());
    return pages(async (after) => (await this.#officer.ask(query, { after })).reconciliationExceptions);
  }

  async openExceptions(paymentId) {
    const all = await this.exceptions();
    return all.filter(({ resolvedAt, payment }) => resolvedAt === null && payment?.id === paymentId);
  }

  /** Proposed by one and confirmed by another; without a decision closed by one. Resolves with what the hub says against it. */
  async decide({ id }, decision) {
    const input = { id, reason: 'đã đối chiếu với sổ của tổ chức chi trả' };
    if (decision === null) return saidAgainst(this.#officer, input);
    const wanted = { ...input, decision };
    return (await saidAgainst(this.#officer, wanted)) ?? saidAgainst(this.#approver, wanted);
  }

  /** What may be decided is told by newer hubs; with an older one people try. */
  async #whatIsAllowed() {
    if (this.#allowed === undefined) {
      const { fields } = (await this.#officer.ask(FIELDS, {})).__type;
      this.#allowed = fields.some(({ name }) => name === 'allowedDecisions') ? 'allowedDecisions' : '';
    }
    return this.#allowed;
  }
}

async function saidAgainst(person, input) {
  try {
    const { resolveException: answer } = await person.ask(RESOLVE, { input });
    return answer.__typename === 'ResolveExceptionSuccess' ? undefined : answer.code;
  } catch (failure) {
    if (failure instanceof HubFailure) return failure.code;
    throw failure;
  }
}

async function pages(ask) {
  const nodes = [];
  for (let after = null; ;) {
    const page = await ask(after);
    nodes.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return nodes;
    after = page.pageInfo.endCursor;
  }
}
