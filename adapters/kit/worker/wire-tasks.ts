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
import type { ClaimedPayment } from './perform-payment.js';
import { withReportId } from './report-id.js';

const reasonTextMax = 300;

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

export function paymentReport({ reportId, ...notice }: PaymentNotice): PaymentStatusReport {
  const { status, evidence, reason, reference, externalReference, account } = notice;
  const { amount, occurredAt, reasonText } = notice;
  const content = {
    ...{ status, evidence, reason, reference, externalReference, account },
    amount: amount === undefined ? undefined : Number(amount),
    reasonText: reasonText?.slice(0, reasonTextMax),
    occurredAt: occurredAt.toISOString(),
  };
  return reportId === undefined ? withReportId(content, reference ?? '') : { ...content, reportId };
}

export function accountCheckReport(taskId: string, answer: AccountAnswer): AccountCheckReport {
  return withReportId({ taskId, ...answer, checkedAt: answer.checkedAt.toISOString() }, taskId);
}

export function citizenCheckReport(taskId: string, answer: CitizenAnswer): CitizenCheckReport {
  return withReportId({ taskId, ...answer, checkedAt: answer.checkedAt.toISOString() }, taskId);
}

type WithoutNulls<Row> = {
  readonly [Name in keyof Row as null extends Row[Name] ? never : Name]: Row[Name];
} & { readonly [Name in keyof Row as null extends Row[Name] ? Name : never]?: NonNullable<Row[Name]> };

function withoutNulls<Row extends object>(row: Row): WithoutNulls<Row> {
  const kept: Record<string, unknown> = {};
  for (const name in row) if (row[name] !== null) kept[name] = row[name];
  return kept as WithoutNulls<Row>;
}
