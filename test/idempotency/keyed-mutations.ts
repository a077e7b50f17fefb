/** The mutations that make things or move money: each with a situation in which it succeeds, another input, and one that it does not
 *  find. And the others, each with the reason why it needs no key. */
import type { Caller } from '../../src/access/index.js';
import { formatId, type IdPrefix } from '../../src/values/index.js';
import { approver, officer, treasurer, type PaymentBench } from '../payment/payment-bench.js';
import { PROVINCE, seedPeople } from '../setup/payable-people.js';

type Variables = Readonly<Record<string, unknown>>;

export interface Mutation {
  readonly name: string;
  readonly domain: 'payment' | 'account';
  readonly document: string;
  readonly caller: Caller;
  /** What a refused key is pointed at by. */
  readonly keyPath: readonly string[];
  readonly prepare: (bench: PaymentBench) => Promise<Variables>;
  readonly otherwise: (variables: Variables) => Variables;
  readonly unknown: (id: string) => Variables;
  readonly withKey: (variables: Variables, key: string) => Variables;
}

/** Repeating these is harmless by their own rules. */
export const KEYLESS: Readonly<Record<string, string>> = {
  requestAccountChecks: 'a question that waits already is not asked a second time',
  requestCitizenChecks: 'a question that waits already is not asked a second time',
  claimAccountChecks: 'a lease that nobody heard of ends by itself, and newSession ends it at once',
  claimCitizenChecks: 'a lease that nobody heard of ends by itself, and newSession ends it at once',
  claimPayments:
    'a lease that nobody heard of ends by itself; what was handed out to be sent is then asked about',
  claimFundingOrders: 'an order comes again under its reference until its document is recorded',
  reportAccountChecks: 'each report has its reportId',
  reportCitizenChecks: 'each report has its reportId',
  reportPaymentStatuses: 'each report has its reportId',
  reportRecipients: 'a list has its listId, and its lines their numbers',
  reportFundingRefusal: 'the order’s reference: the same refusal said again is the same',
  declareCapabilities: 'the last word wins',
  extendLeases: 'a lease that is extended again ends as late',
  noteStatements: 'a statement that was read stays read',
  endRecovery: 'a recovery that has ended is ended; who proposed it cannot confirm it',
  returnTasks: 'what was given back is not the caller’s any more',
};

const ERROR = '... on UserError { code message field }';
const BATCH =
  'batch { id name period status fundedAmount returnedAmount createdBy approvedBy totals { count amount } }';

/** One whose arguments are all in `input`. */
function byInput(
  mutation: Omit<Mutation, 'document' | 'keyPath' | 'withKey' | 'otherwise' | 'unknown'> & {
    readonly type: string;
    readonly answer: string;
    readonly another: Variables;
    readonly unknown: (id: string) => Variables;
  },
): Mutation {
  const { name, type, answer, another } = mutation;
  return {
    ...mutation,
    keyPath: ['input', 'idempotencyKey'],
    document: `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ${answer} ${ERROR} } }`,
    otherwise: ({ input }) => ({ input: { ...(input as object), ...another } }),
    withKey: ({ input }, idempotencyKey) => ({ input: { ...(input as object), idempotencyKey } }),
  };
}

/** One with loose arguments. */
function byArguments(
  mutation: Omit<Mutation, 'document' | 'keyPath' | 'withKey' | 'otherwise'> & {
    readonly parameters: Readonly<Record<string, string>>;
    readonly answer: string;
    readonly another: (variables: Variables) => Variables;
  },
): Mutation {
  const { name, parameters, answer, another } = mutation;
  const all = Object.entries({ ...parameters, idempotencyKey: 'String' });
  const declared = all.map(([parameter, type]) => `$${parameter}: ${type}`).join(', ');
  const given = all.map(([parameter]) => `${parameter}: $${parameter}`).join(', ');
  return {
    ...mutation,
    keyPath: ['idempotencyKey'],
    document: `mutation (${declared}) { ${name}(${given}) { __typename ${answer} ${ERROR} } }`,
    otherwise: another,
    withKey: (variables, idempotencyKey) => ({ ...variables, idempotencyKey }),
  };
}

const id = (prefix: IdPrefix, uuid: string): string => formatId(prefix, uuid);
const OTHER = '00000000-0000-7000-8000-0000000000fe';

async function draft(bench: PaymentBench): Promise<string> {
  await seedPeople(bench.database.pool, { count: 2 });
  return (await bench.makeBatch()).id;
}

/** An exception about a payment that its institution never received. */
async function openException(bench: PaymentBench): Promise<string> {
  await bench.releasedBatch(1);
  const [task] = await bench.claim();
  const { reference } = task!.attempt;
  await bench.report([{ reference, status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED' }]);
  const [exception] = await bench.column<string>('SELECT id AS value FROM payment.exception');
  return id('exc', exception!);
}

const DOCUMENT = { documentNumber: 'C2-02/7', amount: 500_000, date: '2026-11-20' };
const EXCEPTION = 'exception { id kind assignedTo resolution proposal { decision proposedBy } }';
const ACCOUNT = 'account { id number status }';

export const keyedMutations: readonly Mutation[] = [
  byInput({
    ...{ name: 'createPaymentBatch', domain: 'payment', caller: officer, type: 'CreatePaymentBatchInput' },
    answer: `... on CreatePaymentBatchSuccess { ${BATCH} }`,
    prepare: async ({ database }) => {
      await seedPeople(database.pool, { count: 2 });
      return { input: { area: PROVINCE, period: '2026-11' } };
    },
    another: { period: '2026-10' },
    unknown: () => ({ input: { area: 'none', period: '2026-11' } }),
  }),
  byInput({
    ...{ name: 'approvePaymentBatch', domain: 'payment', caller: approver, type: 'ApprovePaymentBatchInput' },
    answer: `... on ApprovePaymentBatchSuccess { ${BATCH} }`,
    prepare: async (bench) => ({ input: { id: id('bat', await draft(bench)) } }),
    another: { acceptFlagsReason: 'đã xem' },
    unknown: (uuid) => ({ input: { id: id('bat', uuid) } }),
  }),
  byArguments({
    ...{
      name: 'cancelPaymentBatch',
      domain: 'payment',
      caller: officer,
      parameters: { id: 'ID!', reason: 'String!' },
    },
    answer: `... on CancelPaymentBatchSuccess { ${BATCH} }`,
    prepare: async (bench) => ({ id: id('bat', await draft(bench)), reason: 'nhầm kỳ' }),
    another: (variables) => ({ ...variables, reason: 'khác' }),
    unknown: (uuid) => ({ id: id('bat', uuid), reason: 'nhầm kỳ' }),
  }),
  byArguments({
    ...{ name: 'excludePayments', domain: 'payment', caller: officer },
    parameters: { batchId: 'ID!', paymentIds: '[ID!]!', reason: 'String!' },
    answer: `... on ExcludePaymentsSuccess { ${BATCH} }`,
    prepare: async (bench) => {
      const batchId = id('bat', await draft(bench));
      const [line] = await bench.column<string>('SELECT id AS value FROM payment.payment LIMIT 1');
      return { batchId, paymentIds: [id('pay', line!)], reason: 'trùng' };
    },
    another: (variables) => ({ ...variables, paymentIds: [] }),
    unknown: (uuid) => ({ batchId: id('bat', uuid), paymentIds: [], reason: 'trùng' }),
  }),
  byInput({
    ...{ name: 'resolveException', domain: 'payment', caller: officer, type: 'ResolveExceptionInput' },
    answer: `... on ResolveExceptionSuccess { ${EXCEPTION} }`,
    prepare: async (bench) => ({
      input: { id: await openException(bench), decision: 'SEND_AGAIN', reason: 'đã đối chiếu' },
    }),
    another: { decision: 'GIVE_UP' },
    unknown: (uuid) => ({ input: { id: id('exc', uuid), reason: 'đã đối chiếu' } }),
  }),
  byArguments({
    ...{ name: 'takeException', domain: 'payment', caller: officer, parameters: { id: 'ID!' } },
    answer: `... on TakeExceptionSuccess { ${EXCEPTION} }`,
    prepare: async (bench) => ({ id: await openException(bench) }),
    another: () => ({ id: id('exc', OTHER) }),
    unknown: (uuid) => ({ id: id('exc', uuid) }),
  }),
  byInput({
    ...{ name: 'recordFunding', domain: 'payment', caller: treasurer, type: 'RecordFundingInput' },
    answer: `... on RecordFundingSuccess { ${BATCH} missing }`,
    prepare: async (bench) => ({ input: { batchId: id('bat', await draft(bench)), ...DOCUMENT } }),
    another: { amount: 1 },
    unknown: (uuid) => ({ input: { batchId: id('bat', uuid), ...DOCUMENT } }),
  }),
  byInput({
    ...{
      name: 'recordFundingReturn',
      domain: 'payment',
      caller: treasurer,
      type: 'RecordFundingReturnInput',
    },
    answer: `... on RecordFundingReturnSuccess { ${BATCH} atHand }`,
    prepare: async (bench) => {
      await seedPeople(bench.database.pool, { count: 1 });
      return { input: { batchId: id('bat', (await bench.released()).id), ...DOCUMENT } };
    },
    another: { documentNumber: 'C2-02/8' },
    unknown: (uuid) => ({ input: { batchId: id('bat', uuid), ...DOCUMENT } }),
  }),
  byInput({
    ...{ name: 'registerAccount', domain: 'account', caller: officer, type: 'RegisterAccountInput' },
    answer: `... on RegisterAccountSuccess { ${ACCOUNT} }`,
    prepare: async ({ database }) => {
      const [beneficiary] = await seedPeople(database.pool, { count: 1 });
      return { input: accountOf(id('ben', beneficiary!)) };
    },
    another: { number: '1903456789' },
    unknown: (uuid) => ({ input: accountOf(id('ben', uuid)) }),
  }),
  byInput({
    ...{ name: 'decideNameMatch', domain: 'account', caller: officer, type: 'DecideNameMatchInput' },
    answer: `... on DecideNameMatchSuccess { ${ACCOUNT} }`,
    prepare: async (bench) => {
      await seedPeople(bench.database.pool, { count: 1, accountStatus: 'NEEDS_REVIEW' });
      await bench.database.pool.query(
        `UPDATE account.account SET name_match = 'CLOSE', returned_name = 'NGUYEN THU'`,
      );
      const [account] = await bench.column<string>('SELECT id AS value FROM account.account');
      return { input: { accountId: id('acc', account!), accept: true, reason: 'cùng người' } };
    },
    another: { accept: false },
    unknown: (uuid) => ({ input: { accountId: id('acc', uuid), accept: true, reason: 'cùng người' } }),
  }),
];

function accountOf(beneficiaryId: string): object {
  return { beneficiaryId, institution: 'BIDV', number: '1234567890', holderName: 'NGUYEN VAN THU' };
}
