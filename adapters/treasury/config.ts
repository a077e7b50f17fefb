/** The configuration of one budget unit at its Treasury office: where the service is, who we are there, which estimate pays. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { configParser } from '../kit/index.js';
import { OFFICE_HOURS } from './capabilities.js';

const key = (read: (pem: string) => unknown, what: string) =>
  z.string().refine((pem) => {
    try {
      read(pem);
      return true;
    } catch {
      return false;
    }
  }, `is no RSA ${what} in PEM`);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const name = z.string().min(1).max(140);

const schema = z.strictObject({
  /** The Treasury's service, `https://…`. */
  baseUrl: z.url(),
  /** Code of the unit with budget relations (mã ĐVQHNS). */
  unitCode: z.string().regex(/^\d{7}$/),
  unitName: name,
  /** Code of the Treasury office where the unit has its estimate. */
  treasuryCode: z.string().regex(/^\d{4}$/),
  /** Estimate account that the money is drawn from. */
  estimateAccount: z.string().min(1).max(35),
  /** Where the expenditure belongs in the state budget: chapter, section, item (mục lục ngân sách). */
  budget: z.strictObject({
    chapter: z.string().regex(/^\d{3}$/),
    section: z.string().regex(/^\d{3}$/),
    item: z.string().regex(/^\d{4}$/),
  }),
  /** The payer's account, which the Treasury fills and what is left comes from. */
  payer: z.strictObject({ account: z.string().min(1).max(35), bank: z.string().regex(/^\d{6,8}$/), name }),
  /** Signs our orders. */
  privateKey: key(createPrivateKey, 'private key'),
  /** The Treasury's: proves that an answer is its own. */
  treasuryPublicKey: key(createPublicKey, 'public key'),
  /** Pause between two looks for orders. */
  pollIntervalMs: z.int().min(100).max(3_600_000).default(5_000),
  timeoutMs: z.int().min(1_000).max(60_000).default(30_000),
  ratePerSecondMax: z.int().min(1).max(100).default(5),
  /** When orders are taken, in Asia/Ho_Chi_Minh. */
  serviceHours: z
    .union([
      z.literal('AROUND_THE_CLOCK'),
      z.strictObject({ opensAt: time, closesAt: time, weekdays: z.array(z.int().min(1).max(7)).min(1) }),
    ])
    .default({ ...OFFICE_HOURS, weekdays: [...OFFICE_HOURS.weekdays] }),
  tls: z
    .strictObject({
      caFile: z.string().optional(),
      certificateFile: z.string().optional(),
      keyFile: z.string().optional(),
    })
    .optional(),
});

export type TreasuryConfig = z.infer<typeof schema>;

/** @throws AdapterError MISCONFIGURED, naming each field that is wrong and never its value */
export const parseConfig = configParser('treasury', schema);
