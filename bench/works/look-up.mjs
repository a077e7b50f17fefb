/** Account look-up: `resolveAccounts`, a thousand persons a request, over ten million accounts. */
import { openCountry } from '../country/open-country.mjs';
import { startHub } from '../harness/hub.mjs';
import { startIssuer } from '../harness/issuer.mjs';
import { ask, saturate } from '../harness/load.mjs';
import { versionOf } from '../harness/machine.mjs';
import { costOf } from '../harness/server.mjs';
import { exponentOf, spread } from '../harness/statistics.mjs';

const IDS = 1_000;
const CONNECTIONS = 3;
const ROUND_MS = 4_000;
const OPERATION = `query Resolve($personalIds: [PersonalId!]!) {
  resolveAccounts(personalIds: $personalIds) { id number holderName status institution { code } }
}`;

export const name = 'look-up';
export const title = 'Account look-up';
export const goal =
  'at least 100,000 ids a second, median under 20 ms (published: OpenG2P SPAR 9,700 ids/s, median 400 ms on 2 + 1 CPU)';
export const versions = () => ({ pg: versionOf('pg') });

export async function run({ rounds, isShort, log }) {
  // Every second person has two accounts.
  const sizes = isShort ? [20_000, 100_000] : [100_000, 1_000_000, 6_700_000];
  const rows = [];
  for (const people of sizes) rows.push(await measure(people, { rounds, log }));
  const growth = exponentOf(rows.map(([accounts, , , , cpuMs]) => [accounts, cpuMs]));
  return {
    tables: [
      {
        title: 'A thousand ids a request',
        columns: [
          'accounts',
          'ids a second (middle half of rounds)',
          'p50 ms',
          'p99 ms',
          'CPU ms per request',
          'database CPU ms',
        ],
        rows,
      },
    ],
    unitCosts: { requestMs: rows.at(-1)[4], requestDatabaseMs: rows.at(-1)[5] },
    notes: [`CPU per request grows with the number of accounts to the power of ${growth.toFixed(2)}.`],
  };
}

async function measure(people, { rounds, log }) {
  const country = await openCountry({ people, months: 0, log });
  const issuer = await startIssuer();
  const hub = await startHub({ databaseUrl: country.url, issuer });
  try {
    const { rows: sample } = await country.pool.query(
      'SELECT personal_id FROM social_protection.person LIMIT 500000',
    );
    const ids = sample.map(({ personal_id: id }) => id);
    const token = await issuer.tokenFor({
      sub: 'bench',
      roles: ['officer'],
      area: 'VN',
      purposes: ['PAYMENT_PREPARATION'],
    });
    const headers = { authorization: `Bearer ${token}` };
    const next = () => {
      const personalIds = Array.from({ length: IDS }, () => ids[Math.floor(Math.random() * ids.length)]);
      return JSON.stringify({ query: OPERATION, variables: { personalIds } });
    };
    const url = `${hub.url}/graphql`;
    const { resolveAccounts } = await ask(url, headers, next());
    if (resolveAccounts.some((account) => account === null)) throw new Error('everybody has an account here');
    await saturate({ url, headers, next, connections: CONNECTIONS, forMs: ROUND_MS });
    const measured = [];
    for (let round = 0; round < rounds; round += 1) {
      measured.push(
        await costOf(
          [hub],
          () => saturate({ url, headers, next, connections: CONNECTIONS, forMs: ROUND_MS }),
          country.databasePid,
        ),
      );
      log(`${people} people: round ${round + 1} of ${rounds}`);
    }
    const perSecond = spread(measured.map((one) => one.perSecond * IDS));
    const {
      rows: [{ count }],
    } = await country.pool.query('SELECT count(*)::int FROM account.account');
    return [
      count,
      `${Math.round(perSecond.median).toLocaleString('en')} (${Math.round(perSecond.low).toLocaleString('en')}–${Math.round(perSecond.high).toLocaleString('en')})`,
      spread(measured.map((one) => one.p50)).median,
      spread(measured.map((one) => one.p99)).median,
      spread(measured.map((one) => one.cpuMs / one.requests)).median,
      spread(measured.map((one) => one.databaseCpuMs / one.requests)).median,
    ];
  } finally {
    await hub.stop();
    issuer.stop();
    await country.close();
  }
}
