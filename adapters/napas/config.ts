/** The configuration of one participation: where the switch is, who we are there, and what the agreement says. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { configParser } from '../kit/index.js';

const key = (read: (pem: string) => unknown, what: string) =>
  z.string().refine((pem) => {
    try {
      read(pem);
      return true;
    } catch {
      return false;
    }
  }, `is no RSA ${what} in PEM`);

const schema = z.strictObject({
  /** The switch's API, `https://…`. */
  baseUrl: z.url(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  username: z.string().min(1),
  password: z.string().min(1),
  /** Signs our requests. */
  privateKey: key(createPrivateKey, 'private key'),
  /** The switch's: proves that an answer or a notification is its own. */
  napasPublicKey: key(createPublicKey, 'public key'),
  /** BIN of the bank that keeps the payer's account and takes part for us. */
  debtorBank: z.string().regex(/^\d{6,8}$/),
  /** Name of the payer's account. */
  debtorName: z.string().min(1).max(140),
  /** Where this adapter listens for notifications. */
  notification: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      /** 0: any free port. */
      port: z.int().min(0).max(65_535).default(0),
      /** The address that the switch calls, when a proxy stands before the listener. */
      publicUrl: z.url().optional(),
    })
    .prefault({}),
  timeoutMs: z.int().min(1_000).max(120_000).default(30_000),
  ratePerSecondMax: z.int().min(1).max(1_000).default(100),
  /** Pause between two readings of the settlement statement. */
  statementIntervalMs: z.int().min(100).max(86_400_000).default(900_000),
  /** What the agreement says of a reference that comes twice. */
  repeatedReference: z.enum(['REFUSED', 'BOOKED_AGAIN', 'UNDOCUMENTED']).default('REFUSED'),
  tls: z
    .strictObject({
      caFile: z.string().optional(),
      certificateFile: z.string().optional(),
      keyFile: z.string().optional(),
    })
    .optional(),
});

export type NapasConfig = z.infer<typeof schema>;

/** @throws AdapterError MISCONFIGURED, naming each field that is wrong and never its value */
export const parseConfig = configParser('napas', schema);
