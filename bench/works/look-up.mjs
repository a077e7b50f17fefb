/** Account look-up: `resolveAccounts`, a thousand persons a request, over ten million accounts. */
import { openCountry } from '../country/open-country.mjs';
import { ALL_CORES, letRoam, stayOnLoadCore } from '../harness/contestant.mjs';
import { growthNote } from '../harness/growth.mjs';
import { startHub } from '../harness/hub.mjs';
import { startIssuer } from '../harness/issuer.mjs';
import { arrive, ask, saturate } from '../harness/load.mjs';
import { versionOf } from '../harness/machine.mjs';
import { costOf } from '../harness/server.mjs';
import { median, shownSpread, spread } from '../harness/statistics.mjs';

const IDS = 1_000;
const CONNECTIONS = 2;
/** As long as it takes until PostgreSQL holds what is asked for. */
const WARM_UP_MS = 20_000;
const ROUND_MS = 4_000;
/** Requests a second at which latency is compared: 100,000 ids. */
const ARRIVALS = 100;
const PACED_MS = 2_000;
/** Made before each round, so that the load generator does little beside those whose cores it shares. */
const BODIES = 500;
/** People to ask for, from all over the table. */
const SAMPLE = 500_000;
const OPERATION = `query Resolve($personalIds: [PersonalId!]!) {
  resolveAccounts(personalIds: $personalIds) { id number holderName status institution { code } }
}`;

export const name = 'look-up';
export const title = 'Account look-up';
export const goal = `at least 100,000 ids a second, median under 20 ms at ${ARRIVALS} requests a second (published: OpenG2P SPAR 9,700 ids/s, median 400 ms on 2 + 1 CPU)`;
export const versions = () => ({ pg: versionOf('pg') });

export async function run({ rounds, isShort, log }) {
  // Every second person has two accounts.
  const sizes = isShort ? [20_000, 100_000] : [100_000, 1_000_000, 6_700_000];
  const rows = [];
  // As who measured 2 + 1 CPU: nobody is beside us whose share must be kept apart.
  letRoam(process.pid);
  try {
    for (const people of sizes) rows.push(await measure(people, { rounds, log }));
  } finally {
    stayOnLoadCore();
  }
  const largest = rows.at(-1);
  return {
    tables: [
      {
        title: 'A thousand ids a request',
        columns: [
          'accounts',
          `ids a second, ${CONNECTIONS} connections (middle half of rounds)`,
          `p50 ms, ${CONNECTIONS} connections`,
          `p50 ms at ${ARRIVALS} requests/s`,
          `p99 ms at ${ARRIVALS} requests/s`,
          'CPU ms per request',
          'database CPU ms',
        ],
        rows: rows.map((row) => [
          row.accounts,
          row.perSecond,
          row.saturatedP50,
          row.p50,
          row.p99,
          row.cpuMs,
          row.databaseCpuMs,
        ]),
      },
    ],
    unitCosts: { requestMs: largest.cpuMs, requestDatabaseMs: largest.databaseCpuMs },
    notes: [
      growthNote({
        ...{ cost: 'CPU per request, the database’s with it,', unit: 'ms', sizes: 'accounts' },
        points: rows.map(({ accounts, cpuMs, databaseCpuMs }) => [accounts, cpuMs + databaseCpuMs]),
      }),
    ],
  };
}

async function measure(people, { rounds, log }) {
  const country = await openCountry({ people, months: 0, log });
  const issuer = await startIssuer();
  const hub = await startHub({ databaseUrl: country.url, issuer, core: ALL_CORES });
  try {
    const { rows: sample } = await country.pool.query(
      `SELECT personal_id FROM social_protection.person TABLESAMPLE BERNOULLI (${Math.min(100, (100 * SAMPLE) / people)})`,
    );
    const ids = sample.map(({ personal_id: id }) => id);
    const token = await issuer.tokenFor({
      sub: 'bench',
      roles: ['officer'],
      area: 'VN',
      purposes: ['PAYMENT_PREPARATION'],
    });
    const load = () => ({
      url: `${hub.url}/graphql`,
      headers: { authorization: `Bearer ${token}` },
      next: bodiesOf(ids),
    });
    const { url, headers, next } = load();
    const { resolveAccounts } = await ask(url, headers, next());
    if (resolveAccounts.some((account) => account === null)) throw new Error('everybody has an account here');
    const saturated = () => ({ ...load(), connections: CONNECTIONS, forMs: ROUND_MS });
    await saturate({ ...saturated(), forMs: WARM_UP_MS });
    const [measured, paced] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      const all = saturated();
      measured.push(await costOf([hub], () => saturate(all), country.databasePid));
      paced.push(await arrive({ ...load(), perSecond: ARRIVALS, forMs: PACED_MS }));
      log(`${people} people: round ${round + 1} of ${rounds}`);
    }
    const {
      rows: [{ count }],
    } = await country.pool.query('SELECT count(*)::int FROM account.account');
    return {
      accounts: count,
      perSecond: shownSpread(spread(measured.map((one) => one.perSecond * IDS)), 0),
      saturatedP50: median(measured.map((one) => one.p50)),
      p50: median(paced.map((one) => one.p50)),
      p99: median(paced.map((one) => one.p99)),
      cpuMs: median(measured.map((one) => one.cpuMs / one.requests)),
      databaseCpuMs: median(measured.map((one) => one.databaseCpuMs / one.requests)),
    };
  } finally {
    await hub.stop();
    issuer.stop();
    await country.close();
  }
}

/** Requests for a thousand people each, in turn. */
function bodiesOf(ids) {
  const some = () => ids[Math.floor(Math.random() * ids.length)];
  const bodies = Array.from({ length: BODIES }, () => {
    const personalIds = Array.from({ length: IDS }, some);
    return JSON.stringify({ query: OPERATION, variables: { personalIds } });
  });
  let turn = 0;
  return () => bodies[(turn += 1) % BODIES];
}
