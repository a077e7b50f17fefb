/** Payout, from release to settled, through the viettel-money adapter and its simulator over sockets. */
import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openCountry } from '../country/open-country.mjs';
import { LOAD_CORE } from '../harness/contestant.mjs';
import { startIssuer } from '../harness/issuer.mjs';
import { versionOf } from '../harness/machine.mjs';
import { cpuMsOf, familyOf, memoryOf } from '../harness/processes.mjs';
import { startServer } from '../harness/server.mjs';
import { exponentOf } from '../harness/statistics.mjs';
import { batchMaker } from '../payments/released-batch.mjs';

const project = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const ADAPTER = 'viettel-money';
const INSTITUTION = 'VIETTEL_MONEY';
const WAYS = { 'native batch': { nativeBatchMax: 1_000 }, 'single POST': { nativeBatchMax: 1 } };
const PAYOUT_MS_MAX = 3_600_000;

export const name = 'payout';
export const title = 'Payout, from release to settled';
export const goal =
  'at least 3,000 payments a second end to end on two cores, flat memory (published: Mojaloop 1,000/s on 3 × 16 vCPU, Payment Hub EE 51/s, 121 Platform’s floor 2.7/s)';
export const versions = () => ({ pg: versionOf('pg') });

export async function run({ isShort, log }) {
  const sizes = isShort ? [10_000] : [30_000, 120_000, 1_000_000];
  const rows = [];
  for (const people of sizes) {
    for (const way of Object.keys(WAYS)) {
      if (way === 'single POST' && people > 120_000) continue;
      rows.push([way, ...(await measure(people, WAYS[way], (line) => log(`${way}, ${people}: ${line}`)))]);
    }
  }
  const growth = exponentOf(
    rows.filter(([way]) => way === 'native batch').map(([, count, seconds]) => [count, seconds]),
  );
  return {
    tables: [
      {
        title: 'One batch of the whole country',
        columns: [
          'way',
          'payments',
          'seconds',
          'payments a second',
          'hub CPU ms per payment',
          'hub memory MiB, least to most',
        ],
        rows,
      },
    ],
    notes: Number.isFinite(growth)
      ? [`Time grows with the number of payments to the power of ${growth.toFixed(2)}.`]
      : [],
  };
}

async function measure(people, settings, log) {
  const country = await openCountry({ people, months: 0, onlyAt: INSTITUTION, log });
  const issuer = await startIssuer();
  const folder = fileURLToPath(new URL(`../.data/${ADAPTER}`, import.meta.url));
  const stops = [() => issuer.stop(), () => country.close()];
  try {
    await openBook(country.pool, folder);
    const simulator = await startServer(
      ['node', project('dist/adapters/kit/simulator/run.js'), ADAPTER, '--data', folder],
      {
        core: LOAD_CORE,
      },
    );
    stops.unshift(() => simulator.stop());
    const hub = await startServer(['node', project('scripts/hub.mjs'), 'serve'], {
      env: {
        ...{
          DATABASE_URL: country.url,
          OIDC_ISSUER: issuer.issuer,
          PORT: '0',
          HUB_ADAPTERS: ADAPTER,
          HUB_LOG_LEVEL: 'warn',
        },
        ...{
          HUB_CONFIG: await writeConfig(folder, simulator.url, settings),
          HUB_DATA_DIR: fileURLToPath(new URL('../.data/hub', import.meta.url)),
        },
      },
    });
    stops.unshift(() => hub.stop());
    const before = await settledOf(country.pool);
    const make = await batchMaker({ url: `${hub.url}/graphql`, issuer });
    const from = { at: performance.now(), cpuMs: cpuMsOf(familyOf(hub.pid)) };
    const made = await make(
      `20${30 + Math.floor(Math.random() * 60)}-0${1 + Math.floor(Math.random() * 9)}`,
      () => {
        from.at = performance.now();
        from.cpuMs = cpuMsOf(familyOf(hub.pid));
      },
    );
    const memory = [];
    for (let settled = 0; settled < made.count;) {
      await delay(250);
      settled = (await settledOf(country.pool)) - before;
      memory.push(memoryOf([hub.pid]) / 2 ** 20);
      if (performance.now() - from.at > PAYOUT_MS_MAX)
        throw new Error(`only ${settled} of ${made.count} are settled`);
    }
    const seconds = (performance.now() - from.at) / 1_000;
    const cpuMs = cpuMsOf(familyOf(hub.pid)) - from.cpuMs;
    log(`${Math.round(made.count / seconds)} a second`);
    const range = `${Math.round(Math.min(...memory))}–${Math.round(Math.max(...memory))}`;
    return [made.count, seconds, Math.round(made.count / seconds), cpuMs / made.count, range];
  } finally {
    for (const stop of stops) await stop();
  }
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
    ...settings,
  };
  const path = `${folder}/hub.yaml`;
  // JSON is YAML.
  writeFileSync(
    path,
    JSON.stringify({ adapters: { [ADAPTER]: told }, policy: { accountQuarantineDays: 0 } }),
  );
  return path;
}
