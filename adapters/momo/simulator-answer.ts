/** How the simulated MoMo words its answers and reads what it is sent. */
import type { SimulatorReply } from '../kit/simulator/index.js';
import type { Fields } from './simulator-seal.js';

export const messages: Readonly<Record<number, string>> = {
  0: 'Successful.',
  10: 'System is under maintenance.',
  13: 'Merchant authentication failed.',
  20: 'Bad format request.',
  21: 'Request rejected due to invalid transaction amount.',
  22: 'The transaction amount is out of range.',
  40: 'Duplicated requestId.',
  41: 'Duplicated orderId.',
  42: 'Invalid orderId or orderId is not found.',
  47: 'Request rejected due to inapplicable information in the given set of valuable data.',
  1002: 'Transaction rejected by the issuers of the payment methods.',
  1007: "Transaction rejected due to inactive or nonexistent user's account.",
  4001: 'Transaction rejected because the user account is being restricted.',
  7000: 'Transaction is being processed.',
  7002: 'Transaction is being processed by the provider of the payment instrument selected.',
};

export function answer(
  status: number,
  fields: Fields,
  resultCode: number,
  more: object = {},
): SimulatorReply {
  const { partnerCode, orderId, requestId } = fields;
  const message = messages[resultCode] ?? 'Unknown error.';
  const body = { partnerCode, orderId, requestId, responseTime: Date.now(), resultCode, message, ...more };
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

export function parseFields(body: Buffer): Fields | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

export function isWellFormed({ orderId, requestId }: Fields): boolean {
  const isOrderId =
    typeof orderId === 'string' && orderId.length < 64 && /^[0-9a-zA-Z]([-_.]*[0-9a-zA-Z]+)*$/.test(orderId);
  return isOrderId && typeof requestId === 'string' && requestId.length >= 1 && requestId.length <= 50;
}

export function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'D')
    .toUpperCase()
    .replace(/\s+/g, ' ')
    .trim();
}
