/** The configuration of this adapter: where the bank's channel is, who we are there, and what our contract says. */
import { z } from 'zod';
import { configParser, fileSignatureSettings } from '../kit/index.js';

const tls = z.strictObject({
  caFile: z.string().optional(),
  certificateFile: z.string().optional(),
  keyFile: z.string().optional(),
});

const schema = z.strictObject({
  /** The bank's host-to-host service, `https://…`. With a drop folder it still serves inquiries and account checks. */
  baseUrl: z.url(),
  clientId: z.string().min(1),
  /** Shared secret of request and answer signatures. */
  secret: z.string().min(16),
  /** Name under which the bank knows the sender of files. */
  initiatingParty: z.string().min(1).max(140),
  /** Name of the payer's account. */
  debtorName: z.string().min(1).max(140),
  /** NAPAS BIN of the bank itself. */
  bankBin: z
    .string()
    .regex(/^\d{6,8}$/)
    .default('970405'),
  requestTimeoutMs: z.int().min(1_000).max(120_000).default(60_000),
  /** Requests a second, as agreed with the bank. */
  ratePerSecondMax: z.int().min(1).max(10_000).default(500),
  /** Pause between two looks into an empty outbox. */
  pollIntervalMs: z.int().min(100).max(3_600_000).default(5_000),
  /** Pause between two readings of the day's statement. */
  statementIntervalMs: z.int().min(100).max(86_400_000).default(900_000),
  /** Listen here for files that the bank pushes; left out, they are only fetched. */
  listen: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: z.int().min(0).max(65_535) })
    .optional(),
  /** Exchange payment files through folders (an SFTP mount) and not over HTTP. */
  dropFolder: z.strictObject({ outgoing: z.string().min(1), incoming: z.string().min(1) }).optional(),
  /** How files are signed, ours and the bank's, by whichever way they go. With it a file of the bank that is not signed is refused. */
  fileSignature: fileSignatureSettings,
  /** What the contract says of a reference that comes twice. */
  repeatedReference: z.enum(['REFUSED', 'BOOKED_AGAIN', 'UNDOCUMENTED']).default('REFUSED'),
  tls: tls.optional(),
});

export type AgribankConfig = z.infer<typeof schema>;

/** @throws AdapterError MISCONFIGURED, naming each field that is wrong and never its value */
export const parseConfig = configParser('agribank', schema);
