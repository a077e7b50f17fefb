/** Payments that wait for an adapter, made the way that people make them: a batch of the whole country, approved by somebody else and
 *  funded. */
import { ask } from '../harness/load.mjs';

const CREATE = `mutation ($input: CreatePaymentBatchInput!) { createPaymentBatch(input: $input) {
  __typename ... on CreatePaymentBatchSuccess { batch { id totals { count amount } } } ... on UserError { message } } }`;
const APPROVE = `mutation ($input: ApprovePaymentBatchInput!) { approvePaymentBatch(input: $input) {
  __typename ... on UserError { message } } }`;
const FUND = `mutation ($input: RecordFundingInput!) { recordFunding(input: $input) {
  __typename ... on RecordFundingSuccess { batch { status } } ... on UserError { message } } }`;
const CLAIM = `mutation ($limit: Int!) { claimPayments(limit: $limit, leaseSeconds: 3600, worker: "bench") { reference amount } }`;

const OFFICE = { area: 'VN', purposes: ['PAYMENT_PREPARATION'] };

/** @returns a function that makes the batch of a period and gives `{ id, count, amount }` once it is released; not released, it gives
 *  `release` beside them */
export async function batchMaker({ url, issuer }) {
  const as = async (role) => ({
    authorization: `Bearer ${await issuer.tokenFor({ sub: `bench-${role}`, roles: [role], ...OFFICE })}`,
  });
  const [officer, approver, treasurer] = await Promise.all([as('officer'), as('approver'), as('treasurer')]);
  const call = async (headers, query, input) => {
    const [result] = Object.values(await ask(url, headers, JSON.stringify({ query, variables: { input } })));
    if (!result.__typename.endsWith('Success')) throw new Error(`${result.__typename}: ${result.message}`);
    return result;
  };
  return async (period, { isReleased = true } = {}) => {
    const { batch } = await call(officer, CREATE, { area: 'VN', period });
    await call(approver, APPROVE, { id: batch.id, acceptFlagsReason: 'bench' });
    const { id, totals } = batch;
    const release = () =>
      call(treasurer, FUND, {
        batchId: id,
        documentNumber: `BENCH-${period}`,
        amount: totals.amount,
        date: '2026-11-22',
      });
    if (isReleased) await release();
    return { id, ...totals, release };
  };
}

/** Claims everything that waits for an institution. @returns `{ reference, amount }` of each */
export async function claimAll({ url, issuer, institution }) {
  const token = await issuer.tokenFor({
    sub: `adapter-${institution.toLowerCase()}`,
    roles: ['adapter'],
    institution,
    purposes: [],
  });
  const headers = { authorization: `Bearer ${token}` };
  const claimed = [];
  for (;;) {
    const { claimPayments } = await ask(
      url,
      headers,
      JSON.stringify({ query: CLAIM, variables: { limit: 1_000 } }),
    );
    if (claimPayments.length === 0) return { headers, claimed };
    claimed.push(...claimPayments);
  }
}
