/** A partner's RSA public key as a field of a configuration: portals hand it out as bare base64, files hold it as PEM. */
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';

/** Takes base64 of SubjectPublicKeyInfo or a PEM, gives a PEM; a fault never repeats what was given. */
export const rsaPublicKey = z.string().transform((value, context) => {
  try {
    return rsaPublicKeyPem(value);
  } catch {
    context.addIssue({
      code: 'custom',
      message: 'is no RSA public key: copy it from the partner portal (base64 or PEM)',
    });
    return z.NEVER;
  }
});

/** @throws Error when the text is neither base64 of a key nor a PEM */
export function rsaPublicKeyPem(text: string): string {
  const key = text.includes('-----BEGIN')
    ? createPublicKey(text)
    : createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
  return key.export({ type: 'spki', format: 'pem' }).toString();
}
