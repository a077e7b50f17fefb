/** What MoMo's partner portal hands out, made up for demo and tests: partner code, access key, secret key, MoMo's RSA key.
 *  Kept in the simulator's data folder, so that a restart keeps the partnership. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface DemoPartnership {
  /** MoMo's half: settings of the simulator. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The partner's half: the adapter's configuration but for `baseUrl`. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Making RSA keys takes longer than everything else here, and demo keys may serve several folders of one process. */
let made: DemoPartnership | undefined;

/** The partnership of this folder; made at the first call. */
export function readPartnership(dataDir: string): DemoPartnership {
  const file = join(dataDir, 'partnership.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DemoPartnership;
  mkdirSync(dataDir, { recursive: true });
  const partnership = (made ??= createPartnership());
  writeFileSync(file, JSON.stringify(partnership), { mode: 0o600 });
  return partnership;
}

/** The adapter's configuration for a simulator that keeps its data in `dataDir` and listens at `baseUrl`. */
export function demoConfig(dataDir: string, baseUrl: string): Record<string, unknown> {
  return { ...readPartnership(dataDir).config, baseUrl };
}

function createPartnership(): DemoPartnership {
  const shared = {
    partnerCode: 'ANSINHHUBDEMO',
    accessKey: randomBytes(8).toString('hex'),
    secretKey: randomBytes(16).toString('hex'),
  };
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    settings: {
      ...shared,
      momoPrivateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
    config: {
      ...shared,
      momoPublicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    },
  };
}
