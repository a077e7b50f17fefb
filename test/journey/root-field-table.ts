/** Who may do what: every root field of the API, asked once in a harmless way by every demo client and by nobody. The hub is
 *  held against this table; a new root field needs its line here. */

export const CLIENTS = [
  'demo-monitor',
  'demo-officer',
  'demo-commune-officer',
  'demo-approver',
  'demo-treasurer',
  'demo-auditor',
  'adapter-bidv',
  'adapter-population',
  'adapter-treasury',
] as const;

export type DemoClientName = (typeof CLIENTS)[number];

/** What is asked about: somebody of the province, outside the commune of the commune's officer, who is paid through BIDV. */
export interface Subjects {
  readonly ben: string;
  readonly personalId: string;
  readonly acc: string;
  readonly bat: string;
  readonly pay: string;
}

export interface RootFieldRow {
  readonly field: string;
  readonly document: string;
  /** What each client gets. `ok`: data. `null`: as if it were not there. `no` (FORBIDDEN): not for this role. A type's
   *  name: that member of the result. */
  readonly outcomes: Readonly<Record<DemoClientName, string>>;
}

const NOBODY = '01h455vb4pex5vsknk084sn02q';

/** The rows of the table for the subjects of this run. */
export function rootFieldTable(subjects: Subjects): readonly RootFieldRow[] {
  return [...queries(subjects), ...MUTATIONS, ...subscriptions(subjects)];
}

// prettier-ignore
function queries({ ben, personalId, acc, bat, pay }: Subjects): readonly RootFieldRow[] {
  return [
    //                                            monitor officer commune approver treasurer auditor bidv population treasury
    row(`{ viewer { subject } }`,                          'ok   ok   ok   ok   ok   ok   ok   ok   ok'),
    row(`{ programmes { code } }`,                         'ok   ok   ok   ok   ok   ok   ok   ok   ok'),
    row(`{ institutions { code } }`,                       'ok   ok   ok   ok   ok   ok   ok   ok   ok'),
    row(`{ administrativeUnit(code: "37") { id } }`,       'ok   ok   ok   ok   ok   ok   ok   ok   ok'),
    row(`{ node(id: "${ben}") { id } }`,                   'ok   ok   null ok   ok   ok   null null null'),
    row(`{ beneficiary(id: "${ben}") { id } }`,            'ok   ok   null ok   ok   ok   no   no   no'),
    row(`{ beneficiaryByPersonalId(personalId: "${personalId}") { id } }`,
                                                           'no   ok   null ok   no   no   no   no   no'),
    row(`{ beneficiaries(first: 1) { totalCount } }`,      'ok   ok   ok   ok   ok   ok   no   no   no'),
    row(`{ account(id: "${acc}") { id } }`,                'ok   ok   null ok   no   ok   ok   null null'),
    row(`{ resolveAccounts(personalIds: ["${personalId}"]) { id } }`,
                                                           'no   ok   ok   ok   no   no   no   no   no'),
    row(`{ paymentBatch(id: "${bat}") { id } }`,           'ok   ok   null ok   ok   ok   no   no   no'),
    row(`{ paymentBatches(first: 1) { totalCount } }`,     'ok   ok   ok   ok   ok   ok   no   no   no'),
    row(`{ payment(id: "${pay}") { id } }`,                'ok   ok   null ok   ok   ok   ok   null null'),
    row(`{ payments(first: 1) { totalCount } }`,           'ok   ok   ok   ok   ok   ok   ok   ok   ok'),
    row(`{ paymentEvents(first: 1) { pageInfo { endCursor } } }`,
                                                           'ok   ok   ok   ok   ok   ok   ok   ok   ok'),
    row(`{ verificationEvents(first: 1) { pageInfo { endCursor } } }`,
                                                           'ok   ok   ok   ok   no   ok   ok   ok   ok'),
    row(`{ reconciliationExceptions(first: 1) { totalCount } }`,
                                                           'ok   ok   ok   ok   ok   ok   no   no   no'),
    row(`{ reconciliationException(id: "exc_${NOBODY}") { id } }`,
                                                           'null null null null null null no   no   no'),
    row(`{ statementsWanted }`,                            'no   no   no   no   no   no   ok   ok   ok'),
    row(`{ hubStatus { version recovery { since } } }`,    'ok   ok   ok   ok   ok   ok   ok   ok   ok'),
    row(`{ accessLog(first: 1) { pageInfo { endCursor } } }`, 'no   no   no   no   no   ok   no   no   no'),
    row(`{ coverage(area: "37") { beneficiaries } }`,      'ok   ok   no   ok   ok   ok   no   no   no'),
  ];
}

const ACCOUNT = `{ beneficiaryId: "ben_${NOBODY}", institution: "BIDV", number: "1234567890", holderName: "A" }`;
const DECISION = `{ id: "exc_${NOBODY}", decision: SEND_AGAIN, reason: "đã đối chiếu" }`;
const RECIPIENTS = `{ listId: "1", period: "2026-11", programme: "HTXH", area: "37", issuedAt: "2026-11-01T00:00:00Z", expected: 1, recipients: [] }`;
const FUNDING = `{ batchId: "bat_${NOBODY}", documentNumber: "1", amount: 1, date: "2026-11-22" }`;
const REFUSAL = `{ reference: "F0", reason: "thiếu dự toán", refusedAt: "2026-11-22T00:00:00Z" }`;

// prettier-ignore
const MUTATIONS: readonly RootFieldRow[] = [
  //                                                       monitor officer commune approver treasurer auditor bidv population treasury
  change(`registerAccount(input: ${ACCOUNT}) { __typename }`,
                                                           'no NotFound NotFound no no no no no no'),
  change(`requestCitizenChecks(input: { beneficiaryIds: [] }) { queued }`,
                                                           'no   ok   ok   no   no   no   no   no   no'),
  change(`requestAccountChecks(input: { beneficiaryIds: [] }) { queued }`,
                                                           'no   ok   ok   no   no   no   no   no   no'),
  change(`decideNameMatch(input: { accountId: "acc_${NOBODY}", accept: true, reason: "cùng người" }) { __typename }`,
                                                           'no NotFound NotFound no no no no no no'),
  change(`createPaymentBatch(input: { area: "37", programme: "LA", period: "2026-11" }) { __typename }`,
                                                           'no NotFound NotFound no no no no no no'),
  change(`approvePaymentBatch(input: { id: "bat_${NOBODY}" }) { __typename }`,
                                                           'no no no NotFound no no no no no'),
  change(`cancelPaymentBatch(id: "bat_${NOBODY}", reason: "nhầm") { __typename }`,
                                                           'no NotFound NotFound NotFound no no no no no'),
  change(`excludePayments(batchId: "bat_${NOBODY}", paymentIds: [], reason: "nhầm") { __typename }`,
                                                           'no NotFound NotFound no no no no no no'),
  change(`recordFunding(input: ${FUNDING}) { __typename }`,
                                                           'no no no no NotFound no no no NotFound'),
  change(`recordFundingReturn(input: ${FUNDING}) { __typename }`,
                                                           'no no no no NotFound no no no NotFound'),
  change(`claimFundingOrders(first: 1) { reference }`,     'no   no   no   no   no   no   no   no   ok'),
  change(`reportFundingRefusal(input: ${REFUSAL}) { __typename }`, 'no   no   no   no   no   no   no   no   NotFound'),
  change(`takeException(id: "exc_${NOBODY}") { __typename }`,
                                                           'no NotFound NotFound NotFound no no no no no'),
  change(`resolveException(input: ${DECISION}) { __typename }`,
                                                           'no NotFound NotFound NotFound no no no no no'),
  change(`endRecovery(input: { reason: "đã đối chiếu" }) { __typename }`,
                                                           'no CannotEndRecovery CannotEndRecovery CannotEndRecovery no no no no no'),
  change(`noteStatements(days: ["2026-11-01"])`,           'no   no   no   no   no   no   ok   ok   ok'),
  change(`claimCitizenChecks(limit: 1, worker: "table") { id }`, 'no   no   no   no   no   no   no   ok   no'),
  change(`reportCitizenChecks(reports: []) { reportId }`,  'no   no   no   no   no   no   no   ok   no'),
  change(`claimAccountChecks(limit: 1, worker: "table") { id }`, 'no   no   no   no   no   no   ok   ok   ok'),
  change(`reportAccountChecks(reports: []) { reportId }`,  'no   no   no   no   no   no   ok   ok   ok'),
  change(`claimPayments(limit: 1, worker: "table") { id }`, 'no   no   no   no   no   no   ok   ok   ok'),
  change(`reportPaymentStatuses(reports: []) { reportId }`, 'no   no   no   no   no   no   ok   ok   ok'),
  change(`reportRecipients(input: ${RECIPIENTS}) { received }`, 'no no no no no no no no no'),
  change(`extendLeases(taskIds: [], leaseSeconds: 60)`,    'no   no   no   no   no   no   ok   ok   ok'),
  change(`returnTasks(taskIds: [])`,                       'no   no   no   no   no   no   ok   ok   ok'),
  change(`declareCapabilities(input: { work: [], concurrencyMax: 1, ratePerSecondMax: 1 }) { declaredAt }`,
                                                           'no   no   no   no   no   no   ok   ok   ok'),
];

// prettier-ignore
function subscriptions({ bat }: Subjects): readonly RootFieldRow[] {
  return [
    //                                                     monitor officer commune approver treasurer auditor bidv population treasury
    row(`subscription { paymentEvents { id } }`,           'ok   ok   ok   ok   ok   ok   ok   ok   ok'),
    row(`subscription { verificationEvents { id } }`,      'ok   ok   ok   ok   no   ok   ok   ok   ok'),
    row(`subscription { paymentBatchProgress(id: "${bat}") { at } }`,
                                                           'ok ok BAD_USER_INPUT ok ok ok no no no'),
    row(`subscription { workReady { kind } }`,             'no   no   no   no   no   no   ok   ok   ok'),
  ];
}

function change(text: string, outcomes: string): RootFieldRow {
  return row(`mutation { ${text} }`, outcomes);
}

function row(document: string, outcomes: string): RootFieldRow {
  const field = /\{ (\w+)/.exec(document)?.[1] ?? '';
  const each = outcomes.split(/ +/);
  return {
    field,
    document,
    outcomes: Object.fromEntries(CLIENTS.map((client, at) => [client, each[at]])) as RootFieldRow['outcomes'],
  };
}
