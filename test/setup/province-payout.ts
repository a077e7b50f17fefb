/** The steps from checked people to released money, as the people of a province take them one after the other: officers ask for
 *  checks and make batches, somebody else approves, the demo's Treasury funds. */
import type { Data, HubClient, Watch } from './hub-client.js';
import type { RunningHub } from './running-hub.js';

export const PROVINCE = '37';
export const PREPARING = 'PAYMENT_PREPARATION';

export interface ChecksAsked {
  readonly citizens: number;
  readonly accounts: number;
  /** How many verdicts about persons and about accounts had come when all had. */
  readonly verdicts: Watch;
}

/** The cursor at which the log begins: a subscription from here gets everything, then goes on live. */
export async function beginningOf(
  client: HubClient,
  events: 'paymentEvents' | 'verificationEvents',
): Promise<string> {
  const page = (await client.ask(`{ ${events}(first: 0) { pageInfo { endCursor } } }`))[events] as Data;
  return page['pageInfo'].endCursor as string;
}

/** Asks about everybody in the province, and waits until every answer has come over the subscription. */
export async function checkProvince(hub: RunningHub): Promise<ChecksAsked> {
  const officer = await hub.client('demo-officer', PREPARING);
  const after = await beginningOf(officer, 'verificationEvents');
  const verdicts = officer.watch('watch-verification-events', { filter: { area: PROVINCE }, after });
  const input = { area: PROVINCE };
  const { requestCitizenChecks } = await officer.ask('request-citizen-checks', { input });
  const { requestAccountChecks } = await officer.ask('request-account-checks', { input });
  const citizens = (requestCitizenChecks as Data)['queued'] as number;
  const accounts = (requestAccountChecks as Data)['queued'] as number;
  await verdicts.until(
    `${citizens} verdicts about persons and those about ${accounts} accounts`,
    (events) => countPersons(events) >= citizens && areAccountsTold(events, accounts),
    180_000,
  );
  await verdicts.close();
  return { citizens, accounts, verdicts };
}

function countPersons(events: readonly Data[]): number {
  return events.filter((event) => event['citizenVerdict'] !== null).length;
}

/** Every account that is asked about was told to be in question, and every one whose institution has an adapter has its answer:
 *  the others wait for one. */
function areAccountsTold(events: readonly Data[], asked: number): boolean {
  const inQuestion = new Map<string, string>();
  const answered = new Set<string>();
  for (const { account, accountStatus } of events) {
    if (accountStatus === 'CHECKING')
      inQuestion.set(account.id as string, account.institution.code as string);
    else if (accountStatus !== null) answered.add(account.id as string);
  }
  const isWaiting = ([id, code]: [string, string]): boolean =>
    !answered.has(id) && !code.startsWith('NAPAS:');
  return inQuestion.size >= asked && ![...inQuestion].some(isWaiting);
}

/** Makes a batch of the whole province. @returns its id, or `undefined` when there is nothing to pay */
export async function createBatch(
  hub: RunningHub,
  period: string,
  other: {
    readonly area?: string;
    readonly idempotencyKey?: string;
    readonly kind?: 'REGULAR' | 'ARREARS';
    readonly carryForward?: boolean;
  } = {},
): Promise<Data | undefined> {
  const officer = await hub.client('demo-officer', PREPARING);
  const input = { area: PROVINCE, period, ...other };
  const { createPaymentBatch } = await officer.ask('create-payment-batch', { input });
  const result = createPaymentBatch as Data;
  if (result['__typename'] === 'NothingToPay') return undefined;
  if (result['__typename'] !== 'CreatePaymentBatchSuccess') throw new Error(JSON.stringify(result));
  return result['batch'] as Data;
}

/** Somebody else approves; what the duplicate guard found is accepted with a reason. Safe to repeat.
 *  @returns whether the guard had found something */
export async function approveBatch(hub: RunningHub, id: string): Promise<boolean> {
  const approver = await hub.client('demo-approver', PREPARING);
  const approve = async (input: object): Promise<Data> =>
    (await approver.ask('approve-payment-batch', { input }))['approvePaymentBatch'] as Data;
  const first = await approve({ id });
  if (first['__typename'] !== 'FlagsNeedReason') return expectApproved(first, false);
  return expectApproved(await approve({ id, acceptFlagsReason: 'Một người nhận thay cho hai người' }), true);
}

function expectApproved(result: Data, wasFlagged: boolean): boolean {
  // A repeat after a crash finds the batch past approval: that is as good.
  const isPast = result['__typename'] === 'WrongState' && result['status'] !== 'AWAITING_APPROVAL';
  if (result['__typename'] !== 'ApprovePaymentBatchSuccess' && !isPast)
    throw new Error(JSON.stringify(result));
  return wasFlagged;
}

/** The month `offset` months after the current one in Hà Nội, `YYYY-MM`. */
export function periodOf(offset: number, now = new Date()): string {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(now);
  const [year, month] = today.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month - 1 + offset, 1)).toISOString().slice(0, 7);
}
