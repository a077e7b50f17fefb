/** The hub's settings: environment variables and one optional file, all checked before anything starts. This is the only
 *  file that reads the environment. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import type { Role } from '../access/index.js';

/** Where the project is installed: built code lies in `<root>/dist/src/app`. */
export const PROJECT_ROOT = findProjectRoot();
/** Of this program, as package.json says. */
export const VERSION = (
  JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as { version: string }
).version;
/** The reference data that ships. */
export const SHIPPED_DATA = join(PROJECT_ROOT, 'prisma/data');

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
    .optional(),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(4).max(500).default(16),
  HUB_DATA_DIR: z.string().min(1).default('.hub'),
  HUB_DEMO_PEOPLE: z.coerce.number().int().min(1).max(5_000_000).default(2000),
  HUB_ADAPTERS: z.string().optional(),
  HUB_CONFIG: z.string().optional(),
  HUB_REFERENCE_KEYS: z.string().min(1).optional(),
  HUB_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
  HUB_CLIENT_ID: z.string().optional(),
  HUB_CLIENT_SECRET: z.string().optional(),
  OIDC_ISSUER: z.url('must be a URL').optional(),
});

const LIMIT = z.number().int().min(1).max(10_000_000).optional();

const file = z.strictObject({
  /** By adapter: what its own README asks for. */
  adapters: z.record(z.string(), z.unknown()).default({}),
  /** What one client may take of the hub. */
  limits: z
    .strictObject({
      /** Operations in ten seconds by role. */
      operations: z
        .strictObject({
          monitor: LIMIT,
          officer: LIMIT,
          approver: LIMIT,
          treasurer: LIMIT,
          auditor: LIMIT,
          adapter: LIMIT,
        } satisfies Record<Role, unknown>)
        .default({}),
      /** Requests without a token in ten seconds, of one address. */
      operationsWithoutToken: LIMIT,
      socketsOfClient: LIMIT,
      /** Of one address, not signed in yet. */
      socketsWithoutToken: LIMIT,
    })
    .default({ operations: {} }),
  policy: z
    .strictObject({
      freshnessDays: z.number().int().min(1).max(366).optional(),
      accountQuarantineDays: z.number().int().min(0).max(366).optional(),
      periodsAheadMax: z.number().int().min(0).max(1_200).optional(),
      sourceAccount: z.string().min(1).optional(),
      lookUpMissesMax: z.number().int().min(1).max(1_000_000).optional(),
    })
    .default({}),
});

export interface HubConfig {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl?: string;
  readonly databaseConnections: number;
  readonly dataDir: string;
  readonly demoPeople: number;
  /** The file that keeps the keys of references. */
  readonly referenceKeys: string;
  /** Undefined: whatever the command's default is. */
  readonly adapters?: 'all' | readonly string[];
  readonly oidcIssuer?: string;
  readonly logLevel?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly adapterConfigs: Readonly<Record<string, unknown>>;
  readonly policy: z.infer<typeof file>['policy'];
  readonly limits: z.infer<typeof file>['limits'];
}

/** Settings that cannot be used. The message names each variable and what it must be. */
export class ConfigError extends Error {}

/** @throws ConfigError */
export function readConfig(): HubConfig {
  const env = check(environment, process.env, 'the environment');
  const settings = check(
    file,
    env.HUB_CONFIG === undefined ? {} : readSettings(env.HUB_CONFIG),
    env.HUB_CONFIG ?? '',
  );
  const dataDir = resolve(env.HUB_DATA_DIR);
  return {
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    databaseConnections: env.DATABASE_CONNECTIONS,
    dataDir,
    referenceKeys: resolve(env.HUB_REFERENCE_KEYS ?? join(dataDir, 'reference-keys')),
    demoPeople: env.HUB_DEMO_PEOPLE,
    adapters: adaptersOf(env.HUB_ADAPTERS),
    oidcIssuer: env.OIDC_ISSUER,
    logLevel: env.HUB_LOG_LEVEL,
    clientId: env.HUB_CLIENT_ID,
    clientSecret: env.HUB_CLIENT_SECRET,
    adapterConfigs: settings.adapters,
    policy: settings.policy,
    limits: settings.limits,
  };
}

function check<T>(schema: z.ZodType<T>, input: unknown, where: string): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.') || where}: ${issue.message}`);
  throw new ConfigError(`These settings cannot be used (${where}):\n${lines.join('\n')}`);
}

function readSettings(path: string): unknown {
  try {
    return parseYaml(readFileSync(path, 'utf8')) ?? {};
  } catch (error) {
    throw new ConfigError(`HUB_CONFIG: ${path} cannot be read as YAML: ${(error as Error).message}`);
  }
}

function adaptersOf(text: string | undefined): HubConfig['adapters'] {
  if (text === undefined || text === '') return undefined;
  if (text === 'all') return 'all';
  if (text === 'none') return [];
  return text.split(',').map((name) => name.trim());
}

function findProjectRoot(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return resolve(here, here.includes(join('dist', 'src')) ? '../../..' : '../..');
}
