/** What the bank and a partner exchange on paper before the first file, made up for demo and tests. Kept in the simulator's
 *  data folder, so that a restart keeps the partnership. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface DemoPartnership {
  /** The bank's half: settings of the simulator. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The partner's half: the adapter's configuration but for `baseUrl`. */
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
  return { ...readPartnership(dataDir).config, baseUrl };
}

export function createPartnership(): DemoPartnership {
  const credentials = { clientId: 'demo-partner', secret: randomBytes(32).toString('hex') };
  return {
    settings: credentials,
    config: {
      ...credentials,
      initiatingParty: 'AN SINH HUB',
      debtorName: 'AN SINH HUB DEMO PAYER',
      pollIntervalMs: 200,
    },
  };
}
