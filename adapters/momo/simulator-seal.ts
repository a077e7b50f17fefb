/** MoMo's side of signatures and sealed receivers, written apart from the adapter's: the signed text of each message is
 *  spelled out, and the RSA padding is taken off by hand (Node refuses PKCS#1 v1.5 decryption by a private key). */
import { constants, createHmac, createPrivateKey, privateDecrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

export const settingsSchema = z.object({
  partnerCode: z.string(),
  accessKey: z.string(),
  secretKey: z.string(),
  momoPrivateKeyPem: z.string().transform((pem) => createPrivateKey(pem)),
  amountMin: z.number().default(1_000),
  amountMax: z.number().default(50_000_000),
});
export type MomoSettings = z.infer<typeof settingsSchema>;

export type Fields = Readonly<Record<string, unknown>>;

/** The signed text of a request; `$name` is replaced by the field. */
const signedTexts = {
  verify:
    'accessKey=$accessKey&disbursementMethod=$disbursementMethod&orderId=$orderId&partnerCode=$partnerCode' +
    '&requestId=$requestId&requestType=$requestType',
  pay:
    'accessKey=$accessKey&amount=$amount&disbursementMethod=$disbursementMethod&extraData=$extraData&orderId=$orderId' +
    '&orderInfo=$orderInfo&partnerCode=$partnerCode&requestId=$requestId&requestType=$requestType',
  query: 'accessKey=$accessKey&orderId=$orderId&partnerCode=$partnerCode&requestId=$requestId',
  ipn:
    'accessKey=$accessKey&amount=$amount&extraData=$extraData&message=$message&orderId=$orderId&orderInfo=$orderInfo' +
    '&orderType=$orderType&partnerCode=$partnerCode&payType=$payType&requestId=$requestId&responseTime=$responseTime' +
    '&resultCode=$resultCode&transId=$transId',
};
export type SignedText = keyof typeof signedTexts;

export function hmac(what: SignedText, fields: Fields, settings: MomoSettings): string {
  const values: Fields = { ...fields, accessKey: settings.accessKey };
  const text = signedTexts[what].replace(/\$(\w+)/g, (_, name: string) => textOf(values[name]));
  return createHmac('sha256', settings.secretKey).update(text).digest('hex');
}

export function isSigned(what: SignedText, fields: Fields, settings: MomoSettings): boolean {
  const given = Buffer.from(typeof fields.signature === 'string' ? fields.signature : '');
  const expected = Buffer.from(hmac(what, fields, settings));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const receiverSchema = z.object({
  walletId: z.string(),
  walletName: z.string(),
  personalId: z.union([z.string(), z.number()]).nullish(),
});
export type Receiver = z.infer<typeof receiverSchema>;

/** Undefined when it was sealed for another key or holds no receiver. */
export function openReceiver(sealed: unknown, settings: MomoSettings): Receiver | undefined {
  try {
    const key = { key: settings.momoPrivateKeyPem, padding: constants.RSA_NO_PADDING };
    const block = privateDecrypt(key, Buffer.from(String(sealed), 'base64'));
    // RFC 8017 §7.2.2: 00 02, at least eight non-zero bytes, 00, the message.
    const end = block.indexOf(0, 2);
    if (block[0] !== 0 || block[1] !== 2 || end < 10) return undefined;
    return receiverSchema.parse(JSON.parse(block.subarray(end + 1).toString('utf8')));
  } catch {
    return undefined;
  }
}

/** A field as the signed text holds it; what is missing is empty. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
