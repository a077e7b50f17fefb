/** A file's signature as a JWS with a detached payload (RFC 7515, appendix F). The protected header names the signer by the
 *  certificate's thumbprint (`x5t#S256`) and the file by `file`. */
import { decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { signDetachedJws, verifyDetachedJws } from './detached-jws.js';
import { fileAlgorithms } from './file-algorithms.js';
import type { SignatureFormat } from './signature-format.js';

const headerSchema = z.object({
  alg: z.string(),
  'x5t#S256': z.string().optional(),
  file: z.string().optional(),
});

export const jwsFormat: SignatureFormat = {
  extension: '.jws',
  write: async ({ content, subject, privateKey, certificate, algorithm, signedAt }) => {
    const iat = Math.floor(signedAt.getTime() / 1_000);
    const header = { alg: algorithm, 'x5t#S256': certificate.thumbprint, iat, file: subject };
    return Buffer.from(await signDetachedJws(content, privateKey, header), 'ascii');
  },
  read: (companion) => {
    const text = companion.toString('utf8').trim();
    const header = headerOf(text);
    if (header === undefined) return undefined;
    const algorithm = fileAlgorithms.find((one) => one === header.alg);
    return {
      algorithm,
      subject: header.file,
      isBy: ({ thumbprint }) => header['x5t#S256'] === thumbprint,
      isSignedWith: async (publicKey, content) =>
        algorithm !== undefined &&
        (await verifyDetachedJws(content, text, publicKey, [algorithm])) !== undefined,
    };
  },
};

function headerOf(text: string): z.infer<typeof headerSchema> | undefined {
  if (!/^[\w-]+\.\.[\w-]*$/.test(text)) return undefined;
  try {
    return headerSchema.safeParse(decodeProtectedHeader(text)).data;
  } catch {
    // No JSON under it: no JWS.
    return undefined;
  }
}
