/** MoMo: wallet verification, disbursement to a wallet, query, and notifications at the adapter's own port. See README.md. */
import { AdapterError, HttpClient, notReceived } from '../kit/index.js';
import type {
  AccountChecker,
  Adapter,
  AdapterDeps,
  PaymentOutcome,
  PaymentRail,
  PaymentTask,
} from '../kit/index.js';
import { capabilities, capabilitiesOf } from './capabilities.js';
import { MomoClient } from './client.js';
import { parseConfig } from './config.js';
import type { MomoConfig } from './config.js';
import { listenForNotifications } from './notification-listener.js';
import { translateResult, translateWallet } from './translate.js';
import { orderInfoLengthMax, paths, payRequest, plainText, queryRequest, verifyRequest } from './wire.js';
import type { MomoKeys, MomoResult } from './wire.js';

export { demoConfig } from './demo-partnership.js';

export const adapter: Adapter<MomoConfig> = {
  name: 'momo',
  institution: 'MOMO',
  capabilities,
  parseConfig,
  start: async (config, deps) => {
    const { partnerCode, accessKey, secretKey, momoPublicKey, notification } = config;
    const keys: MomoKeys = { partnerCode, accessKey, secretKey, momoPublicKeyPem: momoPublicKey };
    const listener = await listenForNotifications({
      ...notification,
      keys,
      log: deps.log,
      hear: (result) =>
        deps.notify({
          ...outcomeOf(result, 'order', 'NOTIFICATION', deps.clock()),
          reference: result.orderId,
        }),
    });
    const callbackUrl = notification.publicUrl ?? listener.url;
    const http = new HttpClient({
      baseUrl: config.baseUrl,
      timeoutMs: config.timeoutMs,
      connectionsMax: capabilities.concurrencyMax,
    });
    const client = new MomoClient(http);
    return {
      payment: paymentRail(client, keys, callbackUrl, deps),
      accountChecks: accountChecker(client, keys, deps),
      capabilities: capabilitiesOf(config),
      callbackUrl,
      stop: async () => {
        await listener.stop();
        await http.close();
      },
    };
  },
};

function accountChecker(
  client: MomoClient,
  keys: MomoKeys,
  { clock, randomId }: AdapterDeps,
): AccountChecker {
  return {
    check: async (task) => {
      // The order of a question is a fresh id: MoMo's ids must say nothing about a person.
      const requestId = randomId();
      const receiver = {
        walletId: task.number,
        walletName: task.holderName,
        personalId: task.holderPersonalId,
      };
      const result = await client.exchange(
        paths.verify,
        verifyRequest({ orderId: requestId, requestId, receiver }, keys),
      );
      return {
        ...translateWallet(result.resultCode, task.holderPersonalId !== undefined),
        checkedAt: clock(),
      };
    },
  };
}

function paymentRail(
  client: MomoClient,
  keys: MomoKeys,
  ipnUrl: string,
  { clock, randomId }: AdapterDeps,
): PaymentRail {
  const inquire = async (task: PaymentTask): Promise<PaymentOutcome> => {
    const request = queryRequest({ orderId: task.reference, requestId: randomId() }, keys);
    const result = await client.exchange(paths.query, request);
    const outcome = outcomeOf(result, 'order', 'INQUIRY', clock());
    return outcome.reason === 'NOT_RECEIVED' ? notReceived(outcome.occurredAt, outcome.reasonText) : outcome;
  };
  return {
    inquire,
    submit: async (task) => {
      const result = await client.exchange(paths.pay, payRequest(orderOf(task, ipnUrl), keys));
      const outcome = outcomeOf(result, 'reply', 'REPLY', clock());
      if (outcome.reason !== 'DUPLICATE') return outcome;
      const found = await inquire(task);
      // Known to the payment and unknown to the query: a contradiction is no proof that it may be sent again.
      return found.reason === 'NOT_RECEIVED' ? outcome : found;
    },
  };
}

/** requestId is MoMo's idempotency key and orderId the order's name: both are the attempt's own reference. */
function orderOf(task: PaymentTask, ipnUrl: string) {
  if (task.accountNumber === undefined) {
    throw new AdapterError('MISCONFIGURED', 'NO_WALLET', 'MoMo pays into a wallet only; the task names none');
  }
  return {
    orderId: task.reference,
    requestId: task.reference,
    amount: task.amount,
    orderInfo: plainText(task.narrative, orderInfoLengthMax),
    ipnUrl,
    receiver: {
      walletId: task.accountNumber,
      walletName: task.receiverName,
      personalId: task.receiverPersonalId,
    },
  };
}

function outcomeOf(
  result: MomoResult,
  about: 'reply' | 'order',
  evidence: 'REPLY' | 'INQUIRY' | 'NOTIFICATION',
  now: Date,
): PaymentOutcome {
  const { status, reason, meaning } = translateResult(result.resultCode, about);
  return {
    status,
    evidence,
    reason: reason ?? undefined,
    // MoMo's own message is free text, so only the code and this project's words for it are repeated.
    reasonText: status === 'SETTLED' ? undefined : `${result.resultCode} ${meaning}`,
    externalReference: result.transId ?? undefined,
    amount: result.amount ?? undefined,
    occurredAt: result.responseTime ?? now,
  };
}
