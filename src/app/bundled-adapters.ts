/** The adapters that ship with the hub, by name. */
import * as agribank from '../../adapters/agribank/index.js';
import * as bidv from '../../adapters/bidv/index.js';
import type { Adapter } from '../../adapters/kit/index.js';
import * as mobifoneMoney from '../../adapters/mobifone-money/index.js';
import * as momo from '../../adapters/momo/index.js';
import * as napas from '../../adapters/napas/index.js';
import * as population from '../../adapters/population/index.js';
import * as socialInsurance from '../../adapters/social-insurance/index.js';
import * as treasury from '../../adapters/treasury/index.js';
import * as viettelMoney from '../../adapters/viettel-money/index.js';
import * as vnpost from '../../adapters/vnpost/index.js';
import * as vnptMoney from '../../adapters/vnpt-money/index.js';
import * as zalopay from '../../adapters/zalopay/index.js';

export interface BundledAdapter {
  readonly adapter: Adapter;
  /** Its configuration against its own simulator. */
  readonly demoConfig: (dataDir: string, simulatorUrl: string) => unknown;
}

const modules = [
  agribank,
  bidv,
  mobifoneMoney,
  momo,
  napas,
  population,
  socialInsurance,
  treasury,
  viettelMoney,
  vnpost,
  vnptMoney,
  zalopay,
] as readonly BundledAdapter[];

export const BUNDLED_ADAPTERS: ReadonlyMap<string, BundledAdapter> = new Map(
  modules.map((module) => [module.adapter.name, module]),
);

/** @throws Error naming those that there are */
export function getBundledAdapter(name: string): BundledAdapter {
  const found = BUNDLED_ADAPTERS.get(name);
  if (!found)
    throw new Error(`There is no adapter ${name}. There are: ${[...BUNDLED_ADAPTERS.keys()].join(', ')}.`);
  return found;
}

/** @throws Error for a name that is none */
export function chooseAdapters(wanted: 'all' | readonly string[]): readonly BundledAdapter[] {
  return wanted === 'all' ? [...BUNDLED_ADAPTERS.values()] : wanted.map(getBundledAdapter);
}
