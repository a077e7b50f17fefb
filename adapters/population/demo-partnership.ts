/** What the register's owner and an agency agree on before the first question, made up for demo and tests. Kept in the simulator's
 *  data folder, so that a restart keeps the agreement. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface DemoPartnership {
  /** The register's half: settings of the simulator. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The agency's half: the adapter's configuration but for `url`. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** The partnership of this folder; made at the first call. */
export function readPartnership(dataDir: string): DemoPartnership {
  const file = join(dataDir, 'partnership.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DemoPartnership;
  mkdirSync(dataDir, { recursive: true });
  const partnership = createPartnership();
  writeFileSync(file, JSON.stringify(partnership), { mode: 0o600 });
  return partnership;
}

/** The adapter's configuration for a simulator that keeps its data in `dataDir` and listens at `baseUrl`. */
export function demoConfig(dataDir: string, baseUrl: string): Record<string, unknown> {
  return { ...readPartnership(dataDir).config, url: `${baseUrl}/dancu/v1` };
}

export function createPartnership(): DemoPartnership {
  const shared = {
    // The service is known to the platform by its public name, not by the address of a security server.
    signedUrl: 'https://ndxp.example/dancu/v1',
    user: 'demo-agency',
    secretKey: randomBytes(24).toString('hex'),
    apiKey: randomBytes(12).toString('hex'),
    xRoadClient: 'VN/GOV/DEMO/AN-SINH-HUB',
    serviceCode: 'G99-ASXH',
  };
  const lifeStatus = { operation: 'KiemTraTinhTrangCongDan', integrationCode: '039' };
  return { settings: shared, config: { ...shared, lifeStatus } };
}
