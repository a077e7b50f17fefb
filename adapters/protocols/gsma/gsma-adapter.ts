/** Makes the adapter of a mobile-money provider that speaks GSMA Mobile Money API 1.2, from what is particular to it. */
import { AdapterError, listenForCallbacks, notReceived } from '../../kit/index.js';
import type {
  AccountChecker,
  Adapter,
  AdapterDeps,
  Capabilities,
  PaymentOutcome,
  PaymentRail,
  PaymentTask,
  ReportEvidence,
} from '../../kit/index.js';
import { BatchRail } from './batch-rail.js';
import { creditedNumber } from './batch-wire.js';
import { batchCallbackPath, batchOf, callbackPath, referenceOf } from './call-back-address.js';
import { GsmaClient } from './client.js';
import type { GsmaConfig } from './config.js';
import { accountState, failureOutcome, requestStateOutcome, transactionOutcome } from './translate.js';
import type { Heard, StatusTable } from './translate.js';
import { msisdn, readWord, type GsmaWord } from './wire.js';

export interface GsmaProvider {
  readonly name: string;
  readonly institution: string;
  readonly capabilities: Capabilities;
  readonly statuses: StatusTable;
  readonly parseConfig: (input: unknown) => GsmaConfig;
}

export function gsmaAdapter(provider: GsmaProvider): Adapter<GsmaConfig> {
  const { name, institution, capabilities, parseConfig } = provider;
  return {
    name,
    institution,
    capabilities,
    parseConfig,
    start: (config, deps) => start(provider, config, deps),
  };
}

async function start(provider: GsmaProvider, config: GsmaConfig, deps: AdapterDeps) {
  const capabilities = narrowed(provider.capabilities, config);
  const client = new GsmaClient({
    ...config,
    connectionsMax: capabilities.concurrencyMax,
    clock: deps.clock,
  });
  const heard = (evidence: ReportEvidence): Heard => ({
    evidence,
    now: deps.clock(),
    statuses: provider.statuses,
  });
  const secret = config.callback.secret;
  const listener = await listenForCallbacks({
    host: config.callback.host,
    port: config.callback.port,
    log: deps.log,
    hear: async ({ method, path, body }) => {
      const batch = method === 'PUT' ? batchOf(path, secret) : undefined;
      if (batch !== undefined) return batches.hear(batch, body);
      const reference = method === 'PUT' ? referenceOf(path, secret) : undefined;
      if (reference === undefined) return 404;
      const word = readWord(body);
      if (word === undefined) return 400;
      await deps.notify({ ...spokenOutcome(word, heard('NOTIFICATION')), reference });
      return 204;
    },
  });
  const callbackUrl = config.callback.publicUrl ?? listener.url;
  const batches = new BatchRail({
    client,
    heard,
    notify: deps.notify,
    disbursementOf,
    callbackUrlOf: (id) => `${callbackUrl}${batchCallbackPath(id, secret)}`,
  });
  return {
    payment: {
      ...paymentRail(client, heard, (reference) => `${callbackUrl}${callbackPath(reference, secret)}`),
      submitBatch: (tasks: readonly PaymentTask[]) => batches.submit(tasks),
    },
    accountChecks: accountChecker(client, deps),
    capabilities,
    callbackUrl,
    stop: async () => {
      await listener.stop();
      await client.close();
    },
  };
}

function paymentRail(
  client: GsmaClient,
  heard: (evidence: ReportEvidence) => Heard,
  callbackUrlOf: (reference: string) => string,
): PaymentRail {
  return {
    submit: async (task) => {
      const now = heard('REPLY');
      const word = await client.disburse(disbursementOf(task, now.now), callbackUrlOf(task.reference));
      return withAccount(spokenOutcome(word, now), word, task);
    },
    inquire: async (task) => {
      const word = await client.find(task.reference);
      const now = heard('INQUIRY');
      if (word === undefined) return notReceived(now.now, 'unknown correlation id');
      return withAccount(spokenOutcome(word, now), word, task);
    },
  };
}

/** Names the credited number where it is not the task's, whichever way both are written. */
function withAccount(
  outcome: PaymentOutcome,
  word: GsmaWord,
  { accountNumber = '' }: PaymentTask,
): PaymentOutcome {
  const credited = word.kind === 'transaction' ? creditedNumber(word.transaction) : undefined;
  if (credited === undefined || msisdn(credited) === msisdn(accountNumber)) return outcome;
  return { ...outcome, account: msisdn(credited).replace('+84', '0') };
}

function accountChecker(client: GsmaClient, { clock }: AdapterDeps): AccountChecker {
  return {
    check: async ({ number }) => {
      const found = await client.accountStatus(number);
      if (found === undefined) return { accountState: 'NOT_FOUND', checkedAt: clock() };
      const state = accountState(found.accountStatus, found.subStatus);
      const returnedName = state === 'OPEN' ? await client.accountName(number) : undefined;
      return { accountState: state, returnedName, checkedAt: clock() };
    },
  };
}

function disbursementOf(task: PaymentTask, requestedAt: Date) {
  const { accountNumber, amount, narrative, reference, sourceAccount } = task;
  if (accountNumber === undefined) {
    throw new AdapterError(
      'MISCONFIGURED',
      'NO_ACCOUNT',
      'mobile money pays into an account; the task names none',
    );
  }
  return { reference, amount, sourceAccount, receiverNumber: accountNumber, narrative, requestedAt };
}

function spokenOutcome(word: GsmaWord, heard: Heard): PaymentOutcome {
  switch (word.kind) {
    case 'transaction':
      return transactionOutcome(word.transaction, heard);
    case 'request-state':
      return requestStateOutcome(word.state, heard);
    case 'error':
      return failureOutcome(word.error, heard);
    case 'link':
      throw new AdapterError(
        'NO_ANSWER',
        'ONLY_A_LINK',
        'the provider answered with a link where a resource belongs',
      );
  }
}

/** What was agreed with this provider, where it differs from what its kind promises. */
function narrowed(capabilities: Capabilities, config: GsmaConfig): Capabilities {
  const { payment } = capabilities;
  const nativeBatchMax = config.nativeBatchMax ?? payment?.nativeBatchMax;
  return {
    ...capabilities,
    ratePerSecondMax: config.ratePerSecondMax ?? capabilities.ratePerSecondMax,
    concurrencyMax: config.concurrencyMax ?? capabilities.concurrencyMax,
    payment: payment && { ...payment, nativeBatchMax, repeatedReference: config.repeatedReference },
  };
}
