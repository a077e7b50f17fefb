/** What goes over the wire: the files we write from the hub's tasks, and the signatures of requests and answers. */
import { createHash } from 'node:crypto';
import { AdapterError, hmacHex, type AccountCheckTask, type PaymentTask } from '../kit/index.js';
import {
  isoText,
  messageIdOf,
  uetrOf,
  writeCreditTransferInitiation,
  writeVerificationRequest,
  type CreditTransfer,
  type CreditTransferGroup,
  type SentGroup,
} from '../protocols/iso20022/index.js';
import type { AgribankConfig } from './config.js';

export interface PaymentFile {
  readonly messageId: string;
  readonly content: string;
  /** Which payments stand in which PmtInf of it. */
  readonly groups: readonly SentGroup[];
}

/** One pain.001 for all tasks: the same tasks always make a file of the same id, which the bank takes once. */
export function paymentFileOf(
  tasks: readonly PaymentTask[],
  config: Pick<AgribankConfig, 'initiatingParty' | 'debtorName' | 'bankBin'>,
  createdAt: Date,
): PaymentFile {
  const messageId = messageIdOf(
    'ASH',
    tasks.map(({ reference }) => reference),
  );
  const groups = [
    ...groupBy(tasks, ({ sourceAccount, requestedDate, purposeCode }) =>
      [sourceAccount, requestedDate, categoryPurposeOf(purposeCode)].join(' '),
    ).values(),
  ].map((group, index) => groupOf(group, `${messageId}-${index + 1}`, config));
  return {
    messageId,
    content: writeCreditTransferInitiation({
      messageId,
      createdAt,
      initiatingParty: isoText(config.initiatingParty, 140),
      groups,
    }),
    groups: groups.map(({ id, transfers }) => ({
      id,
      references: transfers.map(({ reference }) => reference),
    })),
  };
}

export function verificationOf(
  task: AccountCheckTask,
  config: Pick<AgribankConfig, 'initiatingParty' | 'bankBin'>,
  createdAt: Date,
): string {
  return writeVerificationRequest({
    messageId: idOf('ASV', task.id),
    id: idOf('V', task.id),
    createdAt,
    assignerName: isoText(config.initiatingParty, 140),
    assigneeBank: config.bankBin,
    holderName: isoText(task.holderName, 140),
    holderPersonalId: task.holderPersonalId,
    account: task.number,
    bank: task.bankBin ?? config.bankBin,
  });
}

/** Vrfctn/Id of a task, as the answer repeats it. */
export function verificationIdOf(task: AccountCheckTask): string {
  return idOf('V', task.id);
}

/** Lower-case hexadecimal HMAC-SHA256 over the parts and the body's own SHA-256, one a line. */
export function signatureOf(secret: string, parts: readonly string[], body: string | Buffer): string {
  const digest = createHash('sha256').update(body).digest('hex');
  return hmacHex('sha256', secret, [...parts, digest].join('\n'));
}

function groupOf(
  tasks: readonly PaymentTask[],
  id: string,
  config: Pick<AgribankConfig, 'debtorName' | 'bankBin'>,
): CreditTransferGroup {
  const [first] = tasks;
  if (first === undefined) throw new AdapterError('MISCONFIGURED', 'EMPTY_FILE', 'a file without payments');
  return {
    id,
    executionDate: first.requestedDate,
    categoryPurpose: categoryPurposeOf(first.purposeCode),
    debtorName: isoText(config.debtorName, 140),
    debtorAccount: first.sourceAccount,
    debtorBank: config.bankBin,
    transfers: tasks.map((task) => transferOf(task, config.bankBin)),
  };
}

function transferOf(task: PaymentTask, bankBin: string): CreditTransfer {
  if (task.accountNumber === undefined) {
    throw new AdapterError('MISCONFIGURED', 'NO_ACCOUNT', 'a bank can only pay to an account');
  }
  return {
    reference: task.reference,
    uetr: uetrOf(task.reference),
    amount: task.amount,
    creditorName: isoText(task.receiverName, 140).toUpperCase(),
    creditorPersonalId: task.receiverPersonalId,
    creditorAccount: task.accountNumber,
    creditorBank: task.bankBin ?? bankBin,
    ultimateCreditorName:
      task.ultimateBeneficiaryName === undefined
        ? undefined
        : isoText(task.ultimateBeneficiaryName, 140).toUpperCase(),
    purpose: task.purposeCode,
    narrative: isoText(task.narrative, 140) || task.reference,
  };
}

// ISO 20022 ExternalCategoryPurpose1Code: every other social benefit travels as SSBE.
function categoryPurposeOf(purpose: string): string {
  return ['PENS', 'GOVT', 'SALA'].includes(purpose) ? purpose : 'SSBE';
}

function idOf(prefix: string, taskId: string): string {
  return `${prefix}${taskId.replace(/[^A-Za-z0-9]/g, '')}`.slice(0, 35);
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
