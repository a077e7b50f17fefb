/** Status intake, durable: reports of adapters, a thousand a request. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { openCountry } from '../country/open-country.mjs';
import { ALL_CORES, letRoam, startContestant, stayOnLoadCore } from '../harness/contestant.mjs';
import { startHub } from '../harness/hub.mjs';
import { startIssuer } from '../harness/issuer.mjs';
import { ask } from '../harness/load.mjs';
import { versionOf } from '../harness/machine.mjs';
import { exactCpuMsOf, familyOf, memoryOf } from '../harness/processes.mjs';
import { growthNote } from '../harness/growth.mjs';
import { ratios, takeTurns } from '../harness/rounds.mjs';
import { costOf, startServer } from '../harness/server.mjs';
import { quantile, shownSpread, spread } from '../harness/statistics.mjs';
import { batchMaker, claimAll } from '../payments/released-batch.mjs';

const FLOOR = 'floor: the same SQL, bare pg';
const INSTITUTION = 'VIETTEL_MONEY';
const REPORTS = 1_000;
const AT_ONCE = 4;
/** Each of those who send has so many requests a round, one after the other. */
const IN_A_ROW = 2;
/** Requests a second at which latency is measured, half of the goal, and how many of them. */
const [ARRIVALS, ARRIVE] = [5, 30];
/** Row by row is two orders slower: it gets fewer of them, so that a round does not last minutes. */
const ROW_BY_ROW_REPORTS = 50;
const REPORT = `mutation ($reports: [PaymentStatusReport!]!) { reportPaymentStatuses(reports: $reports) { reportId outcome } }`;
const PLAIN_REPORT = `mutation ($reports: [Report!]!) { reportPaymentStatuses(reports: $reports) { reportId outcome } }`;

export const name = 'status-intake';
export const title = 'Status intake';
export const goal = 'at least 10,000 reports a second on two cores, durable, and at least 60 % of the floor';
export const versions = () => ({
  '@apollo/server': versionOf('@apollo/server'),
  '@prisma/client': versionOf('@prisma/client'),
});

export async function run(options) {
  // The goal is for two cores: server, PostgreSQL and who reports each take the one that is free.
  letRoam(process.pid);
  try {
    return await measureAll(options);
  } finally {
    stayOnLoadCore();
  }
}

async function measureAll({ rounds, isShort, log }) {
  const compared = await compare(isShort ? 100_000 : 240_000, { rounds, log });
  const grown = [];
  for (const people of isShort ? [10_000, 20_000, 40_000] : [30_000, 120_000, 480_000]) {
    grown.push(await costIn(people, (line) => log(`${people} people: ${line}`)));
  }
  const { hubMs, databaseMs } = grown.at(-1);
  const perReport = [
    ['What the hub costs per report', 'hubMs'],
    ['What PostgreSQL costs per report', 'databaseMs'],
  ];
  return {
    tables: [compared.table],
    notes: [
      compared.note,
      ...perReport.map(([cost, name]) =>
        growthNote({
          ...{ cost, unit: 'ms of CPU', sizes: 'payments that stand there' },
          points: grown.map((one) => [one.count, one[name]]),
        }),
      ),
    ],
    unitCosts: { reportMs: hubMs, reportDatabaseMs: databaseMs },
  };
}

/** A country whose payments are all released and claimed, beside a hub that takes reports about them. */
async function openClaimed(people, log) {
  const country = await openCountry({ people, months: 0, onlyAt: INSTITUTION, log });
  const issuer = await startIssuer();
  const stops = [() => issuer.stop(), () => country.close()];
  const stop = async () => {
    for (const each of stops) await each();
  };
  try {
    const hub = await startHub({ databaseUrl: country.url, issuer, core: ALL_CORES });
    stops.unshift(() => hub.stop());
    const url = `${hub.url}/graphql`;
    const make = await batchMaker({ url, issuer });
    const period = `20${30 + Math.floor(Math.random() * 60)}-0${1 + Math.floor(Math.random() * 9)}`;
    const { count } = await make(period);
    const { headers, claimed } = await claimAll({ url, issuer, institution: INSTITUTION });
    log(`${count} payments released, ${claimed.length} claimed`);
    const take = (many) => {
      if (claimed.length < many) throw new Error('too few payments for so many rounds');
      return claimed.splice(0, many).map(({ reference }) => reference);
    };
    return { country, hub, url, headers, count, take, stops, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const tell = async (to, headers, query, references, more) => {
  const reports = references.map((reference) => ({
    ...{ reportId: randomUUID(), reference, status: 'SETTLED', occurredAt: new Date().toISOString() },
    ...more,
  }));
  const { reportPaymentStatuses } = await ask(to, headers, JSON.stringify({ query, variables: { reports } }));
  return reportPaymentStatuses.filter(({ outcome }) => outcome === 'APPLIED').length;
};

/** @returns how many reports were applied */
const together = async (take, size, send) => {
  const applied = [];
  const one = async () => {
    for (let sent = 0; sent < IN_A_ROW; sent += 1) applied.push(await send(take(size)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return applied.reduce((sum, some) => sum + some, 0);
};

/** Milliseconds from when a request was due to its answer. */
async function latenciesOf(take, send) {
  const from = performance.now();
  const latencies = await Promise.all(
    Array.from({ length: ARRIVE }, async (_, index) => {
      const dueMs = (index * 1_000) / ARRIVALS;
      await delay(dueMs);
      await send(take(REPORTS));
      return performance.now() - from - dueMs;
    }),
  );
  return { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
}

/** What a report costs where so many people are paid: the first requests warm up, the others count. */
async function costIn(people, log) {
  const { country, hub, url, headers, count, take, stop } = await openClaimed(people, log);
  try {
    const send = (references) => tell(url, headers, REPORT, references, { evidence: 'REPLY' });
    await together(take, REPORTS, send);
    const { applied, cpuMs, databaseCpuMs } = await costOf(
      [hub],
      async () => ({ applied: await together(take, REPORTS, send) }),
      country.databasePid,
    );
    return { count, hubMs: cpuMs / applied, databaseMs: databaseCpuMs / applied };
  } finally {
    await stop();
  }
}

async function compare(people, { rounds, log }) {
  const { country, hub, url, headers, take, stops, stop } = await openClaimed(people, log);
  try {
    const {
      rows: [{ fsync }],
    } = await country.pool.query(`SELECT current_setting('fsync') AS fsync`);
    const env = { DATABASE_URL: country.url };
    const rowByRow = await startServer(
      ['node', fileURLToPath(new URL('../status-intake/row-by-row.mjs', import.meta.url))],
      { env, core: ALL_CORES },
    );
    stops.unshift(() => rowByRow.stop());
    const floor = await startContestant(
      new URL('../status-intake/floor.mjs', import.meta.url),
      {},
      { env, core: ALL_CORES },
    );
    stops.unshift(() => floor.stop());

    const tellHub = (references) => tell(url, headers, REPORT, references, { evidence: 'REPLY' });
    const contestants = {
      'An Sinh Hub': [hub.pid, () => together(take, REPORTS, tellHub)],
      [FLOOR]: [
        floor.pid,
        async () =>
          (
            await floor.ask({
              institution: INSTITUTION,
              lanes: Array.from({ length: AT_ONCE }, () =>
                Array.from({ length: IN_A_ROW }, () => take(REPORTS)),
              ),
            })
          ).applied,
      ],
      'Apollo Server + Prisma, row by row': [
        rowByRow.pid,
        () =>
          together(take, ROW_BY_ROW_REPORTS, (references) =>
            tell(rowByRow.url, {}, PLAIN_REPORT, references, {}),
          ),
      ],
    };
    const measure = async (name) => {
      const [pid, send] = contestants[name];
      const pids = familyOf(pid);
      const cpuBefore = exactCpuMsOf(pids);
      const from = performance.now();
      const applied = await send();
      const wallMs = performance.now() - from;
      return {
        perSecond: (applied / wallMs) * 1_000,
        cpuMs: (exactCpuMsOf(pids) - cpuBefore) / applied,
        memory: memoryOf(pids),
      };
    };
    for (const name of Object.keys(contestants)) await measure(name);
    const rows = await takeTurns(Object.keys(contestants), rounds, measure, log);
    const against = ratios(rows, 'perSecond', FLOOR);
    log(`latency at ${ARRIVALS} requests a second`);
    const { p50, p99 } = await latenciesOf(take, tellHub);
    const note = `At ${ARRIVALS} requests of 1,000 reports a second the hub answers within ${p50.toFixed(0)} ms (p50) and ${p99.toFixed(0)} ms (the slowest of ${ARRIVE}).`;
    const table = {
      title: `${AT_ONCE} requests at once of 1,000 reports each, fsync ${fsync}; server, PostgreSQL and load share the two cores`,
      columns: [
        'Contestant',
        'reports a second',
        'of the floor (middle half of rounds)',
        'server CPU ms per report',
        'memory MiB',
      ],
      chart: 'reports a second',
      rows: Object.keys(contestants).map((name) => {
        const share = spread(against[name]);
        return [
          name,
          Math.round(spread(rows[name].map(({ perSecond }) => perSecond)).median),
          shownSpread(share),
          spread(rows[name].map(({ cpuMs }) => cpuMs)).median,
          Math.round(rows[name].at(-1).memory / 2 ** 20),
        ];
      }),
      raw: rows,
    };
    return { table, note };
  } finally {
    await stop();
  }
}
