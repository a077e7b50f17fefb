/** The fields of a configuration that say how files are signed: by which profile, with which key, and whose signature counts. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { pem } from '../pem.js';
import { fileAlgorithms, fits, weaknessOf } from './file-algorithms.js';
import { readSignerCertificate } from './signer-certificate.js';

const certificate = pem.superRefine((text, context) => {
  complain(context, () => weaknessOf(readSignerCertificate(text).publicKey) ?? '', 'is no X.509 certificate');
});

const privateKey = pem.superRefine((text, context) => {
  complain(context, () => weaknessOf(createPrivateKey(text)) ?? '', 'is no private key without a passphrase');
});

const signed = z.strictObject({
  /** CMS (PKCS #7) in `NAME.p7s`, or a JWS in `NAME.jws`; both detached. */
  profile: z.enum(['cms', 'jws']),
  /** Signs our files. */
  privateKey,
  /** Ours, as the institution has it. */
  certificate,
  /** The institution's, one more while it changes from one to the next. */
  trustedCertificates: z.array(certificate).min(1).max(10),
  /** What is accepted; the first that our key can do is what we sign with. */
  algorithms: z
    .array(z.enum(fileAlgorithms))
    .min(1)
    .default([...fileAlgorithms]),
  /** How long a file may wait for its signature before it counts as unsigned. */
  companionWaitMs: z.int().min(0).max(86_400_000).default(300_000),
});

type Signed = z.infer<typeof signed>;

/** Left out, files are neither signed nor verified. */
export const fileSignatureSettings = z
  .discriminatedUnion('profile', [
    z.strictObject({ profile: z.literal('none') }),
    signed.superRefine((settings, context) => {
      for (const [field, message] of faultsOf(settings))
        context.addIssue({ code: 'custom', path: [field], message });
    }),
  ])
  .prefault({ profile: 'none' });

export type FileSignatureSettings = z.infer<typeof fileSignatureSettings>;

function faultsOf({ privateKey: key, certificate: own, trustedCertificates, algorithms }: Signed) {
  const faults: [keyof Signed, string][] = [];
  const ours = readSignerCertificate(own);
  if (!createPublicKey(key).equals(ours.publicKey)) faults.push(['certificate', 'is of another key']);
  if (!algorithms.some((algorithm) => fits(ours.publicKey, algorithm)))
    faults.push(['algorithms', 'has none that the private key can sign with']);
  // Whoever can read what we send could otherwise send it back to us as the institution's word.
  if (trustedCertificates.some((text) => readSignerCertificate(text).publicKey.equals(ours.publicKey)))
    faults.push(['trustedCertificates', 'has our own key: only the institution’s belong here']);
  return faults;
}

/** @param weakness gives an empty text for a good one, and throws for what it cannot read */
function complain(context: z.RefinementCtx, weakness: () => string, unreadable: string): void {
  let message: string;
  try {
    message = weakness();
  } catch {
    // The library's own words may quote what was given.
    message = unreadable;
  }
  if (message !== '') context.addIssue({ code: 'custom', message, continue: false });
}
