/** The demo issuer's signing key, made once and kept in the data folder so that tokens stay good across restarts. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

const FILE = 'issuer-key.json';

/** The private key, read from the folder or made and written there, readable by its owner only. */
export async function loadOrMakeIssuerKey(dataDir: string): Promise<JWK> {
  const path = join(dataDir, FILE);
  const kept = await readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (kept !== undefined) return JSON.parse(kept) as JWK;
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key: JWK = { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: 'ES256', use: 'sig' };
  await mkdir(dataDir, { recursive: true });
  // Written beside and moved into place: a crash in between leaves no half a key behind.
  await writeFile(`${path}.new`, JSON.stringify(key), { mode: 0o600 });
  await rename(`${path}.new`, path);
  return key;
}

/** What others may see of the key. */
export function publicPartOf({ kty, crv, x, y, kid, alg, use }: JWK): JWK {
  return { kty, crv, x, y, kid, alg, use };
}
