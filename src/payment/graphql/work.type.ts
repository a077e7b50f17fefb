/** What adapters are handed, and what they report. */
import { Extensions, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import {
  DateScalar,
  DateTimeScalar,
  DongScalar,
  FailureReason,
  judgedAlone,
  PaymentStatus,
  WorkKind,
} from '../../graphql/index.js';
import { formatId, type CalendarDate } from '../../values/index.js';
import type { ClaimedPayment } from '../claim-payments.js';
import { narrativeOf, PURPOSE_CODE } from '../payment-policy.js';
import { CashDelivery, PaymentAction, ReportEvidence } from './enums.js';

interface TaskContext {
  readonly sourceAccount: string;
  readonly today: CalendarDate;
  readonly isInquiryOnly: boolean;
}

@ObjectType({ description: 'What to do with one attempt: send it, or find out what became of it.' })
export class PaymentTask {
  @Field(() => ID, { description: 'The task: for `extendLeases` and `returnTasks`.' })
  id: string;

  @Field(() => PaymentAction, { description: 'Send, or ask.' })
  action: PaymentAction;

  @Field(() => ID, { description: 'The payment.' })
  paymentId: string;

  @Field(() => ID, { description: 'Its batch.' })
  batchId: string;

  @Field({
    description:
      'The order’s id at the institution, the same on every try: 23 or 16 capital letters and digits, or 18 to 22 digits alone, by what ' +
      'the institution takes; of older orders 32 characters of 0–9 and A–F. Send it as it is, and read nothing out of it.',
  })
  reference: string;

  @Field(() => String, { nullable: true, description: 'The institution’s own reference, once it gave one.' })
  externalReference?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the attempt was first handed out to be sent.',
  })
  firstSentAt?: Date | null;

  @Field(() => DongScalar, { description: 'How much.' })
  amount: bigint;

  @Field({ description: 'The account that is debited.' })
  sourceAccount: string;

  @Field(() => String, {
    nullable: true,
    description: 'The account that is credited; null: cash at the counter.',
  })
  accountNumber?: string | null;

  @Field({ description: 'Its holder.' })
  receiverName: string;

  @Field(() => String, { nullable: true, description: 'The holder’s personal id, where it is known.' })
  receiverPersonalId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who is entitled, where that is not the receiver (UltmtCdtr).',
  })
  ultimateBeneficiaryName?: string | null;

  @Field(() => String, { nullable: true, description: 'BIN of the receiver’s bank.' })
  bankBin?: string | null;

  @Field(() => CashDelivery, {
    nullable: true,
    description: 'How the cash is handed over; null: it goes into an account.',
  })
  delivery?: CashDelivery | null;

  @Field(() => String, {
    nullable: true,
    description: 'Administrative code of the commune where the receiver is paid.',
  })
  areaCode?: string | null;

  @Field(() => DateScalar, { description: 'The day on which to pay.' })
  requestedDate: string;

  @Field({
    description:
      'What the receiver reads, of no programme: `CHI TRA`, the month and the end of the reference; ASCII.',
  })
  narrative: string;

  @Field({ description: 'ISO 20022 external purpose code: SSBE, whatever the programme.' })
  purposeCode: string;

  @Field(() => DateTimeScalar, { description: 'Until when the task is yours.' })
  leasedUntil: Date;

  @Field(() => Boolean, {
    description:
      'Find out and report, and send it under no circumstances, also when the institution says that it never received it: the hub ' +
      'recovers after a restore.',
  })
  isInquiryOnly: boolean;

  static of({ task, attempt }: ClaimedPayment, given: TaskContext): PaymentTask {
    const { sourceAccount, today, isInquiryOnly } = given;
    return Object.assign(new PaymentTask(), {
      id: formatId('tsk', task.id),
      action: task.action,
      paymentId: formatId('pay', attempt.payment_id),
      batchId: formatId('bat', attempt.batch_id),
      reference: attempt.reference,
      externalReference: attempt.external_reference,
      firstSentAt: task.handedOutAt,
      amount: attempt.amount,
      sourceAccount,
      accountNumber: attempt.account_number,
      receiverName: attempt.receiver_name,
      receiverPersonalId: attempt.receiver_personal_id,
      ultimateBeneficiaryName: attempt.is_own ? null : attempt.beneficiary_name,
      bankBin: attempt.bank_bin,
      delivery: attempt.delivery,
      areaCode: attempt.area_code,
      requestedDate: today,
      narrative: narrativeOf(attempt.period, attempt.reference),
      purposeCode: PURPOSE_CODE,
      leasedUntil: task.leasedUntil,
      isInquiryOnly,
    });
  }
}

@Extensions(judgedAlone('reportId'))
@InputType({ description: "Name either the task's reference or the institution's own reference." })
export class PaymentStatusReport {
  @Field(() => ID, {
    description: 'Yours: the same report always carries the same id. At most 128 characters.',
  })
  reportId: string;

  @Field(() => String, { nullable: true, description: 'The task’s reference.' })
  reference?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The institution’s own reference; at most 140 characters.',
  })
  externalReference?: string | null;

  @Field(() => PaymentStatus, { description: 'Where the payment stands now.' })
  status: PaymentStatus;

  @Field(() => ReportEvidence, { description: 'Whose word that is.' })
  evidence: ReportEvidence;

  @Field(() => FailureReason, { nullable: true, description: 'Why it was not made, or came back.' })
  reason?: FailureReason | null;

  @Field(() => String, {
    nullable: true,
    description: 'The same in the institution’s words, without personal data.',
  })
  reasonText?: string | null;

  @Field(() => DongScalar, { nullable: true, description: 'What the institution says it paid.' })
  amount?: bigint | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The receiver’s account as a statement names it; another than the payment’s is an exception.',
  })
  account?: string | null;

  @Field(() => DateTimeScalar, { description: 'When it happened, as the institution says.' })
  occurredAt: Date;
}

@ObjectType({ description: "Wakes an adapter: work of this kind waits for the caller's institution." })
export class WorkReady {
  @Field(() => WorkKind, { description: 'What kind of work.' })
  kind: WorkKind;

  @Field(() => Int, { description: 'How much of it waits; counted up to 10,000.' })
  waiting: number;
}
