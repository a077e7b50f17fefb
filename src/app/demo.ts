/** The demo's people: generated and imported once, the same way that an officer imports a list. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { takeUpListedAccounts } from '../account/index.js';
import { DEMO_COMMUNE_CODE, DEMO_PROVINCE_CODE, generateDemo } from '../demo/generator/index.js';
import { importList } from '../social-protection/index.js';
import { calendarDateOf } from '../values/index.js';
import { welcomeToDemo } from './announce-ready.js';
import { SHIPPED_DATA, type HubConfig } from './config.js';
import { fetchDemoToken } from './fetch-token.js';
import type { OpenHub } from './open-hub.js';

export const DEMO_AREAS = { provinceCode: DEMO_PROVINCE_CODE, communeCode: DEMO_COMMUNE_CODE };
const DEMO_PROVINCE_NAME = 'Ninh Bình';

/** Safe to repeat: the files stay as they are, and an imported list changes nothing. */
export async function seedDemo({ domains }: OpenHub, config: HubConfig): Promise<void> {
  const list = join(config.dataDir, 'danh-sach.xlsx');
  if (!existsSync(list)) {
    const today = calendarDateOf(new Date());
    await generateDemo({
      people: config.demoPeople,
      dataDir: SHIPPED_DATA,
      targetDir: config.dataDir,
      today,
    });
  } else if (await domains.hasPeople()) {
    return;
  }
  const summary = await importList(domains.socialProtection, { path: list, importedBy: 'demo' });
  await takeUpListedAccounts(domains.account, { listId: summary.listId });
}

export async function welcome(url: string, people: number): Promise<void> {
  const token = await fetchDemoToken(url, 'demo-officer');
  welcomeToDemo({ url, people, token, provinceName: DEMO_PROVINCE_NAME, provinceCode: DEMO_PROVINCE_CODE });
}
