/** The demo's people: generated and imported once, the same way that an officer imports a list. */
import { takeUpListedAccounts } from '../account/index.js';
import { DEMO_COMMUNE_CODE, DEMO_PROVINCE_CODE, generateDemo } from '../demo/generator/index.js';
import { hasListsBy, importList } from '../social-protection/index.js';
import { calendarDateOf } from '../values/index.js';
import { welcomeToDemo } from './announce-ready.js';
import { SHIPPED_DATA, type HubConfig } from './config.js';
import { fetchDemoToken } from './fetch-token.js';
import type { OpenHub } from './open-hub.js';

export const DEMO_AREAS = { provinceCode: DEMO_PROVINCE_CODE, communeCode: DEMO_COMMUNE_CODE };
const DEMO_PROVINCE_NAME = 'Ninh Bình';
const IMPORTED_BY = 'demo';
/** Social insurance names its own recipients, so many for each person on the list; its adapter brings them. */
const INSURED_SHARE = 0.05;

/** Safe to repeat, also after a crash in the middle: files are made anew until their list is in. */
export async function seedDemo({ domains }: OpenHub, config: HubConfig): Promise<void> {
  const { socialProtection, account } = domains;
  if (!(await hasListsBy(socialProtection.db, IMPORTED_BY))) {
    const today = calendarDateOf(new Date());
    const target = { dataDir: SHIPPED_DATA, targetDir: config.dataDir, today };
    const insured = Math.ceil(config.demoPeople * INSURED_SHARE);
    const { xlsx } = await generateDemo({ people: config.demoPeople, insured, ...target });
    await importList(socialProtection, { path: xlsx, importedBy: IMPORTED_BY });
  }
  await takeUpListedAccounts(account);
}

export async function welcome(url: string, people: number): Promise<void> {
  const token = await fetchDemoToken(url, 'demo-officer');
  welcomeToDemo({ url, people, token, provinceName: DEMO_PROVINCE_NAME, provinceCode: DEMO_PROVINCE_CODE });
}
