/** The demo's people: generated and imported once, the same way that an officer imports a list. */
import { setTimeout as delay } from 'node:timers/promises';
import { takeUpListedAccounts } from '../account/index.js';
import type { Database } from '../database/index.js';
import { DEMO_COMMUNE_CODE, DEMO_PROVINCE_CODE, generateDemo } from '../demo/generator/index.js';
import { countEverybody, hasListsBy, importList } from '../social-protection/index.js';
import { calendarDateOf } from '../values/index.js';
import { welcomeToDemo } from './announce-ready.js';
import { SHIPPED_DATA, type HubConfig } from './config.js';
import { fetchDemoToken } from './fetch-token.js';
import type { OpenHub } from './open-hub.js';

export const DEMO_AREAS = { provinceCode: DEMO_PROVINCE_CODE, communeCode: DEMO_COMMUNE_CODE };
const DEMO_PROVINCE_NAME = 'Ninh Bình';
const IMPORTED_BY = 'demo';
/** So many of the demo's people are on no locality's list: social insurance names them, and its adapter brings them. */
const INSURED_SHARE = 0.05;
const INSURED_ADAPTER = 'social-insurance';
const ARRIVAL_MS_MAX = 10_000;
const ARRIVAL_POLL_MS = 100;

/** Writes the list and what the simulators are to know, unless the list is in already. Safe to repeat, also after a crash.
 *  @returns the list to import, if there is one */
export async function makePeople({ pool }: Database, config: HubConfig): Promise<string | undefined> {
  if (await hasListsBy(pool, IMPORTED_BY)) return undefined;
  const today = calendarDateOf(new Date());
  const target = { dataDir: SHIPPED_DATA, targetDir: config.dataDir, today };
  const insured = runsInsuredAdapter(config) ? Math.floor(config.demoPeople * INSURED_SHARE) : 0;
  const { xlsx } = await generateDemo({ people: config.demoPeople - insured, insured, ...target });
  return xlsx;
}

export async function importPeople({ domains }: OpenHub, list: string | undefined): Promise<void> {
  const { socialProtection, account } = domains;
  if (list) await importList(socialProtection, { path: list, importedBy: IMPORTED_BY });
  await takeUpListedAccounts(account);
}

/** Resolves when those whom social insurance names are in as well, so that whoever is told READY finds everybody; goes on without
 *  them when they do not come. */
export async function awaitEverybody({ domains }: OpenHub, config: HubConfig): Promise<void> {
  if (!runsInsuredAdapter(config)) return;
  const { db } = domains.socialProtection;
  const until = Date.now() + ARRIVAL_MS_MAX;
  while ((await countEverybody(db)) < config.demoPeople && Date.now() < until) await delay(ARRIVAL_POLL_MS);
}

function runsInsuredAdapter({ adapters = 'all' }: HubConfig): boolean {
  return adapters === 'all' || adapters.includes(INSURED_ADAPTER);
}

export async function welcome(url: string, people: number): Promise<void> {
  const token = await fetchDemoToken(url, 'demo-officer');
  welcomeToDemo({ url, people, token, provinceName: DEMO_PROVINCE_NAME, provinceCode: DEMO_PROVINCE_CODE });
}
