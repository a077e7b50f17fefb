/** What the operator's commands do: each opens what it needs, does one thing, and closes it again. */
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { ExecutionResult } from 'graphql';
import { parse } from 'graphql';
import type { Caller } from '../access/index.js';
import { takeUpListedAccounts } from '../account/index.js';
import { migrate, openDatabase } from '../database/index.js';
import { generateDemo } from '../demo/generator/index.js';
import { announceEvents } from '../event/index.js';
import { createLogger } from '../http/index.js';
import { recordFunding } from '../payment/index.js';
import {
  importList,
  REFUSALS,
  writeTemplate,
  type ImportProgress,
  type ImportSummary,
} from '../social-protection/index.js';
import { announceWork } from '../work/index.js';
import {
  calendarDateOf,
  parseCalendarDate,
  parseDong,
  parseId,
  type CalendarDate,
  type Dong,
} from '../values/index.js';
import { readConfig, SHIPPED_DATA } from './config.js';
import { fetchDemoToken } from './fetch-token.js';
import { openHub, type OpenHub } from './open-hub.js';

/** Brings the database up to date. Returns the names of what was applied. */
export async function migrateDatabase(): Promise<readonly string[]> {
  const config = readConfig();
  const database = await openDatabase({
    url: config.databaseUrl,
    dataDir: config.dataDir,
    stopsAdopted: false,
  });
  try {
    return await migrate(database.url);
  } finally {
    await database.close();
  }
}

/** @param area the list is of it: rows of other areas are refused */
export async function importFile(
  path: string,
  area: string | undefined,
  onProgress: (progress: ImportProgress) => void,
): Promise<
  ImportSummary & { readonly accounts: number; readonly refusalTexts: Readonly<Record<string, string>> }
> {
  return withHub(async ({ domains, database }) => {
    const summary = await importList(domains.socialProtection, {
      path,
      importedBy: operator(),
      onProgress,
      ...(area === undefined ? {} : { areaCode: area }),
    });
    const { registered } = await takeUpListedAccounts(domains.account, { listId: summary.listId });
    await announceEvents(database.pool);
    await announceWork(database.pool, []);
    const codes = Object.keys(summary.refusedByCode) as (keyof typeof REFUSALS)[];
    const refusalTexts = Object.fromEntries(codes.map((code) => [code, REFUSALS[code]]));
    return { ...summary, accounts: registered, refusalTexts };
  });
}

export async function writeListTemplate(path: string): Promise<void> {
  await writeTemplate(path, SHIPPED_DATA);
}

export async function writeDemoList(options: {
  people: number;
  seed: number;
  folder: string;
}): Promise<{ xlsx: string; csv: string; rows: number }> {
  const { people, seed, folder } = options;
  return generateDemo({
    people,
    seed,
    targetDir: folder,
    dataDir: SHIPPED_DATA,
    today: calendarDateOf(new Date()),
  });
}

export async function fundBatch(input: {
  batch: string;
  document: string;
  amount: string;
  date?: string;
}): Promise<{ readonly status: string; readonly funded: Dong; readonly missing: Dong }> {
  return withHub(async ({ domains }) => {
    const date: CalendarDate =
      input.date === undefined ? calendarDateOf(new Date()) : parseCalendarDate(input.date);
    const result = await recordFunding(domains.payment, operatorAs('treasurer'), {
      batchId: parseId('bat', input.batch),
      documentNumber: input.document,
      amount: parseDong(input.amount.replaceAll('.', '')),
      date,
    });
    if (result.kind === 'NOT_FOUND') throw new Error('There is no such batch.');
    if ('message' in result) throw new Error(result.message);
    return { status: result.batch.status, funded: result.batch.funded_amount, missing: result.missing };
  });
}

/** Coverage of an area and of the areas one level below, through the graph itself. */
export async function coverageOf(area: string, period?: string): Promise<unknown> {
  return withHub(async ({ graph }) => {
    const result: ExecutionResult = await graph.execute({
      document: parse(COVERAGE),
      variables: { area, period: period ?? null },
      contextValue: { caller: operatorAs('monitor'), requestId: 'report' },
    });
    const [error] = result.errors ?? [];
    if (error) throw new Error(error.message);
    return result.data?.['coverage'];
  });
}

const FIGURES = `area { code name } beneficiaries withAccount withAccountRate paidThroughAccount paidThroughAccountRate amountThroughAccount`;
const COVERAGE = `query Coverage($area: ID!, $period: Period) { coverage(area: $area, period: $period) {
  asOf ${FIGURES} withoutAccountByReason { reason count } byInstitution { institution { code name } count amount } children { ${FIGURES} } } }`;

/** A token of the demo issuer of the hub that runs in this folder. */
export async function tokenFor(client: string): Promise<string> {
  const { dataDir } = readConfig();
  return fetchDemoToken(runningHub(dataDir), client);
}

function runningHub(dataDir: string): string {
  try {
    return (JSON.parse(readFileSync(join(dataDir, 'hub.json'), 'utf8')) as { url: string }).url;
  } catch {
    throw new Error(`No hub has run in ${dataDir}. Start one with: npm start`);
  }
}

async function withHub<Result>(work: (hub: OpenHub) => Promise<Result>): Promise<Result> {
  const config = readConfig();
  const logger = createLogger({ level: config.logLevel ?? 'warn' });
  const hub = await openHub({ config, logger, stopsAdopted: false });
  try {
    return await work(hub);
  } finally {
    await hub.close();
  }
}

function operator(): string {
  return `operator:${userInfo().username}`;
}

/** Whoever can run commands on the hub's own machine acts for the whole country. */
function operatorAs(role: 'treasurer' | 'monitor'): Caller {
  return {
    subject: operator(),
    clientId: 'command-line',
    roles: [role],
    purposes: [],
    showsPersonalData: false,
  };
}
