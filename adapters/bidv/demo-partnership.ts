/** What the bank and a partner exchange on paper before the first call, made up for demo and tests: client credentials,
 *  the symmetric key, two key pairs. Kept in the simulator's data folder, so that a restart keeps the partnership. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { selfSignedCertificate } from './self-signed-certificate.js';

export interface DemoPartnership {
  /** The bank's half: settings of the simulator. */
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
  const credentials = { clientId: 'demo-partner', clientSecret: randomBytes(16).toString('hex') };
  const symmetricKeyHex = randomBytes(32).toString('hex');
  const partner = keyPair('An Sinh Hub demo partner');
  const bank = keyPair('Simulated bank');
  return {
    settings: {
      ...credentials,
      symmetricKeyHex,
      partnerCertificatePem: partner.certificatePem,
      bankPrivateKeyPem: bank.privateKeyPem,
    },
    config: {
      ...credentials,
      symmetricKeyHex,
      partnerPrivateKey: partner.privateKeyPem,
      partnerCertificate: partner.certificatePem,
      bankCertificate: bank.certificatePem,
    },
  };
}

function keyPair(commonName: string): { privateKeyPem: string; certificatePem: string } {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem: selfSignedCertificate(privateKey, { commonName, notBefore: new Date(), days: 3650 }),
  };
}
