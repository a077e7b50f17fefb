/** Tasks and reports between the hub's JSON and the kit's own types: bigint for money, Date for instants, no nulls. */
import type { AccountAnswer, AccountCheckTask, CitizenAnswer, CitizenCheckTask } from '../adapter.js';
import type { PaymentNotice } from '../adapter.js';
import type {
  AccountCheckReport,
  CitizenCheckReport,
  ClaimAccountChecksMutation,
  ClaimCitizenChecksMutation,
  ClaimPaymentsMutation,
  PaymentStatusReport,
} from '../generated/hub-client.js';
import { withKeptTexts } from './kept-text.js';
import type { ClaimedPayment } from './perform-payment.js';
import { withReportId } from './report-id.js';

const reasonTextMax = 300;
const returnedNameMax = 200;
/** A day within: the calendar of the hub has the years 1 to 9999, in every zone. */
const firstInstantMs = Date.parse('0001-01-02T00:00:00Z');
const lastInstantMs = Date.parse('9999-12-30T00:00:00Z');

export function paymentOf(row: ClaimPaymentsMutation['claimPayments'][number]): ClaimedPayment {
  const { action, leasedUntil: _leasedUntil, firstSentAt, amount, ...rest } = row;
  const sent = firstSentAt ? new Date(firstSentAt) : undefined;
  const task = Object.assign(withoutNulls(rest), { amount: BigInt(amount), firstSentAt: sent });
  return { id: row.id, action, task };
}

export function accountCheckOf(
  row: ClaimAccountChecksMutation['claimAccountChecks'][number],
): AccountCheckTask {
  return withoutNulls(row);
}

export function citizenCheckOf(
  row: ClaimCitizenChecksMutation['claimCitizenChecks'][number],
): CitizenCheckTask {
  return withoutNulls(row);
}

/** What an institution wrote, as the hub can keep it. The id is that of what was written: a repeat is known as one. */
export function paymentReport({ reportId, ...notice }: PaymentNotice): PaymentStatusReport {
  const { status, evidence, reason, reference, externalReference, account } = notice;
  const { amount, occurredAt, reasonText } = notice;
  const content = withKeptTexts({
    ...{ status, evidence, reason, reference, externalReference, account },
    amount: amount === undefined ? undefined : Number(amount),
    reasonText: reasonText?.slice(0, reasonTextMax),
    occurredAt: instantOf(occurredAt),
  });
  const report = reportId === undefined ? withReportId(content, reference ?? '') : { ...content, reportId };
  return { ...report, occurredAt: report.occurredAt ?? new Date().toISOString() };
}

export function accountCheckReport(taskId: string, answer: AccountAnswer): AccountCheckReport {
  const returnedName = answer.returnedName?.slice(0, returnedNameMax);
  return checkReport(taskId, withKeptTexts({ ...answer, returnedName }));
}

export function citizenCheckReport(taskId: string, answer: CitizenAnswer): CitizenCheckReport {
  return checkReport(taskId, answer);
}

function checkReport<Answer extends { readonly checkedAt: Date }>(taskId: string, answer: Answer) {
  const checkedAt = instantOf(answer.checkedAt);
  const report = withReportId({ taskId, ...answer, checkedAt }, taskId);
  return { ...report, checkedAt: checkedAt ?? new Date().toISOString() };
}

/** Undefined for a time that is none of the hub's calendar: the report is then of now, as for an institution that names none. */
function instantOf(time: Date): string | undefined {
  const hasYear = time.getTime() >= firstInstantMs && time.getTime() <= lastInstantMs;
  return hasYear ? time.toISOString() : undefined;
}

type WithoutNulls<Row> = {
  readonly [Name in keyof Row as null extends Row[Name] ? never : Name]: Row[Name];
} & { readonly [Name in keyof Row as null extends Row[Name] ? Name : never]?: NonNullable<Row[Name]> };

function withoutNulls<Row extends object>(row: Row): WithoutNulls<Row> {
  const kept: Record<string, unknown> = {};
  for (const name in row) if (row[name] !== null) kept[name] = row[name];
  return kept as WithoutNulls<Row>;
}
