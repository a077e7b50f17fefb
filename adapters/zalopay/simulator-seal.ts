/** ZaloPay's side of macs and sealed receivers, written apart from the adapter's: the signed text of each call is spelled out,
 *  and the RSA padding is taken off by hand (Node refuses PKCS#1 v1.5 decryption by a private key). */
import { constants, createHmac, createPrivateKey, privateDecrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

export const settingsSchema = z.object({
  appId: z.number(),
  paymentId: z.string(),
  key1: z.string(),
  zaloPayPrivateKeyPem: z.string().transform((pem) => createPrivateKey(pem)),
  amountMax: z.number().default(50_000_000),
  /** Transfers of so much and more wait for an operator (status 4) before they are carried out. */
  operatorFrom: z.number().default(Infinity),
  balance: z.number().default(1_000_000_000_000),
});
export type ZaloPaySettings = z.infer<typeof settingsSchema>;

export type Fields = Readonly<Record<string, unknown>>;

/** The signed text of a call; `$name` is replaced by the field. */
const signedTexts = {
  verify: '$app_id|$disbursement_type|$receiver_info|$amount|$time',
  transfer:
    '$app_id|$payment_id|$partner_order_id|$disbursement_type|$receiver_info|$amount|$description' +
    '|$partner_embed_data|$extra_info|$time',
  query: '$app_id|$partner_order_id|$time',
  balance: '$app_id|$payment_id|$time',
};
export type SignedText = keyof typeof signedTexts;

export function macOf(call: SignedText, fields: Fields, key1: string): string {
  const text = signedTexts[call].replace(/\$(\w+)/g, (_, name: string) => textOf(fields[name]));
  return createHmac('sha256', key1).update(text).digest('hex');
}

export function isSigned(call: SignedText, fields: Fields, { key1 }: ZaloPaySettings): boolean {
  const given = Buffer.from(textOf(fields.mac));
  const expected = Buffer.from(macOf(call, fields, key1));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const receiverSchema = z.union([
  z.strictObject({ phone: z.string().regex(/^0\d{9}$/), account_holder_name: z.string().optional() }),
  z.strictObject({ m_u_id: z.string().min(1) }),
]);
export type Receiver = z.infer<typeof receiverSchema>;

/** Undefined when it was sealed for another key or holds no receiver of a wallet. */
export function openReceiver(sealed: unknown, settings: ZaloPaySettings): Receiver | undefined {
  try {
    const key = { key: settings.zaloPayPrivateKeyPem, padding: constants.RSA_NO_PADDING };
    const block = privateDecrypt(key, Buffer.from(textOf(sealed), 'base64'));
    // RFC 8017 §7.2.2: 00 02, at least eight non-zero bytes, 00, the message.
    const end = block.indexOf(0, 2);
    if (block[0] !== 0 || block[1] !== 2 || end < 10) return undefined;
    return receiverSchema.parse(JSON.parse(block.subarray(end + 1).toString('utf8')));
  } catch {
    return undefined;
  }
}

/** A field as the signed text holds it; what is missing is empty. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
