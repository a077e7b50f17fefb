/** BIDV: account-name inquiry, transfer and inquiry by own reference over BIDV Open API. See README.md. */
import { AdapterError, HttpClient, notReceived } from '../kit/index.js';
import type {
  AccountChecker,
  Adapter,
  AdapterDeps,
  PaymentOutcome,
  PaymentRail,
  PaymentTask,
} from '../kit/index.js';
import { AccessToken } from './access-token.js';
import { capabilities, capabilitiesOf } from './capabilities.js';
import { BidvClient } from './client.js';
import { parseConfig } from './config.js';
import type { BidvConfig } from './config.js';
import { readReconciliationFile } from './reconciliation-file.js';
import { BidvRecords } from './records.js';
import { translateAccount, translatePayment } from './translate.js';
import { plainText, readKeys, remarkOf, renameFields } from './wire.js';
import type { BidvKeys, BidvReply } from './wire.js';

export { demoConfig } from './demo-partnership.js';

export const adapter: Adapter<BidvConfig> = {
  name: 'bidv',
  institution: 'BIDV',
  capabilities,
  parseConfig,
  readStatement: readReconciliationFile,
  start: async (config, deps) => {
    const keys = usableKeys(config);
    const http = new HttpClient({
      baseUrl: config.baseUrl,
      timeoutMs: config.timeoutMs,
      connectionsMax: capabilities.concurrencyMax,
    });
    const token = new AccessToken(http, config, keys.clientCertificate, deps.clock);
    const client = new BidvClient(config, keys, http, token, deps);
    const records = new BidvRecords(client, config, deps);
    return Promise.resolve({
      payment: withAccountNoted(paymentRail(client, config, deps), records),
      accountChecks: accountChecker(client, config, deps),
      statements: records,
      capabilities: capabilitiesOf(config),
      stop: () => http.close(),
    });
  },
};

function usableKeys(config: BidvConfig): BidvKeys {
  try {
    return readKeys(config, config.profile);
  } catch (error) {
    throw new AdapterError('MISCONFIGURED', 'KEYS_INVALID', `bidv: ${(error as Error).message}`);
  }
}

function accountChecker(client: BidvClient, { profile }: BidvConfig, deps: AdapterDeps): AccountChecker {
  return {
    check: async (task) => {
      const values = { accountNumber: task.number, currency: profile.currency };
      const fields = renameFields(profile.verifyAccount.request, values);
      const reply = await client.call({
        path: profile.verifyAccount.path,
        fields,
        idempotencyKey: deps.randomId(),
      });
      return {
        accountState: translateAccount(reply),
        returnedName: reply.accountName,
        checkedAt: deps.clock(),
      };
    },
  };
}

function paymentRail(client: BidvClient, { profile }: BidvConfig, { clock }: AdapterDeps): PaymentRail {
  const inquire = async (task: PaymentTask): Promise<PaymentOutcome> => {
    const fields = renameFields(profile.inquire.request, { reference: task.reference });
    const reply = await client.call({ path: profile.inquire.path, fields, idempotencyKey: task.reference });
    const outcome = outcomeOf(reply, 'inquiry', task, clock());
    return outcome.reason === 'NOT_RECEIVED' ? notReceived(outcome.occurredAt, outcome.reasonText) : outcome;
  };
  return {
    inquire,
    submit: async (task, lease) => {
      const fields = transferFields(task, profile);
      const reply = await client.call({
        path: profile.transfer.path,
        fields,
        idempotencyKey: task.reference,
        confirm: lease && (() => lease.confirm()),
      });
      const outcome = outcomeOf(reply, 'transfer', task, clock());
      if (outcome.reason !== 'DUPLICATE') return outcome;
      const found = await inquire(task);
      // Known to the transfer and unknown to the inquiry: a contradiction is no proof that it may be sent again.
      return found.reason === 'NOT_RECEIVED' ? outcome : found;
    },
  };
}

/** The history of an account is read from the first payment out of it on. */
function withAccountNoted(rail: PaymentRail, records: BidvRecords): PaymentRail {
  const noted = (task: PaymentTask): PaymentTask => {
    records.noteAccount(task.sourceAccount);
    return task;
  };
  return {
    submit: (task, lease) => rail.submit(noted(task), lease),
    inquire: (task) => rail.inquire(noted(task)),
  };
}

function transferFields(task: PaymentTask, profile: BidvConfig['profile']): Record<string, string> {
  return renameFields(profile.transfer.request, {
    reference: task.reference,
    sourceAccount: task.sourceAccount,
    accountNumber: task.accountNumber,
    receiverName: plainText(task.receiverName, 70).toUpperCase(),
    receiverPersonalId: task.receiverPersonalId,
    ultimateBeneficiaryName:
      task.ultimateBeneficiaryName && plainText(task.ultimateBeneficiaryName, 70).toUpperCase(),
    amount: String(task.amount),
    currency: profile.currency,
    requestedDate: task.requestedDate,
    purposeCode: task.purposeCode,
    narrative: remarkOf(task.narrative, task.reference, profile.narrativeLengthMax),
  });
}

/** @throws AdapterError NO_ANSWER when the answer speaks of another payment */
function outcomeOf(
  reply: BidvReply,
  about: 'transfer' | 'inquiry',
  task: PaymentTask,
  now: Date,
): PaymentOutcome {
  if (reply.reference !== undefined && reply.reference !== task.reference) {
    throw new AdapterError('NO_ANSWER', 'ANSWER_MISDIRECTED', 'the answer names another reference');
  }
  const { status, reason, meaning } = translatePayment(reply, about);
  const bookedAt = new Date(reply.bookedAt ?? Number.NaN);
  return {
    status,
    evidence: about === 'transfer' ? 'REPLY' : 'INQUIRY',
    reason,
    reasonText: reason && meaning,
    externalReference: reply.bankReference,
    amount: /^\d{1,16}$/.test(reply.amount ?? '') ? BigInt(reply.amount ?? '') : undefined,
    account: reply.accountNumber,
    occurredAt: Number.isNaN(bookedAt.getTime()) ? now : bookedAt,
  };
}
