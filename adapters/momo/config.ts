/** The configuration of one MoMo partnership. */
import { z } from 'zod';
import { configParser, rsaPublicKey } from '../kit/index.js';

const configSchema = z.strictObject({
  /** `https://payment.momo.vn`, or the test host. */
  baseUrl: z.url(),
  partnerCode: z.string().min(1),
  accessKey: z.string().min(1),
  secretKey: z.string().min(1),
  /** Seals the receiver for MoMo alone. */
  momoPublicKey: rsaPublicKey,
  /** Where this adapter listens for notifications (IPN). */
  notification: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      /** 0: any free port. */
      port: z.number().int().min(0).max(65_535).default(0),
      /** The address that MoMo calls, when a proxy stands before the listener. Without a query string: MoMo refuses one. */
      publicUrl: z
        .url()
        .refine((url) => !/[?#]/.test(url), 'must have no query string')
        .optional(),
    })
    .prefault({}),
  /** MoMo asks its partners to wait at least 30 s. */
  timeoutMs: z.number().int().min(1_000).max(120_000).default(30_000),
  ratePerSecondMax: z.number().int().min(1).max(1_000).default(200),
  /** As MoMo documents it for requestId; BOOKED_AGAIN or UNDOCUMENTED keeps the worker from ever sending again. */
  repeatedReference: z.enum(['REFUSED', 'BOOKED_AGAIN', 'UNDOCUMENTED']).default('REFUSED'),
});

export type MomoConfig = z.infer<typeof configSchema>;

/** @throws AdapterError MISCONFIGURED, naming every field that is wrong and never its value */
export const parseConfig = configParser('momo', configSchema);
