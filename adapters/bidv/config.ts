/** The configuration of one BIDV partnership. Keys are PEM text or the path of a PEM file. */
import { z } from 'zod';
import { configParser, pem } from '../kit/index.js';
import { profileSchema } from './profile.js';

const configSchema = z.strictObject({
  /** The service root: paths of the profile are appended. */
  baseUrl: z.url(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  /** Issued by the bank, in hex: 32, 48 or 64 digits, as the profile's key algorithm asks. */
  symmetricKeyHex: z.string().regex(/^[0-9a-fA-F]+$/, 'must be hex digits'),
  /** Signs what is sent. */
  partnerPrivateKey: pem,
  /** Sent with every call as X-Client-Certificate. */
  partnerCertificate: pem,
  /** Verifies what the bank answers. */
  bankCertificate: pem,
  channel: z.string().min(1).default('ANSINHHUB'),
  userAgent: z.string().min(1).default('ansinh-hub'),
  /** The hub acts for itself, so the address is its own. */
  customerIpAddress: z.string().min(1).default('127.0.0.1'),
  timeoutMs: z.number().int().min(1_000).max(120_000).default(30_000),
  ratePerSecondMax: z.number().int().min(1).max(1_000).default(100),
  /** What the bank does with a reference that it has seen. REFUSED, as this profile's code 120 promises, lets the worker
   *  send again what was never received; keep UNDOCUMENTED until the bank has confirmed it in writing. */
  repeatedReference: z.enum(['REFUSED', 'BOOKED_AGAIN', 'UNDOCUMENTED']).default('REFUSED'),
  /** Accounts of the payer whose history is read; those that a payment names are added by themselves. */
  statementAccounts: z.array(z.string().min(1)).max(100).default([]),
  /** Pause between two readings of the bank's records. */
  statementIntervalMs: z.number().int().min(100).max(86_400_000).default(900_000),
  profile: profileSchema.prefault({}),
});

export type BidvConfig = z.infer<typeof configSchema>;

/** @throws AdapterError MISCONFIGURED, naming every field that is wrong and never its value */
export const parseConfig = configParser('bidv', configSchema);
