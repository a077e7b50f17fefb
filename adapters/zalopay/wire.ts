/** ZaloPay's disbursement messages as they go over the wire: JSON fields, the HMAC over pipe-joined fields, the RSA-sealed
 *  receiver. Public: docs.zalopay.vn, "Disbursement all in one" and its specification pages (verify, transfer, query, balance). */
import { AdapterError, hmacHex, rsaSeal } from '../kit/index.js';

export const paths = {
  verify: '/v2/disbursement/verify-account',
  transfer: '/v2/disbursement/transfer-fund',
  query: '/v2/disbursement/query-txn',
  balance: '/v2/disbursement/balance',
} as const;

export type ZaloPayCall = keyof typeof paths;

/** Which fields each call signs, in this order. */
export const signedFields = {
  verify: ['app_id', 'disbursement_type', 'receiver_info', 'amount', 'time'],
  transfer: [
    'app_id',
    'payment_id',
    'partner_order_id',
    'disbursement_type',
    'receiver_info',
    'amount',
    'description',
    'partner_embed_data',
    'extra_info',
    'time',
  ],
  query: ['app_id', 'partner_order_id', 'time'],
  balance: ['app_id', 'payment_id', 'time'],
} as const satisfies Record<ZaloPayCall, readonly string[]>;

export type WireFields = Readonly<Record<string, string | number>>;

/** What ZaloPay shares with a partner; the public key seals the receiver for ZaloPay alone. */
export interface ZaloPayKeys {
  readonly appId: number;
  /** The partner's own wallet, which the money leaves from. */
  readonly paymentId: string;
  /** Signs requests. key2 is for callbacks, and disbursement has none. */
  readonly key1: string;
  readonly zaloPayPublicKeyPem: string;
}

/** The wallet to verify; the name goes along only where the contract has ZaloPay compare it. */
export interface WalletQuestion {
  readonly phone: string;
  readonly holderName?: string;
  readonly amount: bigint;
  readonly time: Date;
}

export function verifyRequest(question: WalletQuestion, keys: ZaloPayKeys): WireFields {
  const { phone, holderName, amount, time } = question;
  const receiver = { phone, ...(holderName !== undefined && { account_holder_name: holderName }) };
  return signed('verify', { ...receiverFields(receiver, amount, keys), time: time.getTime() }, keys);
}

export interface TransferOrder {
  readonly reference: string;
  /** The wallet's identity, from its verification: a transfer takes no phone number. */
  readonly walletIdentity: string;
  readonly amount: bigint;
  readonly narrative: string;
  readonly time: Date;
}

export function transferRequest(order: TransferOrder, keys: ZaloPayKeys): WireFields {
  const fields = {
    payment_id: keys.paymentId,
    partner_order_id: order.reference,
    ...receiverFields({ m_u_id: order.walletIdentity }, order.amount, keys),
    // A pipe inside a field would make the signed text ambiguous.
    description: order.narrative.replaceAll('|', ' '),
    // Nothing to say is "{}" and not left out: both are signed.
    partner_embed_data: '{}',
    extra_info: '{}',
    time: order.time.getTime(),
  };
  return signed('transfer', fields, keys);
}

export function queryRequest(reference: string, time: Date, keys: ZaloPayKeys): WireFields {
  return signed('query', { partner_order_id: reference, time: time.getTime() }, keys);
}

export function balanceRequest(time: Date, keys: ZaloPayKeys): WireFields {
  return signed('balance', { payment_id: keys.paymentId, time: time.getTime() }, keys);
}

/** HMAC-SHA256 under key1, in hex, over the call's fields joined by `|`. */
export function mac(call: ZaloPayCall, fields: WireFields, key1: string): string {
  return hmacHex('sha256', key1, signedFields[call].map((field) => String(fields[field] ?? '')).join('|'));
}

/** What an answer says, whatever the call; numbers as ZaloPay gives them. */
export interface ZaloPayAnswer {
  /** 1 done, 2 failed, 3 being processed. */
  readonly returnCode: number;
  readonly subReturnCode?: number;
  /** State of the order: 1 to 4 as documented; kept as text, so that a word of the future stays one. */
  readonly status?: string;
  readonly amount?: bigint;
  readonly transactionId?: string;
  readonly walletIdentity?: string;
  /** All but the last four digits are hidden. */
  readonly maskedPhone?: string;
  readonly balance?: bigint;
}

/** Undefined when the text is no ZaloPay answer: then nothing is known, which is not a refusal. */
export function readAnswer(text: string): ZaloPayAnswer | undefined {
  const fields = readObject(text);
  if (!Number.isInteger(fields?.return_code)) return undefined;
  const data = asObject(fields?.data) ?? {};
  return {
    returnCode: fields?.return_code as number,
    subReturnCode: Number.isInteger(fields?.sub_return_code)
      ? (fields?.sub_return_code as number)
      : undefined,
    status: scalarText(data.status),
    amount: wholeNumber(data.amount),
    transactionId: scalarText(data.zp_trans_id),
    walletIdentity: scalarText(data.m_u_id),
    maskedPhone: scalarText(data.phone),
    balance: wholeNumber(data.balance),
  };
}

function receiverFields(receiver: object, amount: bigint, keys: ZaloPayKeys) {
  return {
    disbursement_type: 'WALLET',
    receiver_info: sealReceiver(receiver, keys),
    // Exact: đồng amounts of the hub are within ±(2^53 − 1).
    amount: Number(amount),
  };
}

/** RSA PKCS#1 v1.5 under ZaloPay's public key, base64. Every sealing differs, also of the same receiver.
 *  @throws AdapterError MISCONFIGURED when the key is too short for what must go in */
function sealReceiver(receiver: object, keys: ZaloPayKeys): string {
  try {
    return rsaSeal(JSON.stringify(receiver), keys.zaloPayPublicKeyPem);
  } catch {
    // The cause is left out: it may hold the receiver.
    throw new AdapterError('MISCONFIGURED', 'SEAL_FAILED', 'the receiver does not fit under ZaloPay’s key');
  }
}

function signed(call: ZaloPayCall, fields: WireFields, keys: ZaloPayKeys): WireFields {
  const all = { app_id: keys.appId, ...fields };
  return { ...all, mac: mac(call, all, keys.key1) };
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    // Whatever is no JSON is no word of ZaloPay; the caller treats it as no answer.
    return undefined;
  }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : undefined;
}

function scalarText(value: unknown): string | undefined {
  const isScalar = (typeof value === 'string' && value !== '') || typeof value === 'number';
  return isScalar ? String(value) : undefined;
}

function wholeNumber(value: unknown): bigint | undefined {
  const text = scalarText(value);
  return text !== undefined && /^\d{1,16}$/.test(text) ? BigInt(text) : undefined;
}
