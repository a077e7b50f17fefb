/** The configuration of this adapter: the address on the data-sharing platform, our credentials, and whose signature counts. */
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { configParser } from '../kit/index.js';

const publicKey = z.string().refine((pem) => {
  try {
    return createPublicKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}, 'is no RSA public key in PEM');

const schema = z.strictObject({
  /** Where the service is reached: our security server of NDXP, or the LGSP. */
  baseUrl: z.url(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  /** The register's: proves that a list is its own and whole. */
  registerPublicKey: publicKey,
  /** Only lists of these administrative units; all that we are given when left out. */
  areas: z
    .array(z.string().regex(/^\d{2}$/))
    .max(34)
    .optional(),
  /** Pause between two looks for a list. */
  pollSeconds: z.number().min(0.05).max(86_400).default(300),
  requestTimeoutMs: z.int().min(1_000).max(120_000).default(60_000),
  tls: z
    .strictObject({
      caFile: z.string().optional(),
      certificateFile: z.string().optional(),
      keyFile: z.string().optional(),
    })
    .optional(),
});

export type SocialInsuranceConfig = z.infer<typeof schema>;

/** @throws AdapterError MISCONFIGURED, naming each field that is wrong and never its value */
export const parseConfig = configParser('social-insurance', schema);
