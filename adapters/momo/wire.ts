/** MoMo's disbursement messages as they go over the wire: JSON fields, the sorted HMAC signature, the RSA-sealed
 *  receiver. Public: developers.momo.vn v3, disbursement-v2, payment-api/query, result-handling/notification. */
import { hmacHex, isSameSignature, rsaSeal } from '../kit/index.js';

export const paths = {
  verify: '/v2/gateway/api/disbursement/verify',
  pay: '/v2/gateway/api/disbursement/pay',
  query: '/v2/gateway/api/query',
} as const;

/** Which fields each message signs; `accessKey` is signed but never sent. */
export const signedFields = {
  checkWallet: ['accessKey', 'disbursementMethod', 'orderId', 'partnerCode', 'requestId', 'requestType'],
  disburseToWallet: [
    'accessKey',
    'amount',
    'disbursementMethod',
    'extraData',
    'orderId',
    'orderInfo',
    'partnerCode',
    'requestId',
    'requestType',
  ],
  query: ['accessKey', 'orderId', 'partnerCode', 'requestId'],
  notification: [
    'accessKey',
    'amount',
    'extraData',
    'message',
    'orderId',
    'orderInfo',
    'orderType',
    'partnerCode',
    'payType',
    'requestId',
    'responseTime',
    'resultCode',
    'transId',
  ],
} as const;

export type SignedMessage = keyof typeof signedFields;
export type WireFields = Readonly<Record<string, string | number>>;

/** What MoMo shares with a partner; the public key seals the receiver for MoMo alone. */
export interface MomoKeys {
  readonly partnerCode: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly momoPublicKeyPem: string;
}

export interface WalletReceiver {
  readonly walletId: string;
  readonly walletName: string;
  readonly personalId?: string | null;
}

/** `requestId` ≤ 50 characters; `orderId` < 64 bytes and, by MoMo's own rule, without customer data. */
export const orderIdPattern = /^[0-9a-zA-Z]([-_.]*[0-9a-zA-Z]+)*$/;
export const requestIdLengthMax = 50;
export const orderInfoLengthMax = 200;

/** HMAC-SHA256 in hex over `key=value` joined by `&`, keys from a to z. */
export function signature(message: SignedMessage, fields: WireFields, keys: MomoKeys): string {
  const all: WireFields = { ...fields, accessKey: keys.accessKey };
  const text = [...signedFields[message]]
    .sort()
    .map((field) => `${field}=${all[field] ?? ''}`)
    .join('&');
  return hmacHex('sha256', keys.secretKey, text);
}

/** RSA PKCS#1 v1.5 under MoMo's public key, base64. Every sealing differs, also of the same receiver. */
export function sealReceiver(receiver: WalletReceiver, keys: MomoKeys): string {
  const plain = JSON.stringify({
    walletId: receiver.walletId,
    walletName: receiver.walletName,
    // The documentation calls this a Long, which would lose a leading zero: public clients send the digits as text.
    personalId: receiver.personalId ?? null,
  });
  return rsaSeal(plain, keys.momoPublicKeyPem);
}

export interface VerifyOrder {
  readonly orderId: string;
  readonly requestId: string;
  readonly receiver: WalletReceiver;
}

export function verifyRequest(order: VerifyOrder, keys: MomoKeys): WireFields {
  const fields = {
    partnerCode: keys.partnerCode,
    orderId: order.orderId,
    requestId: order.requestId,
    requestType: 'checkWallet',
    disbursementMethod: sealReceiver(order.receiver, keys),
    lang: 'en',
  };
  return { ...fields, signature: signature('checkWallet', fields, keys) };
}

export interface PayOrder extends VerifyOrder {
  /** Whole đồng. */
  readonly amount: bigint;
  readonly orderInfo: string;
  /** Path only: MoMo refuses query strings in it. */
  readonly ipnUrl: string;
}

export function payRequest(order: PayOrder, keys: MomoKeys): WireFields {
  const fields = {
    partnerCode: keys.partnerCode,
    orderId: order.orderId,
    requestId: order.requestId,
    // Exact: đồng amounts of the hub are within ±(2^53 − 1).
    amount: Number(order.amount),
    orderInfo: order.orderInfo,
    requestType: 'disburseToWallet',
    disbursementMethod: sealReceiver(order.receiver, keys),
    ipnUrl: order.ipnUrl,
    extraData: '',
    lang: 'en',
  };
  return { ...fields, signature: signature('disburseToWallet', fields, keys) };
}

export function queryRequest(
  order: { readonly orderId: string; readonly requestId: string },
  keys: MomoKeys,
): WireFields {
  const fields = { partnerCode: keys.partnerCode, orderId: order.orderId, requestId: order.requestId };
  return { ...fields, lang: 'en', signature: signature('query', fields, keys) };
}

/** What every MoMo answer and notification says about one order. */
export interface MomoResult {
  readonly partnerCode: string;
  readonly orderId: string;
  readonly requestId: string;
  readonly resultCode: number;
  readonly message: string;
  readonly amount: bigint | null;
  readonly transId: string | null;
  readonly responseTime: Date | null;
}

/** Undefined when the text is no MoMo answer: then nothing is known, which is not a refusal. */
export function readResult(text: string): MomoResult | undefined {
  const fields = readFields(text);
  if (!fields || typeof fields.resultCode !== 'number') return undefined;
  const { partnerCode, orderId, requestId } = fields;
  if (typeof partnerCode !== 'string' || typeof orderId !== 'string' || typeof requestId !== 'string')
    return undefined;
  return {
    partnerCode,
    orderId,
    requestId,
    resultCode: fields.resultCode,
    message: typeof fields.message === 'string' ? fields.message : '',
    amount: wholeNumber(fields.amount),
    transId: fields.transId === undefined || fields.transId === null ? null : scalarText(fields.transId),
    responseTime: typeof fields.responseTime === 'number' ? new Date(fields.responseTime) : null,
  };
}

/** A notification is believed only when its signature is MoMo's and it is addressed to this partner. */
export function readNotification(text: string, keys: MomoKeys): MomoResult | undefined {
  const fields = readFields(text);
  const result = readResult(text);
  if (!fields || result?.partnerCode !== keys.partnerCode) return undefined;
  const signed = Object.fromEntries(
    signedFields.notification.map((name) => [name, scalarText(fields[name])]),
  );
  const isMomos = isSameSignature(signature('notification', signed, keys), scalarText(fields.signature));
  return isMomos ? result : undefined;
}

function readFields(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function scalarText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function wholeNumber(value: unknown): bigint | null {
  const text = scalarText(value);
  return /^\d{1,16}$/.test(text) ? BigInt(text) : null;
}

/** Letters and digits without diacritics, for orderInfo. */
export function plainText(text: string, lengthMax: number): string {
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
  return folded
    .replace(/[^A-Za-z0-9 .,:/()-]/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, lengthMax);
}
