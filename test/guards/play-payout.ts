/** From questions about people to money in their accounts, each step by whoever takes it: officers, approver, Treasury, adapters. */
import { formatId } from '../../src/values/index.js';
import type { Data } from '../setup/hub-client.js';
import { PROVINCE } from '../setup/province-payout.js';
import { MUCH, type AskStep, type Size, type Subjects } from './guarded-step.js';

const PERIOD = '2026-11';
const officer = 'demo-officer';
const approver = 'demo-approver';
const bank = 'adapter-bidv';
const treasury = 'adapter-treasury';
/** Reports tell of attempts that are made while this runs. */
const AT = new Date().toISOString();
const SIZES = [
  ['little', 1],
  ['much', MUCH],
] as const;

export async function playPayout(ask: AskStep, subjects: Subjects): Promise<void> {
  await declare(ask);
  await playChecks(ask, subjects, 'Citizen', 'adapter-population');
  await playChecks(ask, subjects, 'Account', bank);
  await register(ask, subjects);
  await reportRecipients(ask, subjects);
  const batches = await makeBatches(ask, subjects);
  await approve(ask, batches);
  await fund(ask, batches);
  await pay(ask);
  await cancel(ask, subjects);
}

async function declare(ask: AskStep): Promise<void> {
  const input = { work: ['PAYMENT', 'ACCOUNT_CHECK'], concurrencyMax: 10, ratePerSecondMax: 50 };
  await ask('little', 'DeclareCapabilities', bank, { input });
}

/** Ask about people, take the questions, give some back, answer the others; then ask about a whole commune. */
async function playChecks(
  ask: AskStep,
  { much, commune }: Subjects,
  about: 'Citizen' | 'Account',
  adapter: string,
): Promise<void> {
  for (const [size, count] of SIZES) {
    const beneficiaryIds = much.slice(0, count).map(({ ben }) => ben);
    await ask(size, `Request${about}Checks`, officer, { input: { beneficiaryIds, onlyStale: false } });
    const claim = { limit: count, leaseSeconds: 60, worker: 'guard', newSession: false };
    const tasks = (await ask(size, `Claim${about}Checks`, adapter, claim)) as unknown as Data[];
    expectRows(tasks, count, `Claim${about}Checks`);
    const taskIds = tasks.map(({ id }) => id as string);
    const once = about === 'Citizen' ? size : 'besides';
    await ask(once, 'ExtendLeases', adapter, { taskIds, leaseSeconds: 120 });
    await ask(once, 'ReturnTasks', adapter, { taskIds });
    await ask('besides', 'StatementsWanted', bank, {});
    await ask('besides', 'NoteStatements', bank, { days: ['2026-11-01'] });
    await ask('besides', `Claim${about}Checks`, adapter, { ...claim, limit: MUCH, newSession: true });
    const reports = taskIds.map((taskId) => ({
      reportId: `r-${taskId}`,
      taskId,
      checkedAt: AT,
      ...answerOf(about),
    }));
    await ask(size, `Report${about}Checks`, adapter, { reports });
  }
  await ask('besides', `Request${about}Checks`, officer, { input: { area: commune, onlyStale: false } });
  await ask('besides', `Request${about}Checks`, officer, { input: { area: PROVINCE } });
}

function answerOf(about: 'Citizen' | 'Account'): object {
  return about === 'Citizen'
    ? { verdict: 'MATCH' }
    : { accountState: 'OPEN', returnedName: 'NGUYEN VAN A', institutionMatch: 'MATCH' };
}

async function register(ask: AskStep, { much, hub }: Subjects): Promise<void> {
  const account = {
    institution: 'BIDV',
    number: '9704180012345',
    holderName: 'NGUYEN VAN A',
    preferred: false,
  };
  await ask('little', 'RegisterAccount', officer, { input: { beneficiaryId: much[0]!.ben, ...account } });
  const [row] = await hub.rows<{ id: string }>(`
    SELECT a.id FROM account.account a JOIN social_protection.beneficiary b USING (citizen_id)
    JOIN social_protection.area_tree t ON t.descendant_id = b.area_id
    WHERE a.status = 'NEEDS_REVIEW' AND t.ancestor_code = '${PROVINCE}' LIMIT 1`);
  const input = { accountId: formatId('acc', row!.id), accept: true, reason: 'cùng người' };
  await ask('little', 'DecideNameMatch', officer, { input });
}

async function reportRecipients(ask: AskStep, { commune }: Subjects): Promise<void> {
  for (const [size, count] of SIZES) {
    const recipients = Array.from({ length: count }, (_, at) => ({
      ...{
        line: at + 1,
        personalId: `03705000${String(1000 + at)}`,
        fullName: 'Trần Thị Hưu',
        yearOfBirth: 1950,
      },
      ...{
        gender: 'FEMALE',
        commune,
        monthlyAmount: 3_000_000,
        validFrom: '2026-01-01',
        documentRef: 'QĐ 1',
      },
      account: { institution: 'BIDV', number: `970488${String(1000 + at)}` },
    }));
    const list = { listId: `L-${size}`, period: PERIOD, programme: 'BHXH-HUU', area: PROVINCE, issuedAt: AT };
    await ask(size, 'ReportRecipients', 'adapter-social-insurance', {
      input: { ...list, expected: count, recipients },
    });
  }
}

interface Batches {
  readonly little: string;
  readonly much: string;
}

/** Of one commune, then of the rest of the province. */
async function makeBatches(ask: AskStep, { commune }: Subjects): Promise<Batches> {
  const make = async (size: Size, area: string): Promise<string> => {
    const made = await ask(size, 'CreatePaymentBatch', officer, { input: { area, period: PERIOD } });
    return (made['batch'] as Data)['id'] as string;
  };
  const batches = { little: await make('little', commune), much: await make('much', PROVINCE) };
  for (const [size, count] of SIZES) {
    const shown = await ask(size, 'BatchWithTotals', officer, { id: batches[size], leftOutFirst: count });
    if (size === 'much') {
      expectRows(shown['leftOut'].nodes as Data[], count, 'BatchWithTotals.leftOut');
      expectRows(shown['flags'] as Data[], count, 'BatchWithTotals.flags');
    }
  }
  return batches;
}

async function approve(ask: AskStep, batches: Batches): Promise<void> {
  for (const [size, count] of SIZES) {
    const input = { id: batches[size] };
    const first = await ask(size, 'ApprovePaymentBatch', approver, { input }, 'FlagsNeedReason|Success');
    const flags = (first['flags'] ?? []) as Data[];
    if (size === 'much') {
      const paymentIds = [...new Set(flags.map((flag) => flag['payment'].id as string))].slice(0, count + 1);
      const [one, ...others] = paymentIds;
      for (const [part, ids] of [
        ['little', [one]],
        ['much', others],
      ] as const)
        await ask(part, 'ExcludePayments', officer, {
          batchId: input.id,
          paymentIds: ids,
          reason: 'trùng tài khoản',
        });
    }
    await ask(
      'besides',
      'ApprovePaymentBatch',
      approver,
      { input: { ...input, acceptFlagsReason: 'đã xem' } },
      'Success|WrongState',
    );
  }
}

async function fund(ask: AskStep, batches: Batches): Promise<void> {
  await ask('little', 'ClaimFundingOrders', treasury, { first: 1 });
  const orders = (await ask('much', 'ClaimFundingOrders', treasury, { first: MUCH })) as unknown as Data[];
  const refused = { reference: orders[0]!['reference'] as string, reason: 'thiếu dự toán', refusedAt: AT };
  await ask('little', 'ReportFundingRefusal', treasury, { input: refused });
  for (const size of ['little', 'much'] as const) {
    const document = { documentNumber: `C2-${size}`, amount: 900_000_000, date: '2026-11-21' };
    await ask(size, 'RecordFunding', 'demo-treasurer', { input: { batchId: batches[size], ...document } });
  }
  // What is funded already takes no more: the adapter is told so.
  const more = { batchId: batches.little, documentNumber: 'C2-more', amount: 1, date: '2026-11-21' };
  await ask('little', 'RecordTreasuryFunding', treasury, { input: more }, '');
  const back = { batchId: batches.little, documentNumber: 'C3-1', amount: 1000, date: '2026-11-21' };
  await ask('little', 'RecordFundingReturn', treasury, { input: back }, '');
}

async function pay(ask: AskStep): Promise<void> {
  for (const [size, count] of SIZES) {
    const claim = { limit: count, leaseSeconds: 60, worker: 'guard', newSession: false };
    const tasks = (await ask(size, 'ClaimPayments', bank, claim)) as unknown as Data[];
    expectRows(tasks, count, 'ClaimPayments');
    const report = (status: string) =>
      tasks.map(({ reference, externalReference }) => ({
        ...{ reportId: `${status}-${String(reference)}`, reference: reference as string, externalReference },
        ...{ status, evidence: 'REPLY', occurredAt: AT },
      }));
    await ask('besides', 'ReportPaymentStatuses', bank, { reports: report('ACCEPTED') });
    await ask(size, 'ReportPaymentStatuses', bank, { reports: report('SETTLED') });
  }
  await ask('besides', 'ClaimPayments', bank, {
    limit: MUCH,
    leaseSeconds: 60,
    worker: 'guard',
    newSession: true,
  });
}

/** The next month's batch of the commune is not wanted after all. */
async function cancel(ask: AskStep, { commune }: Subjects): Promise<void> {
  const made = await ask('besides', 'CreatePaymentBatch', officer, {
    input: { area: commune, period: '2026-12' },
  });
  await ask('little', 'CancelPaymentBatch', officer, {
    id: (made['batch'] as Data)['id'],
    reason: 'nhầm kỳ',
  });
}

/** Little that stands for much would prove nothing. */
function expectRows(rows: readonly unknown[], count: number, what: string): void {
  if (rows.length < count) throw new Error(`${what} gave ${rows.length} rows instead of ${count}`);
}
