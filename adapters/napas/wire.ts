/** The messages that go out, written from the hub's tasks. Every id is a function of the task, so a repeat is the same message. */
import { createHash } from 'node:crypto';
import { AdapterError, hanoiDay, type AccountCheckTask, type PaymentTask } from '../kit/index.js';
import {
  INTERBANK_CREDIT_TRANSFER,
  isoText,
  messageIdOf,
  STATUS_REQUEST,
  uetrOf,
  writeInterbankCreditTransfer,
  writeStatusRequest,
  writeVerificationRequest,
} from '../protocols/iso20022/index.js';
import type { NapasConfig } from './config.js';

export interface OutgoingMessage {
  /** Definition of the message: `pacs.008.001.08`. */
  readonly name: string;
  readonly content: string;
}

type Party = Pick<NapasConfig, 'debtorBank' | 'debtorName'>;

/** @throws AdapterError MISCONFIGURED for a task without account or bank: an account number alone leads nowhere */
export function transferOf(task: PaymentTask, party: Party, createdAt: Date): OutgoingMessage {
  const { accountNumber, bankBin, ultimateBeneficiaryName } = task;
  if (accountNumber === undefined || bankBin === undefined) {
    throw new AdapterError('MISCONFIGURED', 'NO_ACCOUNT', 'a transfer needs an account and its bank’s BIN');
  }
  return {
    name: INTERBANK_CREDIT_TRANSFER,
    content: writeInterbankCreditTransfer({
      messageId: transferIdOf(task.reference),
      createdAt,
      settlementDate: hanoiDay(createdAt),
      clearingSystem: 'NAPAS',
      reference: task.reference,
      uetr: uetrOf(task.reference),
      amount: task.amount,
      categoryPurpose: categoryPurposeOf(task.purposeCode),
      debtorName: nameOf(party.debtorName),
      debtorAccount: task.sourceAccount,
      debtorBank: party.debtorBank,
      creditorBank: bankBin,
      creditorName: nameOf(task.receiverName),
      creditorAccount: accountNumber,
      ultimateCreditorName: ultimateBeneficiaryName && nameOf(ultimateBeneficiaryName),
      purpose: task.purposeCode,
      narrative: isoText(task.narrative, 140) || task.reference,
    }),
  };
}

export function statusRequestOf(reference: string, party: Party, createdAt: Date): OutgoingMessage {
  return {
    name: STATUS_REQUEST,
    content: writeStatusRequest({
      messageId: messageIdOf('ASQ', [reference, createdAt.toISOString()]),
      createdAt,
      instructingBank: party.debtorBank,
      originalMessageId: transferIdOf(reference),
      originalMessageName: INTERBANK_CREDIT_TRANSFER,
      reference,
      uetr: uetrOf(reference),
    }),
  };
}

/** The holder is left out: the answer is a masked name, and what nobody compares nobody needs to be told.
 *  @throws AdapterError MISCONFIGURED for an account without its bank */
export function verificationOf(task: AccountCheckTask, party: Party, createdAt: Date): OutgoingMessage {
  if (task.bankBin === undefined) {
    throw new AdapterError(
      'MISCONFIGURED',
      'NO_BANK',
      'an account is asked about by number and its bank’s BIN',
    );
  }
  return {
    name: 'acmt.023.001.03',
    content: writeVerificationRequest({
      messageId: idOf('ASV', task.id),
      id: verificationIdOf(task),
      createdAt,
      assignerName: nameOf(party.debtorName),
      assigneeBank: task.bankBin,
      account: task.number,
      bank: task.bankBin,
    }),
  };
}

/** GrpHdr/MsgId of a reference's transfer. */
export function transferIdOf(reference: string): string {
  return messageIdOf('ASN', [reference]);
}

/** Vrfctn/Id of a task, as the answer repeats it. */
export function verificationIdOf(task: AccountCheckTask): string {
  return idOf('V', task.id);
}

/** Lower-case hexadecimal SHA-256. */
export function digestOf(body: string | Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}

function nameOf(name: string): string {
  return isoText(name, 140).toUpperCase();
}

// ISO 20022 ExternalCategoryPurpose1Code: every other social benefit travels as SSBE.
function categoryPurposeOf(purpose: string): string {
  return ['PENS', 'GOVT', 'SALA'].includes(purpose) ? purpose : 'SSBE';
}

function idOf(prefix: string, taskId: string): string {
  return `${prefix}${taskId.replace(/[^A-Za-z0-9]/g, '')}`.slice(0, 35);
}
