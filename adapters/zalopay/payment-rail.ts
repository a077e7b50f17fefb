/** Pays into a wallet: verify, transfer, query. Nothing of the payment leaves before the transfer itself. */
import {
  AdapterError,
  notReceived,
  toAdapterError,
  type PaymentOutcome,
  type PaymentRail,
  type PaymentTask,
  type ReportEvidence,
} from '../kit/index.js';
import type { ZaloPayClient } from './client.js';
import { translateOrder, translateRefusal, translateTransfer, type Said } from './translate.js';
import type { Wallet, WalletBook } from './wallet-book.js';
import { queryRequest, transferRequest, type ZaloPayAnswer, type ZaloPayKeys } from './wire.js';

export interface PaymentRailOptions {
  readonly client: ZaloPayClient;
  readonly keys: ZaloPayKeys;
  readonly wallets: WalletBook;
  readonly clock: () => Date;
  /** Called with a payment that ZaloPay has and has not finished. */
  readonly follow: (task: PaymentTask) => void;
}

export function paymentRail(options: PaymentRailOptions): PaymentRail {
  return {
    inquire: (task) => inquire(task, options),
    submit: async (task, lease) => {
      const wallet = walletOf(task);
      const verified = await identityOf(wallet, task, options);
      if ('refusal' in verified) return refuse(task, verified.refusal, options);
      await lease?.confirm();
      const outcome = await transfer(task, verified.identity, options);
      if (outcome.status === 'REJECTED') options.wallets.forget(wallet);
      if (outcome.status === 'ACCEPTED' || outcome.status === 'HELD') options.follow(task);
      return outcome;
    },
  };
}

/** @throws AdapterError when the answer speaks of the question only */
async function inquire(task: PaymentTask, options: PaymentRailOptions): Promise<PaymentOutcome> {
  const { client, clock, keys } = options;
  const answer = await client.exchange('query', queryRequest(task.reference, clock(), keys));
  const said = translateOrder(answer);
  if (said?.reason === 'NOT_RECEIVED') return notReceived(clock(), said.text);
  if (said)
    return { ...outcomeOf(said, answer, 'INQUIRY', clock()), account: otherWallet(task, answer, options) };
  const isOurFault = [-401, -402].includes(answer.subReturnCode ?? 0);
  throw new AdapterError(isOurFault ? 'REFUSED' : 'NO_ANSWER', codeOf(answer), 'the query was not answered');
}

/** The identity of the wallet that was paid, where it is not the task's: an order that the hub has forgotten may have gone to another. */
function otherWallet(
  task: PaymentTask,
  { walletIdentity, maskedPhone }: ZaloPayAnswer,
  { wallets }: PaymentRailOptions,
): string | undefined {
  if (walletIdentity === undefined) return undefined;
  const known = wallets.remembered(walletOf(task));
  const shown = /^\*+(\d{4})$/.exec(maskedPhone ?? '')?.[1];
  const isOther =
    known === undefined
      ? shown !== undefined && !task.accountNumber?.endsWith(shown)
      : known !== walletIdentity;
  return isOther ? walletIdentity : undefined;
}

async function transfer(task: PaymentTask, walletIdentity: string, options: PaymentRailOptions) {
  const { client, clock, keys } = options;
  const { amount, narrative, reference } = task;
  const order = { reference, walletIdentity, amount, narrative, time: clock() };
  const answer = await client.exchange('transfer', transferRequest(order, keys));
  return outcomeOf(translateTransfer(answer), answer, 'REPLY', clock());
}

/** A wallet that may not receive refuses the payment only while ZaloPay has no order under its reference: an earlier transfer
 *  under it may have gone well before the wallet was locked. */
async function refuse(
  task: PaymentTask,
  refusal: Said,
  options: PaymentRailOptions,
): Promise<PaymentOutcome> {
  const found = await inquire(task, options);
  if (found.reason !== 'NOT_RECEIVED') return found;
  return outcomeOf(refusal, undefined, 'REPLY', options.clock());
}

type Verified = { readonly identity: string } | { readonly refusal: Said };

/** @throws AdapterError NOT_SENT or MISCONFIGURED: the transfer has not been sent, whatever became of the question */
async function identityOf(wallet: Wallet, task: PaymentTask, options: PaymentRailOptions): Promise<Verified> {
  const remembered = options.wallets.remembered(wallet);
  if (remembered !== undefined) return { identity: remembered };
  const answer = await options.wallets.verify(wallet, task.amount).catch((thrown: unknown) => {
    const { code, kind } = toAdapterError(thrown);
    throw unsent(code, kind === 'MISCONFIGURED');
  });
  if (answer.returnCode === 1 && answer.walletIdentity !== undefined)
    return { identity: answer.walletIdentity };
  const said = translateRefusal(answer);
  if (said?.status === 'REJECTED') return { refusal: said };
  throw unsent(codeOf(answer), said?.reason === 'SOURCE_ACCOUNT');
}

function walletOf({ accountNumber, receiverName }: PaymentTask): Wallet {
  if (accountNumber === undefined)
    throw new AdapterError('MISCONFIGURED', 'NO_WALLET', 'ZaloPay pays into a wallet; the task names none');
  return { phone: accountNumber, holderName: receiverName };
}

function unsent(code: string, isMisconfigured: boolean): AdapterError {
  const kind = isMisconfigured ? 'MISCONFIGURED' : 'NOT_SENT';
  return new AdapterError(kind, `VERIFY_${code}`, 'the wallet could not be verified: nothing was paid');
}

function codeOf({ returnCode, subReturnCode }: ZaloPayAnswer): string {
  return `RETURN_${returnCode}_${subReturnCode ?? 'NONE'}`;
}

function outcomeOf(
  said: Said,
  answer: ZaloPayAnswer | undefined,
  evidence: ReportEvidence,
  now: Date,
): PaymentOutcome {
  return {
    status: said.status,
    evidence,
    reason: said.reason,
    reasonText: said.text,
    externalReference: answer?.transactionId,
    amount: answer?.amount,
    occurredAt: now,
  };
}
