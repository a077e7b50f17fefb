/** The messages of `/batchtransactions` (API 1.2.0, disbursements). The lists of a batch name no amount and no status word: being on
 *  one of them is what is said. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { correlationId, disbursementFields, parseJson, type Disbursement } from './wire.js';

const party = z.array(z.object({ key: z.string(), value: z.string() })).optional();

/** schemas/responseBatchTransactionCompletion */
const completion = z.object({
  transactionReference: z.string().min(1),
  requestingOrganisationTransactionReference: z.string().min(1),
  creditParty: party,
  completionDate: z.string().optional(),
});

/** schemas/responseBatchTransactionRejection; `rejectionReason` is free text, here an error code of the API by profile. */
const rejection = z.object({
  requestingOrganisationTransactionReference: z.string().min(1),
  rejectionReason: z.string(),
  rejectionDate: z.string().optional(),
});

const batch = z.object({ batchId: z.string().min(1), batchStatus: z.string() });

export type GsmaCompletion = z.infer<typeof completion>;
export type GsmaRejection = z.infer<typeof rejection>;
export type GsmaBatch = z.infer<typeof batch>;

/** schemas/requestBatchTransaction. Each line carries the correlation id that it would have alone: by it the provider finds and
 *  refuses it, whichever way it comes (this project's profile; `customData` is the standard's place for that). */
export function batchBody(payments: readonly Disbursement[]): string {
  return JSON.stringify({
    transactions: payments.map((payment) => ({
      ...disbursementFields(payment),
      type: 'disbursement',
      customData: [{ key: 'clientCorrelationId', value: correlationId(payment.reference) }],
    })),
  });
}

/** The same for the same payments in the same order. */
export function batchCorrelationId(references: readonly string[]): string {
  return correlationId(createHash('sha256').update(references.join(' ')).digest('hex'));
}

export function readBatch(body: Buffer): GsmaBatch | undefined {
  return batch.safeParse(parseJson(body)).data;
}

/** Undefined when any row is not one: half a list is no list. */
export function readCompletions(body: Buffer): readonly GsmaCompletion[] | undefined {
  return z.array(completion).safeParse(parseJson(body)).data;
}

export function readRejections(body: Buffer): readonly GsmaRejection[] | undefined {
  return z.array(rejection).safeParse(parseJson(body)).data;
}

export function creditedNumber({ creditParty }: Pick<GsmaCompletion, 'creditParty'>): string | undefined {
  return creditParty?.find(({ key }) => key === 'msisdn')?.value;
}
