/** Writes a demo: a province's recipient list as XLSX and CSV, and what every simulator is to know before anybody asks. The
 *  people stream from the generator into the files, so a list of a million fits into memory. */
import { once } from 'node:events';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { readDemoFacts, type DemoCommune } from './demo-facts.js';
import { createPersonMaker } from './demo-person.js';
import { DEMO_HEADINGS, type DemoRow } from './demo-row.js';
import { createAccountMaker } from './make-account.js';
import { createHouseholdMaker } from './make-household.js';
import { createInsuredMaker } from './make-insured.js';
import { createRandom } from './random.js';
import { badRowsAfter } from './spoil-rows.js';
import { openListFiles } from './write-list.js';

/** Ninh Bình: joined in July 2025 by Hà Nam and Nam Định. */
export const DEMO_PROVINCE_CODE = '37';
/** Phường Phủ Lý: the commune of the demo's commune officer. */
export const DEMO_COMMUNE_CODE = '13285';
export const DEMO_SYSTEMS = [
  'bidv',
  'agribank',
  'momo',
  'zalopay',
  'napas',
  'viettel-money',
  'vnpt-money',
  'mobifone-money',
  'population',
  'social-insurance',
] as const;

/** What a simulator's seeds are called, where they are not accounts. */
const SEED_FILES: Readonly<Record<string, string>> = {
  population: 'citizens.jsonl',
  'social-insurance': 'recipients.jsonl',
};
/** On average; the commune of the demo's officer has the most. */
const PEOPLE_PER_COMMUNE = 60;

export interface DemoOptions {
  /** Persons on the list, each of whom a reader can take; bad rows come on top. */
  readonly people: number;
  /** People of social insurance on top of those on the list: its own register names them. Default none. */
  readonly insured?: number;
  readonly seed?: number;
  /** The folder `prisma/data/` of the installation. */
  readonly dataDir: string;
  /** Where the files go: the lists here, each simulator's seeds in `simulators/<system>/`. */
  readonly targetDir: string;
  /** `YYYY-MM-DD` */
  readonly today: string;
  readonly provinceCode?: string;
  readonly communeCode?: string;
}

export interface DemoFiles {
  readonly xlsx: string;
  readonly csv: string;
  /** Data folder of each simulator, by system. */
  readonly simulators: Readonly<Record<(typeof DEMO_SYSTEMS)[number], string>>;
  readonly people: number;
  readonly rows: number;
}

/** The same options make the same people. Existing files are replaced. */
export async function generateDemo(options: DemoOptions): Promise<DemoFiles> {
  const { people, dataDir, targetDir, today, seed = 1975 } = options;
  const facts = readDemoFacts(dataDir, options.provinceCode ?? DEMO_PROVINCE_CODE, today);
  const random = createRandom(seed);
  const tools = {
    random,
    facts,
    people: createPersonMaker(random, facts.birthCodes, Number(today.slice(0, 4))),
    accountFor: createAccountMaker(random),
    today,
  };
  const makeHousehold = createHouseholdMaker(tools);
  const communes = chooseCommunes(facts.communes, people, options.communeCode ?? DEMO_COMMUNE_CODE);
  const simulators = openSimulatorFiles(targetDir);
  const list = await openListFiles(targetDir, DEMO_HEADINGS);
  let ordinal = 0;
  const write = (row: DemoRow) => list.write({ STT: String(++ordinal), ...row });
  for (let made = 0; made < people; made++) {
    const commune = random.chance(0.1) ? communes[0]! : random.pick(communes);
    const { rows, citizens, accounts } = makeHousehold(commune);
    for (const citizen of citizens) await simulators.write('population', citizen);
    for (const { system, ...account } of accounts) await simulators.write(system, account);
    for (const row of rows) await write(row);
    for (const row of badRowsAfter(random, rows, () => makeHousehold(commune).rows[0]!)) await write(row);
  }
  // After the list, so that the same list comes whether there are insured people or not.
  const makeInsured = createInsuredMaker(tools, options.provinceCode ?? DEMO_PROVINCE_CODE);
  for (let made = 0; made < (options.insured ?? 0); made++) {
    const { recipient, citizens, accounts } = makeInsured(random.pick(communes));
    await simulators.write('social-insurance', recipient);
    for (const citizen of citizens) await simulators.write('population', citizen);
    for (const { system, ...account } of accounts) await simulators.write(system, account);
  }
  await simulators.close();
  return { ...(await list.close()), simulators: simulators.folders, people, rows: ordinal };
}

function chooseCommunes(
  communes: readonly DemoCommune[],
  people: number,
  first: string,
): readonly DemoCommune[] {
  const count = Math.min(communes.length, Math.max(5, Math.round(people / PEOPLE_PER_COMMUNE)));
  const home = communes.find((commune) => commune.code === first);
  return [...(home ? [home] : []), ...communes.filter((commune) => commune !== home)].slice(0, count);
}

function openSimulatorFiles(targetDir: string) {
  const folders = Object.fromEntries(
    DEMO_SYSTEMS.map((system) => [system, join(targetDir, 'simulators', system)]),
  ) as DemoFiles['simulators'];
  const files = new Map<string, WriteStream>();
  for (const system of DEMO_SYSTEMS) {
    mkdirSync(folders[system], { recursive: true });
    files.set(system, createWriteStream(join(folders[system], SEED_FILES[system] ?? 'accounts.jsonl')));
  }
  return {
    folders,
    async write(system: string, line: object): Promise<void> {
      const file = files.get(system)!;
      if (!file.write(`${JSON.stringify(line)}\n`)) await once(file, 'drain');
    },
    async close(): Promise<void> {
      await Promise.all([...files.values()].map((file) => finished(file.end())));
    },
  };
}
