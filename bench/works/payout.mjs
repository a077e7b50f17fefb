/** Payout, from release to settled, through the viettel-money adapter and its simulator over sockets. */
import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openCountry } from '../country/open-country.mjs';
import { ALL_CORES, letRoam } from '../harness/contestant.mjs';
import { growthNote } from '../harness/growth.mjs';
import { startHub } from '../harness/hub.mjs';
import { startIssuer } from '../harness/issuer.mjs';
import { versionOf } from '../harness/machine.mjs';
import { familyOf, memoryOf } from '../harness/processes.mjs';
import { costOf, startServer } from '../harness/server.mjs';
import { median } from '../harness/statistics.mjs';
import { batchMaker } from '../payments/released-batch.mjs';

const project = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const ADAPTER = 'viettel-money';
const INSTITUTION = 'VIETTEL_MONEY';
const BATCHED = 'native batch';
const SINGLE = 'single POST';
const WAYS = { [BATCHED]: { nativeBatchMax: 1_000 }, [SINGLE]: { nativeBatchMax: 1 } };
/** How late the end may be noticed: of a short run, a quarter of a second would be a good part. */
const LOOK_MS = 50;
const PAYOUT_MS_MAX = 3_600_000;
/** A single POST each for a million is measured only where the size before says that it takes no longer. */
const SINGLE_SECONDS_MAX = 900;

export const name = 'payout';
export const title = 'Payout, from release to settled';
export const goal =
  'at least 3,000 payments a second end to end on two cores, flat memory (published: Mojaloop 1,000/s on 3 × 16 vCPU, Payment Hub EE 51/s, 121 Platform’s floor 2.7/s)';
export const versions = () => ({ pg: versionOf('pg') });

export async function run({ isShort, log }) {
  const sizes = isShort ? [10_000] : [30_000, 120_000, 1_000_000];
  const paid = [];
  for (const people of sizes) {
    for (const way of Object.keys(WAYS)) {
      const before = paid.findLast((one) => one.way === way);
      const foreseen = before ? people / before.perSecond : 0;
      if (way === SINGLE && foreseen > SINGLE_SECONDS_MAX) continue;
      const say = (line) => log(`${way}, ${people}: ${line}`);
      paid.push({ way, ...(await measure(people, WAYS[way], say)) });
    }
  }
  const of = (way) => paid.filter((one) => one.way === way);
  const [batched, single] = [of(BATCHED).at(-1), of(SINGLE).at(-1)];
  return {
    tables: [
      {
        title: 'One batch of the whole country: hub, simulator and PostgreSQL share the two cores',
        columns: [
          ...['way', 'payments', 'seconds', 'payments a second', 'seconds until all is in the figures'],
          ...['hub CPU ms per payment', 'simulator CPU ms per payment', 'database CPU ms per payment'],
          'hub memory MiB: least, in the second quarter, in the last quarter, most',
          'database bytes per payment',
        ],
        rows: paid.map((one) => [
          ...[one.way, one.count, one.seconds, one.perSecond, one.followedSeconds],
          ...[one.hubMs, one.simulatorMs, one.databaseMs, one.memory, one.bytes],
        ]),
      },
    ],
    notes: [
      'Seconds count from the release to the last settled payment, CPU until its last event is in the log and in the figures of coverage too. What the approval wrote is there before the release.',
      ...[BATCHED, SINGLE]
        .filter((way) => of(way).length > 1)
        .map((way) =>
          growthNote({
            ...{ cost: `Time (${way})`, unit: 's', sizes: 'payments' },
            points: of(way).map(({ count, seconds }) => [count, seconds]),
          }),
        ),
    ],
    unitCosts: {
      ...{ batchedMs: batched.hubMs, batchedDatabaseMs: batched.databaseMs },
      ...{ singleMs: single.hubMs, singleDatabaseMs: single.databaseMs },
      // A run that fills pages which an earlier one left says too little.
      paymentBytes: Math.max(batched.bytes, single.bytes),
    },
  };
}

async function measure(people, settings, log) {
  const country = await openCountry({ people, months: 0, onlyAt: INSTITUTION, log });
  // Who waits for whom changes from moment to moment: each process takes the core that is free.
  for (const pid of familyOf(country.databasePid)) letRoam(pid);
  const issuer = await startIssuer();
  const data = fileURLToPath(new URL('../.data', import.meta.url));
  const folder = `${data}/${ADAPTER}`;
  const stops = [() => issuer.stop(), () => country.close()];
  try {
    await openBook(country.pool, folder);
    const simulator = await startServer(
      ['node', project('dist/adapters/kit/simulator/run.js'), ADAPTER, '--data', data],
      { core: ALL_CORES },
    );
    stops.unshift(() => simulator.stop());
    const hub = await startHub({
      ...{ databaseUrl: country.url, issuer, core: ALL_CORES },
      env: { HUB_ADAPTERS: ADAPTER, HUB_CONFIG: await writeConfig(folder, simulator.url, settings) },
    });
    stops.unshift(() => hub.stop());
    const [before, bytesBefore] = [await settledOf(country.pool), await bytesOf(country.pool)];
    const make = await batchMaker({ url: `${hub.url}/graphql`, issuer });
    const period = `20${30 + Math.floor(Math.random() * 60)}-0${1 + Math.floor(Math.random() * 9)}`;
    const { count, release } = await make(period, { isReleased: false });
    await untilFollowed(country.pool);
    const memory = [];
    const pay = async () => {
      const from = performance.now();
      let failure;
      const released = release().catch((error) => (failure = error));
      for (let settled = 0; settled < count;) {
        await delay(LOOK_MS);
        if (failure) throw failure;
        settled = (await settledOf(country.pool)) - before;
        memory.push(memoryOf([hub.pid]) / 2 ** 20);
        if (performance.now() - from > PAYOUT_MS_MAX)
          throw new Error(`only ${settled} of ${count} are settled`);
      }
      const seconds = (performance.now() - from) / 1_000;
      await released;
      await untilFollowed(country.pool);
      return { seconds, followedSeconds: (performance.now() - from) / 1_000 };
    };
    const payBeside = () => costOf([simulator], pay);
    const { result, ...cost } = await costOf(
      [hub],
      async () => ({ result: await payBeside() }),
      country.databasePid,
    );
    const perSecond = Math.round(count / result.seconds);
    log(`${perSecond} a second`);
    return {
      ...{ count, seconds: result.seconds, perSecond, followedSeconds: result.followedSeconds },
      ...{ hubMs: cost.cpuMs / count, simulatorMs: result.cpuMs / count },
      ...{ databaseMs: cost.databaseCpuMs / count, memory: courseOf(memory) },
      bytes: Math.round(((await bytesOf(country.pool)) - bytesBefore) / count),
    };
  } finally {
    for (const stop of stops) await stop();
  }
}

/** Funding comes hours after approval: by then its events are in the log and in the figures, and are no part of the payout. */
async function untilFollowed(pool) {
  for (const until = performance.now() + PAYOUT_MS_MAX; performance.now() < until; await delay(LOOK_MS)) {
    const { rows } = await pool.query(
      `SELECT NOT EXISTS (SELECT FROM event.inbox)
         AND position >= (SELECT coalesce(max(position), 0) FROM event.log) AS is_followed FROM report.projection`,
    );
    if (rows[0].is_followed) return;
  }
  throw new Error('the events of the approval are not in the figures yet');
}

/** Memory that grew with what has been paid would be more in the last quarter than in the second. */
function courseOf(memory) {
  const quarter = (index) =>
    memory.slice(Math.floor((memory.length * index) / 4), Math.ceil((memory.length * (index + 1)) / 4));
  return [Math.min(...memory), median(quarter(1)), median(quarter(3)), Math.max(...memory)]
    .map(Math.round)
    .join(', ');
}

async function bytesOf(pool) {
  const { rows } = await pool.query('SELECT pg_database_size(current_database())::float8 AS bytes');
  return rows[0].bytes;
}

async function settledOf(pool) {
  const { rows } = await pool.query(
    `SELECT coalesce(sum(count), 0)::int AS settled FROM payment.batch_total WHERE status = 'SETTLED'`,
  );
  return rows[0].settled;
}

/** The simulator's accounts are those of the country. */
async function openBook(pool, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const file = createWriteStream(`${folder}/accounts.jsonl`);
  const { rows } = await pool.query(
    `SELECT a.number, a.holder_name, p.personal_id FROM account.account a JOIN social_protection.person p USING (citizen_id)
     WHERE a.institution_code = $1`,
    [INSTITUTION],
  );
  for (const { number, holder_name: name, personal_id: personalId } of rows) {
    if (!file.write(`${JSON.stringify({ number, name, personalId, state: 'OPEN' })}\n`))
      await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}

/** What the adapter is told: as fast as it can. */
async function writeConfig(folder, simulatorUrl, settings) {
  const { demoConfig } = await import(`../../dist/adapters/${ADAPTER}/index.js`);
  const told = {
    ...demoConfig(folder, simulatorUrl),
    ratePerSecondMax: 10_000,
    concurrencyMax: 64,
    ...settings,
  };
  const path = `${folder}/hub.yaml`;
  // JSON is YAML.
  writeFileSync(
    path,
    JSON.stringify({
      adapters: { [ADAPTER]: told },
      policy: { accountQuarantineDays: 0, periodsAheadMax: 1_200 },
    }),
  );
  return path;
}
