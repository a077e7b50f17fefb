/** The configuration of one ZaloPay partnership. */
import { z } from 'zod';
import { configParser, rsaPublicKey } from '../kit/index.js';

const configSchema = z.strictObject({
  /** `https://openapi.zalopay.vn`, or the sandbox `https://sb-openapi.zalopay.vn`. */
  baseUrl: z.url(),
  appId: z.number().int().positive(),
  /** The partner's own wallet. */
  paymentId: z.string().min(1),
  /** Signs every request. */
  key1: z.string().min(1),
  /** Seals the receiver for ZaloPay alone. */
  zaloPayPublicKey: rsaPublicKey,
  /** Whether the contract has ZaloPay compare the holder's name when a wallet is verified (sub_return_code -1104). Without it a
   *  verification proves that the wallet exists and nothing about whose it is, and a person decides. */
  comparesName: z.boolean().default(false),
  timeoutMs: z.number().int().min(1_000).max(120_000).default(30_000),
  /** Payments and checks a second; a payment is two calls. */
  ratePerSecondMax: z.number().int().min(1).max(1_000).default(50),
  /** How long after a transfer that is not final the adapter asks by itself; the hub's inquiries follow. */
  askAgainAfterMs: z.array(z.number().int().min(100).max(60_000)).max(10).default([1_000, 3_000]),
  /** As ZaloPay documents it for partner_order_id; BOOKED_AGAIN or UNDOCUMENTED keeps the worker from ever sending again. */
  repeatedReference: z.enum(['REFUSED', 'BOOKED_AGAIN', 'UNDOCUMENTED']).default('REFUSED'),
});

export type ZaloPayConfig = z.infer<typeof configSchema>;

/** @throws AdapterError MISCONFIGURED, naming every field that is wrong and never its value */
export const parseConfig = configParser('zalopay', configSchema);
