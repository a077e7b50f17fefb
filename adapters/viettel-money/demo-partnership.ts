/** What Viettel would hand out to a partner, made up for demo and tests. Kept in the simulator's folder, so a restart keeps it. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const basePath = '/v1.2/mm';

export interface DemoPartnership {
  readonly apiKey: string;
  readonly clientId: string;
  readonly callbackSecret: string;
}

/** The partnership of this folder; made at the first call. */
export function readPartnership(dataDir: string): DemoPartnership {
  const file = join(dataDir, 'partnership.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DemoPartnership;
  mkdirSync(dataDir, { recursive: true });
  const partnership: DemoPartnership = {
    apiKey: randomBytes(16).toString('hex'),
    clientId: 'an-sinh-hub-demo',
    callbackSecret: randomBytes(16).toString('hex'),
  };
  writeFileSync(file, JSON.stringify(partnership), { mode: 0o600 });
  return partnership;
}

/** The adapter's configuration for a simulator that keeps its data in `dataDir` and listens at `simulatorUrl`. */
export function demoConfig(dataDir: string, simulatorUrl: string): Record<string, unknown> {
  const { apiKey, clientId, callbackSecret } = readPartnership(dataDir);
  return { baseUrl: `${simulatorUrl}${basePath}`, apiKey, clientId, callback: { secret: callbackSecret } };
}
