/** What a partnership with a GSMA Mobile Money provider consists of. A provider's adapter makes its `parseConfig` from this. */
import { z } from 'zod';
import { configParser } from '../../kit/index.js';

const schema = z.strictObject({
  /** Up to and including the version: `https://provider.example/v1.2/mm`. */
  baseUrl: z.url(),
  apiKey: z.string().min(1),
  clientId: z.string().min(1),
  timeoutMs: z.number().int().min(1_000).max(120_000).default(30_000),
  ratePerSecondMax: z.number().int().min(1).max(10_000).optional(),
  /** Requests that the provider takes at once, each on a connection of its own, as agreed. */
  concurrencyMax: z.number().int().min(1).max(1_000).optional(),
  /** API 1.2 refuses a repeated X-CorrelationID. A provider known not to is BOOKED_AGAIN: nothing is then ever sent again. */
  repeatedReference: z.enum(['REFUSED', 'BOOKED_AGAIN', 'UNDOCUMENTED']).default('REFUSED'),
  /** Payments in one batch, as agreed; 1 sends each alone. */
  nativeBatchMax: z.number().int().min(1).max(1_000).optional(),
  /** Where the adapter listens for the provider's callbacks. */
  callback: z.strictObject({
    host: z.string().default('127.0.0.1'),
    /** 0: any free port. */
    port: z.number().int().min(0).max(65_535).default(0),
    /** The address that the provider calls, when a proxy stands before the listener; no slash at the end. */
    publicUrl: z.url().regex(/[^/]$/, 'must not end in a slash').optional(),
    /** Proves that a callback's address was given out by us; the same after a restart. */
    secret: z.string().min(16),
  }),
  tls: z
    .strictObject({
      caFile: z.string().optional(),
      certificateFile: z.string().optional(),
      keyFile: z.string().optional(),
    })
    .optional(),
});

export type GsmaConfig = z.output<typeof schema>;

export function gsmaConfigParser(adapterName: string): (input: unknown) => GsmaConfig {
  return configParser(adapterName, schema);
}
