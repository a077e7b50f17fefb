/** What BIDV does not publish, as data: paths, field names, algorithms and words of the three operations used here.
 *  A bank's real document replaces values of this file by configuration, never code. See README.md for what is public. */
import { z } from 'zod';

/** Which of the variants seen in the field signs a body: `detached` is BIDV's written rule. */
export const signatureModes = ['detached', 'compact', 'empty-payload'] as const;

/** The hub-side names of everything that the three operations carry; the profile says what the bank calls them. */
const fieldName = z.string().min(1);

export const profileSchema = z.strictObject({
  specStatus: z.string().default('profile: bodies await the bank document'),
  tokenPath: z.string().default('/openapi/oauth2/token'), // public
  scope: z.string().default('read'), // public: read | ewallet
  query: z.string().default('?Scope=read&JWE=Yes'), // seen in the field
  keyAlgorithm: z.enum(['A128KW', 'A192KW', 'A256KW']).default('A256KW'), // public
  contentEncryption: z.enum(['A128GCM', 'A256GCM', 'A128CBC-HS256']).default('A128GCM'), // public default
  signatureMode: z.enum(signatureModes).default('detached'),
  currency: z.string().default('VND'),
  narrativeLengthMax: z.number().int().min(20).max(210).default(140),
  verifyAccount: z
    .strictObject({
      path: z.string().default('/open-banking/inquire-account-name/v1'),
      request: z
        .strictObject({
          accountNumber: fieldName.default('actNumber'),
          currency: fieldName.default('curr'),
        })
        .prefault({}),
    })
    .prefault({}),
  transfer: z
    .strictObject({
      path: z.string().default('/open-banking/domestic-payment/v1'), // public path
      request: z
        .strictObject({
          reference: fieldName.default('requestId'),
          sourceAccount: fieldName.default('debitAccount'),
          accountNumber: fieldName.default('creditAccount'),
          receiverName: fieldName.default('creditName'),
          receiverPersonalId: fieldName.default('creditIdNumber'),
          ultimateBeneficiaryName: fieldName.default('beneficiaryName'),
          amount: fieldName.default('amount'),
          currency: fieldName.default('curr'),
          requestedDate: fieldName.default('tranDate'),
          purposeCode: fieldName.default('purpose'),
          narrative: fieldName.default('remark'),
        })
        .prefault({}),
    })
    .prefault({}),
  inquire: z
    .strictObject({
      path: z.string().default('/open-banking/inquire-domestic-payment/v1'),
      request: z.strictObject({ reference: fieldName.default('requestId') }).prefault({}),
    })
    .prefault({}),
  /** The day's file. Path and field names are public (reconciliation service). */
  reconciliation: z
    .strictObject({
      path: z.string().default('/open-banking/paygate/common/reconciliation/v1'),
      /** What the agreement with the bank says: kind of file, three characters that name the partner, form of the file. */
      type: z.string().min(1).default('PAYMENT'),
      providerId: z.string().length(3).default('ASH'),
      fileType: z.string().min(1).default('TXT'),
    })
    .prefault({}),
  /** The history of the payer's account. Path and field names are public. */
  transactions: z
    .strictObject({
      path: z.string().default('/open-banking/inquire-account-transaction/v1'),
      /** Words of a credit that gives a payment back, before the bank's code of the reason. */
      returnWord: z.string().min(1).default('HOAN TRA'),
    })
    .prefault({}),
  reply: z
    .strictObject({
      errorCode: fieldName.default('errorCode'), // public in the reconciliation service
      errorText: fieldName.default('errorDesc'), // public in the reconciliation service
      accountName: fieldName.default('actName'),
      accountStatus: fieldName.default('actStatus'),
      reference: fieldName.default('requestId'),
      bankReference: fieldName.default('bidvRef'),
      status: fieldName.default('status'),
      reasonCode: fieldName.default('reasonCode'),
      amount: fieldName.default('amount'),
      accountNumber: fieldName.default('creditAccount'),
      bookedAt: fieldName.default('bookedAt'),
    })
    .prefault({}),
});

export type Profile = z.infer<typeof profileSchema>;
export type SignatureMode = Profile['signatureMode'];

export const defaultProfile: Profile = profileSchema.parse({});
