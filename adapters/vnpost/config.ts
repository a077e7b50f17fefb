/** The configuration of this adapter: where the post's partner service is, who we are there, and what our contract says. */
import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { configParser, rsaPublicKey } from '../kit/index.js';

const tls = z.strictObject({
  caFile: z.string().optional(),
  certificateFile: z.string().optional(),
  keyFile: z.string().optional(),
});

const rsaPrivateKey = z
  .string()
  .refine(isRsaPrivateKey, 'is no RSA private key in PEM: make one with openssl genpkey');

const configSchema = z.strictObject({
  /** The post's partner service, `https://…`. */
  baseUrl: z.url(),
  /** Our code at the post (`maDoiTac`). */
  partnerCode: z.string().regex(/^[A-Z0-9-]{1,20}$/),
  /** Signs our requests; the post has its public half. */
  privateKeyPem: rsaPrivateKey,
  /** Proves the post's answers and reports. */
  postPublicKey: rsaPublicKey,
  requestTimeoutMs: z.int().min(1_000).max(120_000).default(60_000),
  /** Requests a second, as agreed with the post. */
  ratePerSecondMax: z.int().min(1).max(1_000).default(50),
  /** Pause between two looks for new reports of the counters. */
  feedEveryMs: z.int().min(100).max(3_600_000).default(30_000),
  /** Pause between two readings of the day's pay-out sheet. */
  statementEveryMs: z.int().min(1_000).max(86_400_000).default(900_000),
  /** Listen here for reports that the post pushes; left out, they are only fetched. */
  listen: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: z.int().min(0).max(65_535) })
    .optional(),
  /** A line is paid until the last day of a month; a month that leaves fewer days than this is passed over. */
  payingDaysMin: z.int().min(0).max(60).default(5),
  /** What the contract says of a reference that comes twice. */
  repeatedReference: z.enum(['REFUSED', 'BOOKED_AGAIN', 'UNDOCUMENTED']).default('REFUSED'),
  tls: tls.optional(),
});

export type VnPostConfig = z.infer<typeof configSchema>;

/** @throws AdapterError MISCONFIGURED, naming each field that is wrong and never its value */
export const parseConfig = configParser('vnpost', configSchema);

function isRsaPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    // Whatever is wrong with it, it is no key; the message must not repeat it.
    return false;
  }
}
