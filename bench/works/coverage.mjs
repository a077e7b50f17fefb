/** Coverage: a province with its communes, now and at a past instant, where everybody lives in that one province. */
import { performance } from 'node:perf_hooks';
import { openPaidProvince, PROVINCE } from '../province/open-paid-province.mjs';
import { plainCoverage } from '../province/plain-aggregate.mjs';
import { assertSameAnswers } from '../harness/canonical.mjs';
import { startHub } from '../harness/hub.mjs';
import { startIssuer } from '../harness/issuer.mjs';
import { arrive, ask, saturate } from '../harness/load.mjs';
import { versionOf } from '../harness/machine.mjs';
import { costOf } from '../harness/server.mjs';
import { exponentOf, shownSpread, spread } from '../harness/statistics.mjs';

const PLAIN = 'one SQL aggregate over the base tables';
const CONNECTIONS = 3;
const ROUND_MS = 1_500;
/** Arrivals a second at which latency is measured. */
const ARRIVALS = 4;
const MONTHS = 10;
const FIRST_DAY = Date.parse('2025-07-10T00:00:00Z');
const FIGURES = `beneficiaries withAccount withAccountRate paidThroughAccount paidThroughAccountRate amountThroughAccount
  byInstitution { institution { code } count amount } withoutAccountByReason { reason count }`;
const OPERATION = `query Coverage($area: ID!, $asOf: DateTime) {
  coverage(area: $area, asOf: $asOf) { ${FIGURES} children { area { code } ${FIGURES} } }
}`;

/** Any second of the months that were paid. */
const somewhen = () =>
  new Date(FIRST_DAY + Math.floor(Math.random() * MONTHS * 30 * 86_400) * 1_000).toISOString();
const QUESTIONS = [
  ['a province with its communes, now', PROVINCE, () => null],
  ['a province with its communes, at a past instant', PROVINCE, somewhen],
  ['the country with its provinces, now', 'VN', () => null],
  ['the country with its provinces, at a past instant', 'VN', somewhen],
];

export const name = 'coverage';
export const title = 'Coverage';
export const goal =
  'p95 under 100 ms for a province with its communes, 1,000,000 beneficiaries and 10,000,000 payments';
export const versions = () => ({ pg: versionOf('pg') });

export async function run({ rounds, isShort, log }) {
  const sizes = isShort ? [10_000, 100_000] : [10_000, 100_000, 1_000_000];
  const [rows, costs] = [[], QUESTIONS.map(() => [])];
  for (const people of sizes) {
    const measured = await measure(people, { rounds, log });
    rows.push(...measured.map(({ row }) => row));
    measured.forEach(({ cpuMs }, at) => costs[at]?.push([people, cpuMs]));
  }
  return {
    tables: [
      {
        title: `${PROVINCE} and all its communes, ${MONTHS} months of payments`,
        columns: [
          'Question',
          'beneficiaries',
          `p50 ms at ${ARRIVALS}/s`,
          `p95 ms at ${ARRIVALS}/s`,
          'requests a second (middle half of rounds)',
          'CPU ms per request',
          'database CPU ms',
          'memory MiB',
        ],
        rows,
      },
    ],
    unitCosts: { requestMs: rows.at(-5)[5], requestDatabaseMs: rows.at(-5)[6] },
    notes: QUESTIONS.map(
      ([question], at) =>
        `${question}: CPU of hub and database together grows with the number of people and payments to the power of ${exponentOf(costs[at]).toFixed(2)}.`,
    ),
  };
}

async function measure(people, { rounds, log }) {
  const province = await openPaidProvince({ people, months: MONTHS, log });
  const issuer = await startIssuer();
  const hub = await startHub({ databaseUrl: province.url, issuer });
  try {
    const url = `${hub.url}/graphql`;
    const token = await issuer.tokenFor({ sub: 'bench', roles: ['monitor'] });
    const headers = { authorization: `Bearer ${token}` };
    const bodyOf = (area, asOf) => JSON.stringify({ query: OPERATION, variables: { area, asOf } });
    const plain = await checkAnswers(province, (area, asOf) => ask(url, headers, bodyOf(area, asOf)), log);
    const measured = [];
    for (const [question, area, asOf] of QUESTIONS) {
      const load = { url, headers, next: () => bodyOf(area, asOf()) };
      await saturate({ ...load, connections: CONNECTIONS, forMs: ROUND_MS });
      const [paced, saturated] = [[], []];
      for (let round = 0; round < rounds; round += 1) {
        paced.push(await arrive({ ...load, perSecond: ARRIVALS, forMs: 2 * ROUND_MS }));
        saturated.push(
          await costOf(
            [hub],
            () => saturate({ ...load, connections: CONNECTIONS, forMs: ROUND_MS }),
            province.databasePid,
          ),
        );
      }
      log(`${people} people: ${question}`);
      const cpu = spread(saturated.map((one) => one.cpuMs / one.requests)).median;
      const databaseCpu = spread(saturated.map((one) => one.databaseCpuMs / one.requests)).median;
      const perSecond = spread(saturated.map((one) => one.perSecond));
      measured.push({
        cpuMs: cpu + databaseCpu,
        row: [
          question,
          people,
          spread(paced.map((one) => one.p50)).median,
          spread(paced.map((one) => one.p95)).median,
          shownSpread(perSecond, 1),
          cpu,
          databaseCpu,
          Math.round(saturated.at(-1).memory / 2 ** 20),
        ],
      });
    }
    const { median, cpuMs } = plain;
    return [
      ...measured,
      { row: [`${PLAIN}, a province at a past instant`, people, median, '', '', '', cpuMs, ''] },
    ];
  } finally {
    await hub.stop();
    issuer.stop();
    await province.close();
  }
}

const TRIES = 3;

/** The hub and the aggregate over the base tables say the same, now and at past instants. @returns what the aggregate took */
async function checkAnswers({ pool, databasePid }, askHub, log) {
  const { rows } = await pool.query(
    `SELECT p.id, array_agg(c.code ORDER BY c.code) AS codes FROM social_protection.administrative_unit p
     JOIN social_protection.administrative_unit c ON c.parent_id = p.id AND c.valid_to IS NULL
     WHERE p.code = $1 AND p.valid_to IS NULL GROUP BY 1`,
    [PROVINCE],
  );
  const [{ id: areaId, codes }] = rows;
  const took = [];
  for (const asOf of [new Date().toISOString(), ...Array.from({ length: TRIES }, somewhen)]) {
    const hub = await askHub(PROVINCE, asOf);
    const from = performance.now();
    let plain;
    const { databaseCpuMs } = await costOf(
      [],
      async () => {
        plain = await plainCoverage(pool, { areaId, asOf, codes });
        return {};
      },
      databasePid,
    );
    took.push({ ms: performance.now() - from, cpuMs: databaseCpuMs });
    log(`${asOf}: both answer alike (${assertSameAnswers({ hub: hub.coverage, [PLAIN]: plain })})`);
  }
  took.shift();
  return {
    median: spread(took.map(({ ms }) => ms)).median,
    cpuMs: spread(took.map(({ cpuMs }) => cpuMs)).median,
  };
}
